package main

import (
	"fmt"
	"testing"
)

// foreignClients are the real programs that the server is tried with, and what
// starts each with its own empty home.
var foreignClients = map[string]func(t *testing.T, at place, nick string) *foreignClient{
	"irssi":      startIrssi,
	"weechat":    startWeeChat,
	"hexchat":    startHexChat,
	"python-irc": startPython,
	"ii":         startII,
	"sic":        startSic,
}

// Each real client joins, sees what was said before it came, and talks with
// somebody who sits at a browser.
func TestRealClients(t *testing.T) {
	for name, start := range foreignClients {
		t.Run(name, func(t *testing.T) {
			server := startProgram(t)
			maria := server.browser(t, "maria")
			maria.sees(maria.does(deed{what: "join", in: "#general"}))
			for i := range 3 {
				maria.does(deed{what: "say", in: "#general", text: fmt.Sprintf("earlier line %d", i)})
			}
			maria.does(deed{what: "say", in: "#general", text: "naïve, 日本語 and \x02bold\x02"})
			waved := maria.does(deed{what: "act", in: "#general", text: "waves"})

			guest := start(t, place{address: server.irc}, "guest")
			guest.sees(deed{what: "welcome", by: guest.nick})
			joined := guest.does(deed{what: "join", in: "#general"})
			for i := range 3 {
				guest.shows("#general", fmt.Sprintf("earlier line %d", i))
			}
			guest.shows("#general", "naïve, 日本語 and *bold")
			guest.sees(waved)
			maria.sees(joined)

			guest.sees(maria.does(deed{what: "say", in: "#general", text: "hello from the browser"}))
			maria.sees(guest.does(deed{what: "say", in: "#general", text: "hello from " + name}))
			guest.sees(maria.does(deed{what: "tell", whom: "guest", text: "are you there?"}))
			maria.sees(guest.does(deed{what: "tell", whom: "maria", text: "yes, i am"}))

			guest.sees(guest.does(deed{what: "join", in: "#den"}))
			guest.sees(guest.does(deed{what: "topic", in: "#den", text: "a topic from " + name}))
			maria.sees(guest.does(deed{what: "quit", text: "good night"}))
		})
	}
}
