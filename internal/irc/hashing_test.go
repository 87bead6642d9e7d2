package irc

import (
	"testing"

	"linnet/internal/irc/wire"
)

// Whoever hashes a password has a turn of few meanwhile, and who has gone has none: a crowd
// that logs in and hangs up keeps nobody waiting.
func TestHashing(t *testing.T) {
	srv := loginServer(t)
	d := doorway{Peer{Kind: "pipe"}}
	stays, goes := d.enter(t, srv, "stays"), d.enter(t, srv, "goes")
	var work []func()
	srv.hub.spawn = func(do func()) { work = append(work, do) }
	turns := map[*Session]int{}
	for _, s := range []*Session{stays, goes} {
		srv.hub.lock()
		c := newCall(srv.hub, s, wire.Message{})
		c.hashing(nil, func() { turns[s] = len(srv.hub.hashes) }, func() error { return nil })
		srv.hub.unlock()
	}
	goes.Gone(nil)
	for _, do := range work {
		do()
	}
	if len(work) != 2 || turns[stays] != 1 || turns[goes] != 0 || len(srv.hub.hashes) != 0 {
		t.Errorf("%d were begun; turns taken by who stays: %d, by who has gone: %d, and left: %d",
			len(work), turns[stays], turns[goes], len(srv.hub.hashes))
	}
}

// Guesses that are made at once are no more than those that are made one after another:
// who guesses by many connections is heard ten times, and hashed no further.
func TestGuessesAtOnce(t *testing.T) {
	srv := loginServer(t)
	d := doorway{Peer{Kind: "pipe"}}
	var work []func()
	srv.hub.spawn = func(do func()) { work = append(work, do) }
	var all []*Session
	for range placeBurst + 5 {
		s := srv.Attach(d, d.Peer())
		expect(t, d.says(s, "CAP REQ sasl", "AUTHENTICATE PLAIN", plain("", "Alice", "wrong")), "*ACK*", "AUTHENTICATE +")
		all = append(all, s)
	}
	for _, do := range work {
		do()
	}
	for i, s := range all {
		want := "*904*SASL authentication failed"
		if i >= placeBurst {
			want = "*904*Too many failed logins*"
		}
		expect(t, d.says(s), want)
	}
}
