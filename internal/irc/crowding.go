package irc

import (
	"net/netip"
	"time"
)

// crowding counts connections by where they come from, those that are there and
// those that came within a minute, so that one stranger cannot take the room or
// the time of all. The hub's lock guards it.
type crowding struct {
	there   map[netip.Prefix]int
	shaking map[netip.Prefix]int // hands, before they are there
	visits  map[netip.Prefix]int // to the web door, which may become what is there
	came    map[netip.Prefix]int // since minute
	minute  time.Time
}

func newCrowding() crowding {
	return crowding{there: map[netip.Prefix]int{}, shaking: map[netip.Prefix]int{}, visits: map[netip.Prefix]int{}, came: map[netip.Prefix]int{}}
}

// origin is what counts as one place: an IPv4 address, or the /64 that one
// customer gets of IPv6. Loopback, Unix sockets and pipes are nobody's crowd.
func origin(address netip.Addr) (place netip.Prefix, counts bool) {
	address = address.Unmap().WithZone("")
	if !address.IsValid() || address.IsLoopback() {
		return netip.Prefix{}, false
	}
	bits := 32
	if address.Is6() {
		bits = 64
	}
	place, err := address.Prefix(bits)
	return place, err == nil
}

// shake counts one that is to shake hands first, until it has shaken. False means that
// it is not worth it, for a handshake costs a hundred times what a connection does: as
// many shake hands already as may be there, or twice as many came as may come. Those in
// between are told why they are too many.
func (c *crowding) shake(address netip.Addr, now time.Time, most, hurry int) bool {
	place, counts := origin(address)
	if !counts {
		return true
	}
	c.come(place, now)
	if most != 0 && c.shaking[place] >= most || hurry != 0 && c.came[place] > 2*hurry {
		return false
	}
	c.shaking[place]++
	return true
}

// shaken counts one less of those that shake hands.
func (c *crowding) shaken(address netip.Addr) {
	if place, counts := origin(address); counts {
		less(c.shaking, place)
	}
}

// visitsEach is how many visits to the web door there may be from one address for each
// connection that there may be: a browser opens six at once and leaves them open.
const visitsEach = 4

// visit counts a connection of HTTP, and says whether there are not too many.
func (c *crowding) visit(address netip.Addr, most int) bool {
	place, counts := origin(address)
	if !counts {
		return true
	}
	c.visits[place]++
	return most == 0 || c.visits[place] <= visitsEach*most
}

// unvisit counts one less of those.
func (c *crowding) unvisit(address netip.Addr) {
	if place, counts := origin(address); counts {
		less(c.visits, place)
	}
}

// enter counts one more, which has come already if it has shaken hands. If that is one
// too many it says why: as there are more than most connections, or more than hurry came
// within a minute; 0 is no limit.
func (c *crowding) enter(address netip.Addr, now time.Time, most, hurry int, hasCome bool) (why string) {
	place, counts := origin(address)
	if !counts {
		return ""
	}
	if !hasCome {
		c.come(place, now)
	}
	c.there[place]++
	switch {
	case most != 0 && c.there[place] > most:
		return "Too many connections from your address"
	case hurry != 0 && c.came[place] > hurry:
		return "Too many connections from your address within a minute"
	}
	return ""
}

// come counts one that came just now.
func (c *crowding) come(place netip.Prefix, now time.Time) {
	if now.Sub(c.minute) >= time.Minute {
		clear(c.came)
		c.minute = now
	}
	c.came[place]++
}

// leave counts one less of those that are there.
func (c *crowding) leave(address netip.Addr) {
	if place, counts := origin(address); counts {
		less(c.there, place)
	}
}

func less(of map[netip.Prefix]int, place netip.Prefix) {
	if of[place]--; of[place] <= 0 {
		delete(of, place)
	}
}

// withdraw takes an entry back: it was a gateway's, and the connection comes from
// somewhere else.
func (c *crowding) withdraw(address netip.Addr) {
	c.leave(address)
	if place, counts := origin(address); counts && c.came[place] > 0 {
		c.came[place]--
	}
}
