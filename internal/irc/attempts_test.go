package irc

import (
	"fmt"
	"net/netip"
	"testing"
	"time"
)

// TestAttempts holds what slows down who guesses passwords.
func TestAttempts(t *testing.T) {
	a, here := newAttempts(), placeOf(netip.Addr{})
	for i := range placeBurst {
		if !a.may("bob", here, noon) {
			t.Fatalf("after %d failures nobody may", i)
		}
		if full := a.failed("bob", here, noon); full.place != (i == placeBurst-1) || full.account {
			t.Errorf("failure %d is told as %+v", i, full)
		}
	}
	if a.may("alice", here, noon) || !a.may("alice", here, noon.Add(failureEach)) {
		t.Error("a place is not shut for a minute")
	}
	if home := placeOf(netip.MustParseAddr("127.0.0.1")); home == here || !a.may("alice", home, noon) {
		t.Error("who comes by a socket of this machine is taken for who comes by another")
	}
	a.sweep(noon.Add(time.Hour))
	if len(a.places)+len(a.accounts) != 0 {
		t.Error("what has had its time is not forgotten")
	}
}

// Strangers from many places shut an account for themselves, not for its owner.
func TestAttemptsKeepNobodyOut(t *testing.T) {
	a, home := newAttempts(), placeOf(netip.MustParseAddr("192.0.2.7"))
	a.succeeded("alice", home)
	for i := range accountBurst {
		full := a.failed("alice", placeOf(netip.AddrFrom4([4]byte{198, 51, 100, byte(i)})), noon)
		if full.account != (i == accountBurst-1) {
			t.Errorf("failure %d is told as %+v", i, full)
		}
	}
	if a.may("alice", placeOf(netip.MustParseAddr("203.0.113.1")), noon) {
		t.Error("an account can be guessed from everywhere at once")
	}
	if !a.may("alice", home, noon) || !a.may("bob", placeOf(netip.MustParseAddr("203.0.113.1")), noon) {
		t.Error("others are kept out too")
	}
}

// However many keys strangers make up, there is room for so many.
func TestAttemptsAreBounded(t *testing.T) {
	a := newAttempts()
	for i := range gatesMost + 50 {
		a.accounts.pass(fmt.Sprint(i), accountBurst, failureEach, noon.Add(time.Duration(i)))
		a.succeeded(fmt.Sprint(i), netip.Prefix{})
	}
	if len(a.accounts) > gatesMost || len(a.known) > knownMost {
		t.Errorf("%d accounts and %d places are remembered", len(a.accounts), len(a.known))
	}
	if _, kept := a.accounts["0"]; kept {
		t.Error("the oldest stays, and a newer goes")
	}
}
