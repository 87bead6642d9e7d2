package main

import (
	"fmt"
	"testing"
)

// foreignClient is an IRC client of other hands, with a person before it.
type foreignClient interface {
	// say types text into the channel or the conversation with a nick.
	say(target, text string)
	// sees waits until the text stands on the screen of a conversation.
	sees(target, text string)
	// quit leaves IRC by the client's own command.
	quit()
}

// foreignClients are the real programs that the server is tried with, and what
// starts each: in #general, with its own empty home.
var foreignClients = map[string]func(t *testing.T, ircAddress, nick string) foreignClient{
	"irssi":   startIrssi,
	"weechat": startWeeChat,
}

// Each real client joins, sees what was said before it came, and talks with
// somebody who sits at a browser.
func TestRealClients(t *testing.T) {
	for name, start := range foreignClients {
		t.Run(name, func(t *testing.T) {
			server := startProgram(t)
			maria := server.browser(t, "maria")
			maria.send("JOIN #general")
			maria.hears("366 maria #general")
			for i := range 3 {
				maria.send(fmt.Sprintf("PRIVMSG #general :earlier line %d", i))
			}
			maria.send("PRIVMSG #general :naïve, 日本語 and \x02bold\x02")
			maria.send("PRIVMSG #general :\x01ACTION waves\x01")

			client := start(t, server.irc, "guest")
			for i := range 3 {
				client.sees("#general", fmt.Sprintf("earlier line %d", i))
			}
			client.sees("#general", "naïve, 日本語 and bold")
			client.sees("#general", "maria waves")

			maria.hears(":guest!~", " JOIN #general")
			maria.send("PRIVMSG #general :hello from the browser")
			client.sees("#general", "hello from the browser")
			client.say("#general", "hello from "+name)
			maria.hears(":guest!~", "PRIVMSG #general :hello from "+name)

			maria.send("PRIVMSG guest :are you there?")
			client.sees("maria", "are you there?")
			client.say("maria", "yes, i am")
			maria.hears(":guest!~", "PRIVMSG maria :yes, i am")

			client.say("#general", "/join #den")
			client.sees("#den", "guest")
			client.say("#den", "/topic a topic from "+name)
			client.sees("#den", "a topic from "+name)

			client.quit()
			maria.hears(":guest!~", " QUIT :")
		})
	}
}

// The two clients talk with each other, and with the browser beside them.
func TestRealClientsTogether(t *testing.T) {
	server := startProgram(t)
	maria := server.browser(t, "maria")
	maria.send("JOIN #general")
	maria.hears("366 maria #general")

	here := startIrssi(t, server.irc, "ivan")
	maria.hears(":ivan!~", " JOIN #general")
	here.say("#general", "first in the room")
	maria.hears("PRIVMSG #general :first in the room")

	there := startWeeChat(t, server.irc, "wanda")
	there.sees("#general", "first in the room")
	here.sees("#general", "wanda")
	there.say("#general", "ivan: hello irssi")
	here.sees("#general", "ivan: hello irssi")
	here.say("#general", "wanda: hello weechat")
	there.sees("#general", "wanda: hello weechat")

	there.say("ivan", "just the two of us")
	here.sees("wanda", "just the two of us")
	here.say("wanda", "and nobody else")
	there.sees("ivan", "and nobody else")

	maria.hears("PRIVMSG #general :wanda: hello weechat")
	maria.heardNot("nobody else", "the two of us")
}
