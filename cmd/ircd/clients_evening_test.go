package main

import (
	"fmt"
	"testing"
)

// tea is the channel of the evening.
const tea = "#tea"

// evening is real clients in one channel, each acting in turn, and each showing
// what the others do. The first of them opened the channel; two who only listen
// sit with them.
type evening struct {
	t         *testing.T
	guests    []*foreignClient // who act, in the order of their coming
	listeners []*foreignClient // a plain connection and a browser
}

// TestRealClientsEvening is an evening among strangers: they come, say who they
// are, sit in one channel, set its topic and its modes, throw each other out and
// keep each other out, invite, whisper, go away, take other names, and leave.
func TestRealClientsEvening(t *testing.T) {
	server := startProgram(t)
	plain := place{address: server.irc}
	e := &evening{t: t, guests: []*foreignClient{
		startIrssi(t, plain, "ivan"),
		startWeeChat(t, place{address: server.ircs, tls: true}, "wanda"),
		startHexChat(t, plain, "hedwig"),
		startPython(t, plain, "pia"),
		startII(t, place{socket: server.socket}, "ida"),
		startSic(t, plain, "sid"),
		startSicBehindZNC(t, plain, "zoe"),
		startLimnoria(t, plain, "limo"),
	}}
	e.listeners = []*foreignClient{observer(t, plain, "otto"), server.browser(t, "maria")}
	e.everybodyComes()
	e.everybodySpeaks()
	e.operatorsAreMade()
	e.everybodyIsThrownOutOnce()
	e.nobodyMayWithoutRank()
	e.theDoorIsClosed()
	e.whispers()
	e.everybodyIsAwayOnce()
	e.everybodyTakesAnotherName()
	e.everybodyLeaves()
}

// present are all who are in the channel.
func (e *evening) present() []*foreignClient {
	return append(e.guests[:len(e.guests):len(e.guests)], e.listeners...)
}

// happens lets somebody do something that all who are there must see, the doer
// too.
func (e *evening) happens(by *foreignClient, d deed) {
	e.t.Helper()
	d.in = tea
	d = by.does(d)
	for _, c := range e.present() {
		c.sees(d)
	}
}

// others are all who are present but one.
func (e *evening) others(but *foreignClient) []*foreignClient {
	var all []*foreignClient
	for _, c := range e.present() {
		if c != but {
			all = append(all, c)
		}
	}
	return all
}

func (e *evening) everybodyComes() {
	e.t.Helper()
	all := e.present()
	topic := ""
	for i, c := range all {
		c.sees(deed{what: "welcome", by: c.nick})
		joined := c.does(deed{what: "join", in: tea})
		for _, here := range all[:i+1] {
			here.sees(joined)
		}
		if i == 0 {
			c.rank = "@"
			topic = "five o'clock"
			c.sees(c.does(deed{what: "topic", in: tea, text: topic}))
			continue
		}
		c.sees(deed{what: "topic is", in: tea, text: topic})
	}
}

func (e *evening) everybodySpeaks() {
	e.t.Helper()
	for _, c := range e.guests {
		e.says(c, "good evening, says "+c.nick)
	}
}

// says lets somebody say something in the channel, which all others see.
func (e *evening) says(c *foreignClient, text string) {
	e.t.Helper()
	said := c.does(deed{what: "say", in: tea, text: text})
	for _, other := range e.others(c) {
		other.sees(said)
	}
}

// Each operator makes the next one, who sets a topic.
func (e *evening) operatorsAreMade() {
	e.t.Helper()
	for i, c := range e.guests[1:] {
		e.happens(e.guests[i], deed{what: "mode", whom: c.nick, text: "+o " + c.nick})
		c.rank = "@"
		e.happens(c, deed{what: "topic", text: "served by " + c.nick})
		e.says(c, "this is "+c.nick+" with a rank")
	}
}

// Each operator bans and kicks the next one, the last ones first, who knows it,
// cannot come back, and can once the ban is lifted.
func (e *evening) everybodyIsThrownOutOnce() {
	e.t.Helper()
	for i := len(e.guests) - 1; i > 0; i-- {
		by, c := e.guests[i-1], e.guests[i]
		mask := c.nick + "!*@*"
		e.happens(by, deed{what: "mode", whom: mask, text: "+b " + mask})
		e.happens(by, deed{what: "kick", whom: c.nick, text: "enough of " + c.nick})
		c.rank = ""
		c.does(deed{what: "join", in: tea})
		c.sees(deed{what: "banned", in: tea})
		lifted := by.does(deed{what: "mode", in: tea, whom: mask, text: "-b " + mask})
		for _, other := range e.others(c) {
			other.sees(lifted)
		}
		e.happens(c, deed{what: "join"})
	}
}

// Who has no rank is refused the topic, and in a moderated channel the word,
// until there is a voice.
func (e *evening) nobodyMayWithoutRank() {
	e.t.Helper()
	ivan := e.guests[0]
	e.happens(ivan, deed{what: "mode", text: "+m"})
	for _, c := range e.guests[1:] {
		c.does(deed{what: "topic", in: tea, text: "refused to " + c.nick})
		c.sees(deed{what: "not operator", in: tea})
		c.does(deed{what: "say", in: tea, text: "refused to " + c.nick})
		c.sees(deed{what: "cannot speak", in: tea})
		e.happens(ivan, deed{what: "mode", whom: c.nick, text: "+v " + c.nick})
		c.rank = "+"
		e.says(c, "now "+c.nick+" has a voice")
	}
	e.happens(ivan, deed{what: "mode", text: "-m"})
	for _, c := range e.listeners {
		c.showsNone("", "refused to")
	}
}

// In an invite-only channel nobody comes back from outside but who is invited.
func (e *evening) theDoorIsClosed() {
	e.t.Helper()
	ivan := e.guests[0]
	e.happens(ivan, deed{what: "mode", text: "+i"})
	for _, c := range e.guests[1:] {
		e.happens(c, deed{what: "part", text: "out for a moment"})
		c.rank = ""
		c.does(deed{what: "join", in: tea})
		c.sees(deed{what: "invitees only", in: tea})
		invited := ivan.does(deed{what: "invite", in: tea, whom: c.nick})
		ivan.sees(invited)
		c.sees(invited)
		e.happens(c, deed{what: "join"})
	}
	e.happens(ivan, deed{what: "mode", text: "-i"})
}

// Each talks with the next one, who answers, and nobody else hears a word.
func (e *evening) whispers() {
	e.t.Helper()
	for i, c := range e.guests {
		next := e.guests[(i+1)%len(e.guests)]
		next.sees(c.does(deed{what: "tell", whom: next.nick, text: "psst, " + next.nick}))
		c.sees(next.does(deed{what: "tell", whom: c.nick, text: "what is it, " + c.nick}))
	}
	for _, c := range e.listeners {
		c.caughtUp()
		c.showsNone("", "psst", "what is it")
	}
}

// Each is away for a while, as the next one reads in WHOIS and in the answer to
// a message, which arrives all the same.
func (e *evening) everybodyIsAwayOnce() {
	e.t.Helper()
	for i, c := range e.guests {
		next := e.guests[(i+1)%len(e.guests)]
		reason := c.nick + " fetches milk"
		c.sees(c.does(deed{what: "away", in: tea, text: reason}))
		next.does(deed{what: "whois", whom: c.nick})
		next.sees(deed{what: "whois away", in: tea, whom: c.nick, text: reason})
		c.sees(next.does(deed{what: "tell", whom: c.nick, text: "bring sugar, " + c.nick}))
		next.sees(deed{what: "told away", in: tea, whom: c.nick, text: reason})
		c.sees(c.does(deed{what: "back", in: tea}))
	}
}

func (e *evening) everybodyTakesAnotherName() {
	e.t.Helper()
	for i, c := range e.guests {
		name := fmt.Sprintf("%s%d", c.nick, i)
		e.happens(c, deed{what: "nick", text: name})
		c.nick = name
		e.says(c, "call me "+name)
	}
}

// They leave in the order of their coming, until only the listeners are there.
func (e *evening) everybodyLeaves() {
	e.t.Helper()
	for len(e.guests) > 0 {
		c := e.guests[0]
		e.guests = e.guests[1:]
		left := c.does(deed{what: "quit", in: tea, text: "good night from " + c.nick})
		for _, other := range e.present() {
			other.sees(left)
		}
	}
}
