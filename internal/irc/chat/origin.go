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

// masks lists nick!user@host in every form in which a mask may hit the user,
// folded: with the host that is shown, the one shown at first, and where the
// user really comes from. Nobody slips through a ban by another host.
func (n *Network) masks(u *User) []string {
	hosts := []string{u.Host}
	add := func(host string) {
		if host != "" && !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	add(u.FirstHost)
	add(u.From.Host)
	if u.From.Address.IsValid() {
		add(u.From.Address.String())
	}
	for i, host := range hosts {
		hosts[i] = n.Fold(u.Nick + "!" + u.Ident + "@" + host)
	}
	return hosts
}
