package main

import "testing"

// A bouncer stays in the channel while its person sleeps, and tells WeeChat in
// the morning what was said; nobody else sees WeeChat come or go.
func TestRealClientsBouncer(t *testing.T) {
	plain := place{address: startProgram(t).irc}
	otto := observer(t, plain, "otto")
	otto.sees(otto.does(deed{what: "join", in: tea}))
	otto.rank = "@"
	bouncer := startZNC(t, plain, "zoe")

	wanda := startWeeChat(t, bouncer, "zoe")
	wanda.sees(deed{what: "welcome"})
	joined := wanda.does(deed{what: "join", in: tea})
	wanda.sees(joined)
	otto.sees(joined)
	wanda.sees(otto.does(deed{what: "say", in: tea, text: "good night"}))
	wanda.hands("", "/disconnect linnet")
	wanda.shows("", "disconnected from server")

	otto.does(deed{what: "say", in: tea, text: "are you asleep?"})
	otto.does(deed{what: "tell", whom: "zoe", text: "look at this tomorrow"})
	otto.does(deed{what: "topic", in: tea, text: "quiet hours"})
	otto.caughtUp()

	wanda.hands("", "/connect linnet")
	wanda.sees(deed{what: "topic is", in: tea, text: "quiet hours"})
	wanda.shows(tea, "are you asleep?")
	wanda.shows("otto", "look at this tomorrow")
	otto.sees(wanda.does(deed{what: "say", in: tea, text: "good morning"}))
	otto.showsNone("", ":zoe!~zoe@127.0.0.1 QUIT", ":zoe!~zoe@127.0.0.1 PART")
}
