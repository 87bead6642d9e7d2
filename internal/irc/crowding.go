package irc

import "net/netip"

// crowding counts connections by where they come from, so that one stranger
// cannot take the room of all. The hub's lock guards it.
type crowding map[netip.Prefix]int

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

// enter counts one more and says whether that is within the limit; 0 is none.
func (c crowding) enter(address netip.Addr, limit int) (fits bool) {
	place, counts := origin(address)
	if !counts {
		return true
	}
	c[place]++
	return limit == 0 || c[place] <= limit
}

// leave counts one less.
func (c crowding) leave(address netip.Addr) {
	place, counts := origin(address)
	if !counts {
		return
	}
	if c[place]--; c[place] <= 0 {
		delete(c, place)
	}
}
