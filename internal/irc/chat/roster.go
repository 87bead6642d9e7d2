package chat

// A roster is the members of a channel in leaves of some, each with a number that is
// another whenever one of them is: she came or left, or has another nick, host or rank.
// Whoever shows them to many, as NAMES does, need look again only at the leaves that
// have another number than before.

// LeafSize is how many of Channel.Members one leaf of the roster holds.
const LeafSize = 64

// Roster returns the numbers of the leaves. No two states of any leaf have the same.
// The slice is valid until the next event.
func (ch *Channel) Roster() []uint64 { return ch.roster[:leaves(len(ch.Members))] }

// leaves is how many leaves so many members fill.
func leaves(members int) int { return (members + LeafSize - 1) / LeafSize }

// renumber says that who is at a place among the members is another, or is shown as
// another. Leaves that nobody is in any more keep their numbers: they get others with
// whoever comes.
func (n *Network) renumber(ch *Channel, at int) {
	n.generation++
	leaf := at / LeafSize
	if leaf == len(ch.roster) {
		ch.roster = append(ch.roster, 0)
	}
	ch.roster[leaf] = n.generation
}

// renumberAll says that somebody is shown as another wherever she is.
func (n *Network) renumberAll(u *User) {
	for _, m := range u.Memberships {
		n.renumber(m.Channel, m.at)
	}
}

// enlist puts a member at the end.
func (n *Network) enlist(u *User, ch *Channel, rank Rank) *Member {
	m := &Member{User: u, Channel: ch, Rank: rank, at: len(ch.Members)}
	ch.Members = append(ch.Members, m)
	u.Memberships = append(u.Memberships, m)
	n.renumber(ch, m.at)
	return m
}

// strike takes a member out and puts the last in her place.
func (n *Network) strike(m *Member) {
	ch := m.Channel
	last := len(ch.Members) - 1
	ch.Members[m.at] = ch.Members[last]
	ch.Members[m.at].at = m.at
	ch.Members[last] = nil
	ch.Members = ch.Members[:last]
	n.renumber(ch, m.at)
	n.renumber(ch, last)
}
