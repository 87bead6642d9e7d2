package chat

import "slices"

// Limits are the numbers that policy refuses by.
type Limits struct {
	ChannelsPerUser int
	KeyLen          int // bytes of a channel key
	ChannelLen      int // bytes of a channel's name

	ChannelsPerAccount int // that are its own
	AccessEntries      int // of a registered channel
}

// MaySetTopic decides on changing the topic (mode t).
func (n *Network) MaySetTopic(u *User, ch *Channel) error {
	m, err := membership(u, ch)
	if err != nil {
		return err
	}
	switch {
	case ch.Flags.Has('t') && !m.Rank.AtLeast(HalfOp):
		return refuse(NeedOperator, ch.Name)
	case ch.Registration.TopicLock && !ch.AccessOf(u.AccountID).AtLeast(Operator):
		return refuse(TopicLocked, ch.Name)
	}
	return n.silenced(u, Silenced, ch.Name)
}

// MayReadTopic decides on reading the topic: a secret channel's is for members.
func (n *Network) MayReadTopic(u *User, ch *Channel) error {
	if ch.Flags.Has('s') && u.In(ch) == nil {
		return refuse(NotOnChannel, ch.Name)
	}
	return nil
}

// MayKick decides on putting a user out: nobody is put out by a lower rank, nor
// the protected by each other (Modern IRC "Protected Prefix").
func (n *Network) MayKick(u *User, ch *Channel, target *User) error {
	m, err := membership(u, ch)
	if err != nil {
		return err
	}
	if !m.Rank.AtLeast(HalfOp) {
		return refuse(NeedOperator, ch.Name)
	}
	if ch.Flags.Has('Q') {
		return refuse(NoKicks, ch.Name)
	}
	victim := target.In(ch)
	if victim == nil {
		return refuse(NotInChannel, target.Nick, ch.Name)
	}
	rank, own := victim.Rank.Top(), m.Rank.Top()
	if rank > own || rank == Admin && own == Admin && target != u {
		return refuse(NeedOperator, ch.Name)
	}
	return nil
}

// MayChangeMode decides on one letter of a MODE.
func (n *Network) MayChangeMode(u *User, ch *Channel, change ModeChange) error {
	row, ok := FindChannelMode(change.Letter)
	if !ok {
		return refuse(UnknownMode, string(change.Letter))
	}
	m := u.In(ch)
	if m == nil {
		return refuse(NeedOperator, ch.Name)
	}
	if row.Kind == ModeMember && !change.Add && change.Member == u.ID {
		return nil // anyone may step down
	}
	if !m.Rank.AtLeast(row.Needs) {
		return refuse(NeedOperator, ch.Name)
	}
	return n.mayHaveMode(u, ch, row, change)
}

// MayReadList decides on reading a list of masks: who is let in or excused tells
// of people, so only those see it who could change it.
func (n *Network) MayReadList(u *User, ch *Channel, row ChannelMode) error {
	if row.Reads == 0 || u.May(MayOversee) {
		return nil
	}
	if m := u.In(ch); m == nil || !m.Rank.AtLeast(row.Reads) {
		return refuse(NeedOperator, ch.Name)
	}
	return nil
}

// MaySeeChannel says whether a channel shows to who names it (mode s).
func (n *Network) MaySeeChannel(u *User, ch *Channel) bool {
	return !ch.Flags.Has('s') || u.In(ch) != nil
}

// MayLearnOf says whether a channel shows where nobody named it: LIST, and the
// channels of a user (modes s and p).
func (n *Network) MayLearnOf(u *User, ch *Channel) bool {
	return !ch.isHidden() || u.In(ch) != nil
}

func (ch *Channel) isHidden() bool { return ch.Flags.Has('s') || ch.Flags.Has('p') }

// MaySeeUser says whether a user shows in a list that was not asked for by name
// (user mode i).
func (n *Network) MaySeeUser(u, other *User) bool {
	if !other.Modes.Has('i') || u == other {
		return true
	}
	return slices.ContainsFunc(other.Memberships, func(m *Member) bool { return u.In(m.Channel) != nil && m.SeenBy(u) })
}

// MaySeeAddress says whether a user may be told where another comes from.
func MaySeeAddress(u, other *User) bool { return u == other || u.May(MayInspect) }

// MayReadHistory decides on a channel's past: it is for present members.
func (n *Network) MayReadHistory(u *User, ch *Channel) bool { return u.In(ch) != nil }

func membership(u *User, ch *Channel) (*Member, error) {
	m := u.In(ch)
	if m == nil {
		return nil, refuse(NotOnChannel, ch.Name)
	}
	return m, nil
}
