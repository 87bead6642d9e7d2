package irc

import (
	"net/netip"
	"time"
)

// crowding counts connections by where they come from, those that are there and
// those that came within a minute, so that one stranger cannot take the room or
// the time of all. The hub's lock guards it.
type crowding struct {
	there  map[netip.Prefix]int
	came   map[netip.Prefix]int // since minute
	minute time.Time
}

func newCrowding() crowding {
	return crowding{there: map[netip.Prefix]int{}, came: map[netip.Prefix]int{}}
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

// enter counts one more. If that is one too many it says why: as there are more
// than most connections, or more than hurry came within a minute; 0 is no limit.
func (c *crowding) enter(address netip.Addr, now time.Time, most, hurry int) (why string) {
	place, counts := origin(address)
	if !counts {
		return ""
	}
	if now.Sub(c.minute) >= time.Minute {
		clear(c.came)
		c.minute = now
	}
	c.there[place]++
	c.came[place]++
	switch {
	case most != 0 && c.there[place] > most:
		return "Too many connections from your address"
	case hurry != 0 && c.came[place] > hurry:
		return "Too many connections from your address within a minute"
	}
	return ""
}

// leave counts one less of those that are there.
func (c *crowding) leave(address netip.Addr) {
	place, counts := origin(address)
	if !counts {
		return
	}
	if c.there[place]--; c.there[place] <= 0 {
		delete(c.there, place)
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
