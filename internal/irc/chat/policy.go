package chat

import (
	"slices"
	"time"
)

// Limits are the numbers that policy refuses by.
type Limits struct {
	ChannelsPerUser int
}

// MayJoin decides on joining a channel that exists. An invitation opens the door
// once, whatever bars it (Modern IRC "Invite-Only Channel Mode").
func (n *Network) MayJoin(u *User, ch *Channel, key string, limits Limits, now time.Time) error {
	if err := MayBeInMore(u, ch.Name, limits); err != nil {
		return err
	}
	if n.invited(u, ch, now) {
		return nil
	}
	switch {
	case ch.Key != "" && ch.Key != key:
		return refuse(BadKey, ch.Name)
	case ch.Flags.Has('i'):
		return refuse(InviteOnly, ch.Name)
	case ch.Limit > 0 && len(ch.Members) >= ch.Limit:
		return refuse(ChannelFull, ch.Name)
	case ch.bans(u):
		return refuse(Banned, ch.Name)
	}
	return nil
}

// MayBeInMore decides whether a user may be in one channel more.
func MayBeInMore(u *User, name string, limits Limits) error {
	if len(u.Memberships) >= limits.ChannelsPerUser {
		return refuse(TooManyChannels, name)
	}
	return nil
}

// invited says whether somebody of rank has opened the door to the user.
func (n *Network) invited(u *User, ch *Channel, now time.Time) bool {
	return slices.ContainsFunc(u.invites, func(i invite) bool { return i.full && n.admits(i, ch, now) })
}

// admits says whether an invitation still opens a channel. One from before the
// channel was opened does not: the id may have come back with old messages, but
// whoever ruled there then rules no more.
func (n *Network) admits(i invite, ch *Channel, now time.Time) bool {
	return i.channel == ch.ID && !i.at.Before(ch.Created) && now.Before(i.at.Add(n.settings.InviteAge))
}

// bans says whether a ban matches the user's mask.
func (ch *Channel) bans(u *User) bool {
	if len(ch.Bans) == 0 {
		return false
	}
	mask := Fold(u.Mask())
	return slices.ContainsFunc(ch.Bans, func(b Ban) bool { return Match(b.folded, mask) })
}

// MaySpeak decides on a message to a channel (modes n, m, b).
func (n *Network) MaySpeak(u *User, ch *Channel) error {
	m := u.In(ch)
	switch {
	case m == nil && ch.Flags.Has('n'):
		return refuse(CannotSend, ch.Name)
	case m != nil && m.Rank.AtLeast(Voice):
		return nil
	case ch.Flags.Has('m'), ch.bans(u):
		return refuse(CannotSend, ch.Name)
	}
	return nil
}

// MaySetTopic decides on changing the topic (mode t).
func (n *Network) MaySetTopic(u *User, ch *Channel) error {
	m, err := membership(u, ch)
	if err != nil {
		return err
	}
	if ch.Flags.Has('t') && !m.Rank.AtLeast(HalfOp) {
		return refuse(NeedOperator, ch.Name)
	}
	return nil
}

// MayReadTopic decides on reading the topic: a secret channel's is for members.
func (n *Network) MayReadTopic(u *User, ch *Channel) error {
	if ch.Flags.Has('s') && u.In(ch) == nil {
		return refuse(NotOnChannel, ch.Name)
	}
	return nil
}

// MayKick decides on putting a user out: nobody is put out by a lower rank.
func (n *Network) MayKick(u *User, ch *Channel, target *User) error {
	m, err := membership(u, ch)
	if err != nil {
		return err
	}
	if !m.Rank.AtLeast(HalfOp) {
		return refuse(NeedOperator, ch.Name)
	}
	victim := target.In(ch)
	if victim == nil {
		return refuse(NotInChannel, target.Nick, ch.Name)
	}
	if victim.Rank.Top() > m.Rank.Top() {
		return refuse(NeedOperator, ch.Name)
	}
	return nil
}

// MayInvite decides on inviting a user.
func (n *Network) MayInvite(u *User, ch *Channel, target *User) error {
	m, err := membership(u, ch)
	if err != nil {
		return err
	}
	if target.In(ch) != nil {
		return refuse(AlreadyOnChannel, target.Nick, ch.Name)
	}
	if ch.Flags.Has('i') && !m.Rank.AtLeast(HalfOp) {
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
	return nil
}

// MaySeeChannel says whether a channel shows in LIST, NAMES, WHO and WHOIS
// (mode s).
func (n *Network) MaySeeChannel(u *User, ch *Channel) bool {
	return !ch.Flags.Has('s') || u.In(ch) != nil
}

// MaySeeUser says whether a user shows in a list that was not asked for by name
// (user mode i).
func (n *Network) MaySeeUser(u, other *User) bool {
	if !other.Modes.Has('i') || u == other {
		return true
	}
	return slices.ContainsFunc(other.Memberships, func(m *Member) bool { return u.In(m.Channel) != nil })
}

// MayReadHistory decides on a channel's past: it is for present members.
func (n *Network) MayReadHistory(u *User, ch *Channel) bool { return u.In(ch) != nil }

func membership(u *User, ch *Channel) (*Member, error) {
	m := u.In(ch)
	if m == nil {
		return nil, refuse(NotOnChannel, ch.Name)
	}
	return m, nil
}

// Invitations lists the channels into which the user may go once.
func (u *User) Invitations(now time.Time, n *Network) []ChannelID {
	var open []ChannelID
	for _, i := range u.invites {
		if ch := n.byID[i.channel]; ch != nil && n.admits(i, ch, now) {
			open = append(open, i.channel)
		}
	}
	return open
}
