package chat

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// banTable holds bans so that among ten thousand those that hit somebody are
// found at once: networks by their prefix, one look for each length that there
// is, accounts and hosts without a wildcard by their name. Only other masks and
// real names are looked through.
type banTable struct {
	all       map[string]*standing // by folded target
	networks  map[netip.Prefix][]*standing
	lengths   [2][129]int // how many of each length: of IPv4, of IPv6
	accounts  map[string]*standing
	hosts     map[string][]*standing
	masks     []*standing
	realnames []*standing
	// version changes whenever the table does: what was found before it is stale.
	version uint64
}

// standing is a ban that holds, ready to be compared.
type standing struct {
	Ban
	target Target
	folded string
	name   pattern     // of an account or a real name
	mask   maskPattern // of a mask; before a network its host is not compared
}

func newBanTable() banTable {
	return banTable{
		all: map[string]*standing{}, networks: map[netip.Prefix][]*standing{},
		accounts: map[string]*standing{}, hosts: map[string][]*standing{},
	}
}

func (n *Network) stand(ban Ban, target Target) *standing {
	st := &standing{Ban: ban, target: target, folded: n.Fold(target.text)}
	switch target.Kind {
	case ByAccount:
		st.name = pattern{text: strings.TrimPrefix(st.folded, accountPrefix)}
	case ByRealname:
		st.name = newPattern(joined(strings.TrimPrefix(st.folded, realnamePrefix)))
	case ByMask:
		st.mask = newMaskPattern(st.folded)
	}
	return st
}

func (t *banTable) add(st *standing) {
	t.version++
	t.all[st.folded] = st
	network := st.target.network
	switch {
	case network.IsValid():
		t.networks[network] = append(t.networks[network], st)
		t.lengths[family(network.Addr())][network.Bits()]++
	case st.target.Kind == ByAccount:
		t.accounts[st.name.text] = st
	case st.target.Kind == ByRealname:
		t.realnames = append(t.realnames, st)
	case st.mask.host.kind == patternExact:
		t.hosts[st.mask.host.text] = append(t.hosts[st.mask.host.text], st)
	default:
		t.masks = append(t.masks, st)
	}
}

func (t *banTable) remove(folded string) bool {
	st := t.all[folded]
	if st == nil {
		return false
	}
	t.version++
	delete(t.all, folded)
	network := st.target.network
	switch {
	case network.IsValid():
		without(t.networks, network, st)
		t.lengths[family(network.Addr())][network.Bits()]--
	case st.target.Kind == ByAccount:
		delete(t.accounts, st.name.text)
	case st.target.Kind == ByRealname:
		t.realnames = drop(t.realnames, st)
	case st.mask.host.kind == patternExact:
		without(t.hosts, st.mask.host.text, st)
	default:
		t.masks = drop(t.masks, st)
	}
	return true
}

// without takes a ban out of an index, and with the last one its key.
func without[K comparable](index map[K][]*standing, key K, st *standing) {
	if index[key] = drop(index[key], st); len(index[key]) == 0 {
		delete(index, key)
	}
}

func drop(list []*standing, st *standing) []*standing {
	return slices.DeleteFunc(list, func(other *standing) bool { return other == st })
}

func family(address netip.Addr) int {
	if address.Is4() {
		return 0
	}
	return 1
}

// at returns the bans for networks that an address is in, the narrowest first.
func (t *banTable) at(address netip.Addr) []*standing {
	if !address.IsValid() || len(t.networks) == 0 {
		return nil
	}
	var found []*standing
	for bits := address.BitLen(); bits >= 0; bits-- {
		if t.lengths[family(address)][bits] == 0 {
			continue
		}
		network, _ := address.Prefix(bits) // within its length
		found = append(found, t.networks[network]...)
	}
	return found
}

// find returns a ban that hits a user, or nil.
func (t *banTable) find(n *Network, u *User) *standing {
	if len(t.all) == 0 {
		return nil
	}
	p := n.profile(u)
	hits := func(st *standing) bool { return st.hits(p) }
	var lists [][]*standing
	for _, from := range u.origins() {
		lists = append(lists, t.at(from.Address))
	}
	if st := t.accounts[p.account]; st != nil {
		lists = append(lists, []*standing{st})
	}
	if len(t.hosts) > 0 {
		for _, host := range p.hosts {
			lists = append(lists, t.hosts[host])
		}
	}
	for _, list := range append(lists, t.masks, t.realnames) {
		if i := slices.IndexFunc(list, hits); i >= 0 {
			return list[i]
		}
	}
	return nil
}

// profile is a user as bans see one, folded once for all of them.
type profile struct {
	*face
	account, name string // the real name
}

func (n *Network) profile(u *User) *profile {
	return &profile{face: n.face(u), account: n.Fold(u.Account), name: joined(n.Fold(u.Realname))}
}

// hits says whether a ban is for somebody.
func (st *standing) hits(p *profile) bool {
	isFrom := func() bool {
		return slices.ContainsFunc(p.origins(), func(from Origin) bool { return st.target.network.Contains(from.Address) })
	}
	switch {
	case st.Kind == NeedsAccount && p.account != "":
		return false
	case st.target.Kind == ByNetwork:
		return isFrom()
	case st.target.Kind == ByAccount:
		return p.account != "" && p.account == st.name.text
	case st.target.Kind == ByRealname:
		return st.name.matches(p.name)
	case st.target.network.IsValid():
		return st.mask.nick.matches(p.nick) && st.mask.ident.matches(p.ident) && isFrom()
	}
	return st.mask.matches(p.face)
}

// check says what is wrong with the table, if anything.
func (t *banTable) check(most int) error {
	indexed := len(t.accounts) + len(t.masks) + len(t.realnames)
	lengths := [2][129]int{}
	for network, list := range t.networks {
		indexed += len(list)
		lengths[family(network.Addr())][network.Bits()] += len(list)
	}
	for _, list := range t.hosts {
		indexed += len(list)
	}
	switch {
	case indexed != len(t.all):
		return fmt.Errorf("%d bans, %d of them indexed", len(t.all), indexed)
	case lengths != t.lengths:
		return fmt.Errorf("bans of networks are miscounted")
	case len(t.all) > most:
		return fmt.Errorf("%d bans, over the limit of %d", len(t.all), most)
	}
	return nil
}

// checkBansOn says whether the indexes find a ban on a user exactly if one hits.
func (n *Network) checkBansOn(u *User) error {
	for _, table := range []*banTable{&n.bars, &n.mutes} {
		p, hit := n.profile(u), false
		for _, st := range table.all {
			hit = hit || st.hits(p)
		}
		if found := table.find(n, u); (found != nil) != hit || found != nil && !found.hits(p) {
			return fmt.Errorf("a ban hits %s: %v, and found is %v", u.Nick, hit, found)
		}
	}
	return nil
}
