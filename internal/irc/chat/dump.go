package chat

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Dump writes the whole state in a fixed order: two networks are the same when
// their dumps are. Slots, marks and other scratch are left out, since nothing
// but speed hangs on them.
func (n *Network) Dump() string {
	var b strings.Builder
	fmt.Fprintf(&b, "counts %+v settings %+v\n", n.Counts(), n.settings)
	for _, u := range sortedBy(n.Users(), func(u *User) UserID { return u.ID }) {
		fmt.Fprintf(&b, "user %d %s first=%s from=%v %q account=%q modes=%s away=%q secure=%v since=%v spoke=%v invites=%v knocked=%v read=%v\n",
			u.ID, u.Mask(), u.ShownFirst(), u.From, u.Realname, u.Account, u.Modes, u.Away, u.Secure, u.SignedOn, u.Spoke, u.invites, u.knocked, u.markers)
		if len(u.silences)+len(u.accepts) > 0 || !u.called.IsZero() {
			fmt.Fprintf(&b, "  silences %q accepts %v called=%v\n", u.Silences(), u.accepts, u.called)
		}
		if len(u.spoke) > 0 {
			fmt.Fprintf(&b, "  spoke %v\n", u.spoke)
		}
		if u.Oper != nil {
			fmt.Fprintf(&b, "  oper %+v\n", *u.Oper)
		}
		if u.AccountID != 0 {
			fmt.Fprintf(&b, "  account %d\n", u.AccountID)
		}
		if u.Seen != "" || len(u.elsewhere) > 0 {
			fmt.Fprintf(&b, "  seen=%s elsewhere=%v\n", u.Seen, u.elsewhere)
		}
		b.WriteString(u.Metadata.dump())
		for _, id := range u.Sessions {
			s := n.sessions[id]
			fmt.Fprintf(&b, "  session %d detached=%v until=%v seen=%s token=%x from=%v secure=%v away=%q device=%q\n",
				id, s.Detached, s.Until, s.Seen, s.Token[:4], s.Origin(), s.Secure, s.Away, s.Device)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(n.accounts.byID)) {
		r := n.accounts.byID[id]
		fmt.Fprintf(&b, "account %+v of", r.Account)
		for _, u := range r.users {
			fmt.Fprintf(&b, " %d", u.ID)
		}
		fmt.Fprintf(&b, " holds %v read=%v\n", r.holds, r.markers)
	}
	for _, voucher := range n.Vouchers() {
		fmt.Fprintf(&b, "voucher %+v\n", voucher)
	}
	for _, ch := range sortedBy(n.Channels(), func(ch *Channel) ChannelID { return ch.ID }) {
		fmt.Fprintf(&b, "channel %d %q created=%v flags=%s params=%q configured=%v limited=%v throttle=%v renamed=%v topic=%v\n",
			ch.ID, ch.Name, ch.Created, ch.Flags, ch.params, ch.Configured, ch.limited, ch.throttle, ch.renamed, ch.Topic)
		b.WriteString(ch.Metadata.dump())
		b.WriteString(ch.Registration.dump())
		for _, row := range ChannelModes {
			for _, entry := range ch.lists[row.Letter] {
				fmt.Fprintf(&b, "  list %c %q %v by %q at %v until %v\n", row.Letter, entry.Mask, entry.rule.bars, entry.By, entry.At, entry.Until)
			}
		}
		for _, m := range sortedBy(ch.Members, func(m *Member) UserID { return m.User.ID }) {
			fmt.Fprintf(&b, "  member %d %q\n", m.User.ID, m.Rank.Prefixes())
		}
	}
	names := make([]string, 0, len(n.kept))
	for name := range n.kept {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "kept %q %v\n", name, n.kept[name])
	}
	for _, w := range n.whowas {
		fmt.Fprintf(&b, "whowas %v\n", w)
	}
	for _, mute := range []bool{false, true} {
		for _, ban := range n.Bans(mute) {
			fmt.Fprintf(&b, "ban %+v\n", ban)
		}
	}
	for _, filter := range n.Filters() {
		fmt.Fprintf(&b, "filter %+v\n", filter)
	}
	for _, entry := range n.Audit(n.audited.size(), "*") {
		fmt.Fprintf(&b, "audited %+v\n", entry)
	}
	return b.String()
}

func sortedBy[T any, K cmp.Ordered](all []T, key func(T) K) []T {
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	return sorted
}
