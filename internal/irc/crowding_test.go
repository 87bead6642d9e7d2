package irc

import (
	"net/netip"
	"testing"
	"time"
)

func TestCrowding(t *testing.T) {
	c := newCrowding()
	enter := func(address string, want bool) {
		t.Helper()
		if got := c.enter(netip.MustParseAddr(address), noon, 2, 0, false); (got == "") != want {
			t.Errorf("%s: %q", address, got)
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
		if c.enter(netip.Addr{}, noon, 1, 1, false) != "" {
			t.Error("a Unix socket was counted")
		}
	}
	for range 3 {
		c.leave(netip.MustParseAddr("192.0.2.1"))
	}
	enter("192.0.2.1", true)
	if c.enter(netip.MustParseAddr("192.0.2.2"), noon, 0, 0, false) != "" {
		t.Error("no limit refused somebody")
	}
}

func TestHurry(t *testing.T) {
	c := newCrowding()
	come := func(address string, after time.Duration, want bool) {
		t.Helper()
		from := netip.MustParseAddr(address)
		if got := c.enter(from, noon.Add(after), 0, 2, false); (got == "") != want {
			t.Errorf("%s after %v: %q", address, after, got)
		}
		c.leave(from)
	}
	come("192.0.2.1", 0, true)
	come("192.0.2.1", time.Second, true)
	come("192.0.2.1", 59*time.Second, false)
	come("192.0.2.2", 59*time.Second, true)
	for range 5 {
		come("127.0.0.1", 59*time.Second, true)
	}
	come("192.0.2.1", 60*time.Second, true)
	gateway := netip.MustParseAddr("192.0.2.9")
	for range 5 {
		if c.enter(gateway, noon.Add(time.Minute), 0, 2, false) != "" {
			t.Error("a gateway is in a hurry")
		}
		c.withdraw(gateway)
	}
	if len(c.there) > 0 || len(c.came) != 2 {
		t.Errorf("left: %v %v", c.there, c.came)
	}
}

// Who opens connections by TLS and leaves the handshake there is bounded as those are who
// are there, and who does nothing but shake hands sooner than it costs.
func TestHandshakesAreCounted(t *testing.T) {
	c := newCrowding()
	from, other := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	shake := func(from netip.Addr, most, hurry int, want bool) {
		t.Helper()
		if got := c.shake(from, noon, most, hurry); got != want {
			t.Errorf("%v with %v that shake hands and %v that came: %v", from, c.shaking, c.came, got)
		}
	}
	shake(from, 2, 0, true)
	shake(from, 2, 0, true)
	shake(from, 2, 0, false)
	shake(other, 2, 0, true)
	c.shaken(from)
	shake(from, 2, 0, true)
	for range 5 {
		shake(netip.MustParseAddr("127.0.0.1"), 2, 1, true)
	}

	c = newCrowding()
	for i := range 6 { // three may come, three are told why they may not
		shake(from, 0, 3, true)
		c.shaken(from)
		if why := c.enter(from, noon, 0, 3, true); (why != "") != (i >= 3) {
			t.Errorf("number %d: %q", i, why)
		}
	}
	shake(from, 0, 3, false)
	if len(c.shaking) > 0 {
		t.Errorf("left: %v", c.shaking)
	}
}

// A visit to the web door counts until it is over or a session, and by itself.
func TestVisits(t *testing.T) {
	srv, _ := newServer(t, func(cfg *Config) { cfg.Limits.ConnectionsPerAddress = 1 })
	from := netip.MustParseAddr("2001:db8::1")
	for i := range visitsEach + 2 {
		if got := srv.Visit(from); got != (i < visitsEach) {
			t.Errorf("visit %d may stay: %v", i, got)
		}
	}
	if !srv.Visit(netip.MustParseAddr("2001:db8:0:1::1")) {
		t.Error("another customer may not visit")
	}
	for range visitsEach + 2 {
		srv.Unvisit(netip.MustParseAddr("2001:db8::2"))
	}
	if left := srv.hub.crowding.visits; len(left) != 1 || !srv.Visit(from) {
		t.Errorf("left: %v", left)
	}
}

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

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
		return srv.Attach(r, r.Peer()), r
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
