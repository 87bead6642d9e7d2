package irc

import (
	"net/netip"
	"time"
)

// attempts slows down who guesses passwords. Failed logins are counted for the
// account and for the place that they come from; past a number, further ones are
// refused unheard until enough time has passed. So that a stranger cannot keep
// somebody out of her own account, places where she has logged in before are not
// counted by the account. The hub's lock guards it.
type attempts struct {
	accounts gates
	places   gates
	known    map[visit]bool
}

// visit is a place where somebody has logged in to an account.
type visit struct {
	account string // folded
	place   netip.Prefix
}

const (
	// placeBurst and accountBurst are how many logins may fail at once, and then
	// one each failureEach.
	placeBurst   = 10
	accountBurst = 30
	failureEach  = time.Minute
	// gatesMost bounds what is remembered of strangers, knownMost of those who
	// have logged in.
	gatesMost = 20_000
	knownMost = 20_000
)

func newAttempts() attempts {
	return attempts{accounts: gates{}, places: gates{}, known: map[visit]bool{}}
}

// may says whether another login may be tried.
func (a *attempts) may(account string, place netip.Prefix, now time.Time) bool {
	if a.places.isShut(place.String(), placeBurst, failureEach, now) {
		return false
	}
	return a.known[visit{account, place}] || !a.accounts.isShut(account, accountBurst, failureEach, now)
}

// tooMany says for what a failed login was the last that is heard for a while.
type tooMany struct{ account, place bool }

// failed counts a login that failed.
func (a *attempts) failed(account string, place netip.Prefix, now time.Time) tooMany {
	full := tooMany{place: a.places.pass(place.String(), placeBurst, failureEach, now)}
	if !a.known[visit{account, place}] {
		full.account = a.accounts.pass(account, accountBurst, failureEach, now)
	}
	return full
}

// succeeded remembers where somebody has logged in.
func (a *attempts) succeeded(account string, place netip.Prefix) {
	if len(a.known) >= knownMost {
		for some := range a.known {
			delete(a.known, some)
			break
		}
	}
	a.known[visit{account, place}] = true
}

// sweep forgets what has had its time.
func (a *attempts) sweep(now time.Time) {
	a.accounts.sweep(now)
	a.places.sweep(now)
}

// gates are flood gates by a key that strangers choose; as many as there may be.
type gates map[string]floodGate

// isShut says whether a key has no more to spend now.
func (g gates) isShut(key string, burst int, each time.Duration, now time.Time) bool {
	return g[key].after(now) > time.Duration(burst-1)*each
}

// pass spends one of a key's, and says whether it was the last for now.
func (g gates) pass(key string, burst int, each time.Duration, now time.Time) (last bool) {
	gate, known := g[key]
	if !known && len(g) >= gatesMost {
		g.sweep(now)
		g.dropOldest()
	}
	gate.pass(now, 1, burst, 1/each.Seconds())
	g[key] = gate
	return g.isShut(key, burst, each, now)
}

func (g gates) sweep(now time.Time) {
	for key, gate := range g {
		if gate.after(now) <= 0 {
			delete(g, key)
		}
	}
}

// dropOldest makes room: the one that would be forgotten first is.
func (g gates) dropOldest() {
	if len(g) < gatesMost {
		return
	}
	var oldest string
	var first int64
	for key, gate := range g {
		if first == 0 || gate.paid < first {
			oldest, first = key, gate.paid
		}
	}
	delete(g, oldest)
}

// placeOf is what counts as one place, as crowding sees it; this machine is one
// too, for whoever comes by a proxy that does not say from where comes from there.
func placeOf(address netip.Addr) netip.Prefix {
	address = address.Unmap().WithZone("")
	if place, counts := origin(address); counts {
		return place
	}
	place, _ := address.Prefix(0) // no prefix at all for who has no address
	return place
}

// isThisMachine says whether a place is where everybody comes from by a local proxy.
func isThisMachine(place netip.Prefix) bool {
	return place.Bits() == 0 || !place.IsValid()
}

func (s *Session) place() netip.Prefix { return placeOf(s.peer.Address) }

// loginKey is under what name logins of an account are counted.
func (h *hub) loginKey(name string) string {
	if !h.cfg.Casemapping.IsNick(name, h.cfg.Limits.NickLen) {
		return "" // nobody's
	}
	return h.net.Fold(name)
}
