package irc

import (
	"net/netip"
	"testing"
)

func TestCrowding(t *testing.T) {
	c := crowding{}
	enter := func(address string, want bool) {
		t.Helper()
		if got := c.enter(netip.MustParseAddr(address), 2); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
	enter("192.0.2.1", true)
	enter("::ffff:192.0.2.1", true) // the same place
	enter("192.0.2.1", false)
	enter("192.0.2.2", true)
	enter("2001:db8::1", true)
	enter("2001:db8::ffff", true)
	enter("2001:db8::2", false)
	enter("2001:db8:0:1::1", true) // another customer
	for range 5 {
		enter("127.0.0.1", true)
		enter("::1", true)
	}
	for range 2 {
		if !c.enter(netip.Addr{}, 1) {
			t.Error("a Unix socket was counted")
		}
	}
	for range 3 {
		c.leave(netip.MustParseAddr("192.0.2.1"))
	}
	enter("192.0.2.1", true)
	if !c.enter(netip.MustParseAddr("192.0.2.2"), 0) {
		t.Error("no limit refused somebody")
	}
}

// remote is a transport from some address that takes nothing.
type remote struct {
	address netip.Addr
	closed  bool
}

func (r *remote) Peer() Peer { return Peer{Kind: "tcp", Address: r.address} }
func (*remote) Wake()        {}
func (*remote) Release()     {}
func (r *remote) Close()     { r.closed = true }

func TestTooManyFromOneAddress(t *testing.T) {
	cfg := DefaultConfig()
	cfg.Limits.ConnectionsPerAddress = 2
	srv, err := New(cfg, Options{})
	if err != nil {
		t.Fatal(err)
	}
	come := func() (*Session, *remote) {
		r := &remote{address: netip.MustParseAddr("192.0.2.1")}
		return srv.Attach(r), r
	}
	first, a := come()
	_, b := come()
	_, c := come()
	if a.closed || b.closed || !c.closed {
		t.Errorf("closed: %v %v %v", a.closed, b.closed, c.closed)
	}
	first.Gone(nil)
	if _, d := come(); d.closed {
		t.Error("room that was given back is not there")
	}
}
