package irc_test

import (
	"context"
	"net/netip"
	"strings"
	"testing"

	"linnet/internal/irc"
)

// A disk that takes nothing refuses what must be on it first, and stops nobody
// from talking; with room again all is as before, and what waited is stored.
func TestFullDisk(t *testing.T) {
	cfg, err := settle([]setting{{"modes", "#open n"}})
	if err != nil {
		t.Fatal(err)
	}
	kept := newShelf()
	srv, err := irc.New(cfg, irc.Options{Clock: newClock(), Store: kept})
	if err != nil {
		t.Fatal(err)
	}
	alice := newClient("alice", pipeClient{newPipe(srv, netip.Addr{})})
	if err := alice.register("alice", "echo-message,standard-replies"); err != nil {
		t.Fatal(err)
	}
	hears := func(say, want string) {
		t.Helper()
		alice.say(say)
		if err := alice.sync(); err != nil {
			t.Fatal(err)
		}
		if heard := strings.Join(alice.heard, "\n"); !strings.Contains(heard, want) {
			t.Errorf("%q: heard %q, expected %q", say, heard, want)
		}
		alice.heard = nil
	}
	hears("JOIN #open", " 366 ")
	kept.breaks(errDiskFull)
	hears("TOPIC #open :tea", "FAIL TOPIC TEMPORARILY_UNAVAILABLE ")
	hears("PRIVMSG #open :hello", "PRIVMSG #open :hello")
	hears("TOPIC #open", " 331 ")
	kept.breaks(nil)
	hears("TOPIC #open :tea", "TOPIC #open :tea")
	if err := srv.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, b := range kept.batches {
		for _, c := range b.Changes {
			if c.Entry.Line != nil && c.Entry.Command == "PRIVMSG" {
				found++
			}
		}
	}
	if found != 1 {
		t.Errorf("the message was stored %d times", found)
	}
}
