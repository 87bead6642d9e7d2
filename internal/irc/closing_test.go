package irc

import (
	"testing"
	"time"
)

// A clock that jumps (a machine that slept) makes much due at once: the goodbyes
// of some may fill the outbox of one whose own time has run out as well. It is
// cut off once, and only once.
func TestWhoIsCutOffIsCutOffOnce(t *testing.T) {
	w := newSiege(t, 1)
	enter := func(nick string) *tap {
		t.Helper()
		w.connect()
		c := w.taps[len(w.taps)-1]
		for _, line := range []string{"CAP REQ :linnet.chat/resume", "NICK " + nick, "USER u 0 * :u", "CAP END", "JOIN #general"} {
			w.send(c, line)
		}
		w.settle()
		return c
	}
	enter("alice")
	bob := enter("bob")
	bob.deaf = true
	limits := w.hub.cfg.Limits
	w.clock.advance(limits.PingInterval + time.Second)
	if !bob.s.pinged {
		t.Fatal("bob was not asked whether he is there")
	}
	w.clock.now = w.clock.now.Add(limits.PingTimeout)
	w.hub.lock()
	w.hub.overflow(bob.s) // by the goodbyes of all who went before
	for d := w.hub.timers.due(w.hub.now); d != nil; d = w.hub.timers.due(w.hub.now) {
		d.due.ring(w.hub.now)
	}
	w.hub.unlock()
	w.settle()
	w.clock.advance(w.hub.cfg.Limits.ResumeGrace + time.Second)
	w.settle()
	if n := w.hub.net.Counts().Users; n != 0 {
		t.Errorf("%d users are left", n)
	}
	w.checkReplay()
}
