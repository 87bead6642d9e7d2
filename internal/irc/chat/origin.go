package chat

import (
	"net/netip"
	"slices"
)

// Origin is where a user's connection comes from, whatever is shown of it.
type Origin struct {
	Host    string     // its name, or the address again
	Address netip.Addr // invalid for a Unix socket or a pipe
}

// origins lists where the user's connections come from.
func (u *User) origins() []Origin { return append([]Origin{u.From}, u.elsewhere...) }

// ComesFrom says whether a user@host mask is of where the user really comes from,
// whatever is shown.
func (n *Network) ComesFrom(u *User, mask string) bool {
	plain, rest := *u, *u.seldom
	rest.FirstHost = ""
	plain.Host, plain.seldom = u.From.Host, &rest
	return newMaskPattern(n.Fold(FullMask(mask))).matches(n.face(&plain))
}

// hosts lists every host by which a mask may hit the user, folded: the one that
// is shown, the one shown at first, and where the user really comes from. Nobody
// slips through a ban by another host.
func (n *Network) hosts(u *User) []string {
	hosts := []string{n.Fold(u.Host)}
	add := func(host string) {
		if host = n.Fold(host); host != "" && !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	add(u.FirstHost)
	for _, from := range u.origins() {
		add(from.Host)
		if from.Address.IsValid() {
			add(from.Address.String())
		}
	}
	return hosts
}
