package chat

import (
	"net/netip"
	"strings"
)

// TargetKind is by what a server ban knows its people.
type TargetKind uint8

const (
	ByMask     TargetKind = iota + 1 // nick!user@host, where the host may be a CIDR
	ByNetwork                        // an address or a CIDR
	ByAccount                        // who is logged in to it
	ByRealname                       // a mask of real names, with _ for a space
)

// Target is whom a server ban is for. Its text is the one form in which it is
// written, compared and listed: ParseTarget of it gives the same target.
type Target struct {
	Kind    TargetKind
	text    string
	network netip.Prefix // of ByNetwork, and of a mask whose host is one
}

// maxTarget bounds the text of a target, in bytes.
const maxTarget = 200

const (
	accountPrefix  = "account:"
	realnamePrefix = "realname:"
)

// targetPrefixes are the beginnings by which people mark what a target is; the
// last is the short form of an account.
var targetPrefixes = []struct {
	prefix string
	kind   TargetKind
}{
	{"~" + accountPrefix, ByAccount}, {accountPrefix, ByAccount}, {"~a:", ByAccount}, {"a:", ByAccount},
	{"~" + realnamePrefix, ByRealname}, {realnamePrefix, ByRealname}, {"~r:", ByRealname}, {"r:", ByRealname},
	{"~", ByAccount},
}

// ParseTarget reads whom a ban is for: account:NAME or ~NAME, realname:MASK, an
// address or a CIDR, or a mask, of which "user@host" and a host with a dot or a
// wildcard are enough. False means that it is none of these; then it may be a nick.
func ParseTarget(text string) (Target, bool) {
	if text == "" || len(text) > maxTarget || strings.ContainsFunc(text, isBlank) {
		return Target{}, false
	}
	if network, ok := parseNetwork(text); ok {
		return byNetwork(network), true
	}
	for _, row := range targetPrefixes {
		value, found := strings.CutPrefix(text, row.prefix)
		if !found || strings.ContainsAny(text, "!@") && row.kind == ByAccount { // ~user@host is a mask
			continue
		}
		if row.kind == ByAccount {
			return fits(Target{Kind: ByAccount, text: accountPrefix + value}, value != "")
		}
		return fits(Target{Kind: ByRealname, text: realnamePrefix + collapse(value)}, value != "")
	}
	switch {
	case strings.ContainsAny(text, "!@"):
		return maskTarget(FullMask(text))
	case text[0] != ':' && strings.ContainsAny(text, ".*?"):
		return maskTarget("*!*@" + text)
	}
	return Target{}, false
}

func isBlank(r rune) bool { return r <= ' ' || r == 0x7f || r == ',' }

// maskTarget makes a target of a full mask. One that leaves nothing but the
// address open is by network, which is found faster and before registration.
func maskTarget(mask string) (Target, bool) {
	who, host, _ := strings.Cut(collapse(mask), "@")
	network, isNetwork := parseNetwork(host)
	if strings.ContainsAny(host, "!@") || !isNetwork && isBadNetwork(host) {
		return Target{}, false
	}
	if isNetwork && who == "*!*" {
		return byNetwork(network), true
	}
	t := Target{Kind: ByMask, text: who + "@" + host}
	if isNetwork {
		t.text, t.network = who+"@"+networkText(network), network
	}
	return fits(t, mask[0] != ':')
}

func byNetwork(network netip.Prefix) Target {
	return Target{Kind: ByNetwork, text: networkText(network), network: network}
}

// fits refuses a target that has become too long by being completed.
func fits(t Target, ok bool) (Target, bool) {
	if !ok || len(t.text) > maxTarget {
		return Target{}, false
	}
	return t, true
}

// parseNetwork reads an address or a CIDR. What is IPv4 in IPv6 is IPv4.
func parseNetwork(text string) (netip.Prefix, bool) {
	if address, err := netip.ParseAddr(text); err == nil {
		address = address.Unmap().WithZone("")
		return netip.PrefixFrom(address, address.BitLen()), true
	}
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, false
	}
	if address := prefix.Addr(); address.Is4In6() {
		if prefix.Bits() < 96 {
			return netip.Prefix{}, false
		}
		prefix = netip.PrefixFrom(address.Unmap(), prefix.Bits()-96)
	}
	return prefix.Masked(), true
}

// isBadNetwork says whether a host was meant to be a CIDR and is none: a mask
// that nothing matches would look like a ban.
func isBadNetwork(host string) bool {
	address, _, isCIDR := strings.Cut(host, "/")
	_, err := netip.ParseAddr(address)
	return isCIDR && err == nil
}

// networkText writes a network as it can stand before the last parameter of a
// line; one address stands alone.
func networkText(network netip.Prefix) string {
	text := network.String()
	if network.IsSingleIP() {
		text = network.Addr().String()
	}
	if text[0] == ':' {
		return "0" + text
	}
	return text
}

// collapse makes one star of several, which mean the same.
func collapse(mask string) string {
	for strings.Contains(mask, "**") {
		mask = strings.ReplaceAll(mask, "**", "*")
	}
	return mask
}

// String is the one form of the target.
func (t Target) String() string { return t.text }

// IsEverybody says whether the target leaves nothing open.
func (t Target) IsEverybody() bool {
	switch t.Kind {
	case ByNetwork:
		return t.network.Bits() == 0
	case ByRealname:
		return strings.Trim(strings.TrimPrefix(t.text, realnamePrefix), "*?") == ""
	case ByMask:
		return strings.Trim(t.text, "*?!@") == ""
	}
	return false
}

// IsLoopback says whether the target is a network that this machine is part of:
// everybody may come from there whose proxy does not say where from.
func (t Target) IsLoopback() bool {
	return t.network.IsValid() && (t.network.Addr().IsLoopback() ||
		t.network.Contains(netip.AddrFrom4([4]byte{127, 0, 0, 1})) || t.network.Contains(netip.IPv6Loopback()))
}

// TargetsOf finds by what somebody can be known again who has a nick or, if
// nobody has, who had it last. Found says whether the nick is known at all.
func (n *Network) TargetsOf(nick string) (targets []Target, found bool) {
	if u := n.User(nick); u != nil {
		return u.KnownBy(), true
	}
	if past := n.Whowas(nick); len(past) > 0 {
		return knownBy(past[0].From.Address, ""), true
	}
	return nil, false
}

// KnownBy is by what a user, who need not have arrived yet, can be known again.
func (u *User) KnownBy() []Target { return knownBy(u.From.Address, u.Account) }

// knownBy are the targets of an address, of IPv6 the /64 that one customer gets, and
// of an account. An address of this machine is nobody's.
func knownBy(from netip.Addr, account string) (targets []Target) {
	if from.IsValid() && !from.IsLoopback() {
		bits := 32
		if from.Is6() {
			bits = 64
		}
		network, _ := from.Prefix(bits) // within its length
		targets = append(targets, byNetwork(network))
	}
	if account != "" {
		targets = append(targets, Target{Kind: ByAccount, text: accountPrefix + account})
	}
	return targets
}
