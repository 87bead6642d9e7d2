package chat

import (
	"slices"
	"time"
)

// This file is about who is asked in and who asks to be: invitations, which open
// a door once and for a time, and knocks.

// MayInvite decides on inviting a user.
func (n *Network) MayInvite(u *User, ch *Channel, target *User) error {
	m, err := membership(u, ch)
	if err != nil {
		return err
	}
	if there := target.In(ch); there != nil && there.SeenByMember(m) { // nobody finds out by inviting who hides there
		return refuse(AlreadyOnChannel, target.Nick, ch.Name)
	}
	if ch.Flags.Has('i') && !m.Rank.AtLeast(HalfOp) {
		return refuse(NeedOperator, ch.Name)
	}
	return n.MayTell(u, target)
}

// MayUninvite decides on taking an invitation back.
func (n *Network) MayUninvite(u *User, ch *Channel, target *User, now time.Time) error {
	m, err := membership(u, ch)
	if err != nil {
		return err
	}
	if !m.Rank.AtLeast(HalfOp) {
		return refuse(NeedOperator, ch.Name)
	}
	if !slices.ContainsFunc(target.invites, func(i invite) bool { return n.admits(i, ch, now) }) {
		return refuse(NotInvited, target.Nick, ch.Name)
	}
	return nil
}

// knockEvery is how often a user may knock.
const knockEvery = time.Minute

// MayKnock decides on asking to be let in: it is for who is not in, and for a door
// that is shut (mode K wants no knocks, and the banned are not heard).
func (n *Network) MayKnock(u *User, ch *Channel, now time.Time) error {
	limit, access := ch.Param('l'), ch.AccessOf(u.AccountID)
	isShut := ch.Flags.Has('i') && access == 0 || !access.AtLeast(HalfOp) && (ch.Param('k') != "" || limit != "" && isFull(ch, limit))
	switch {
	case u.In(ch) != nil:
		return refuse(KnocksInside, ch.Name)
	case ch.Flags.Has('K'):
		return refuse(NoKnocks, ch.Name)
	case n.isBanned(ch, u):
		return refuse(Muted, ch.Name)
	case !isShut:
		return refuse(DoorOpen, ch.Name)
	case now.Before(u.knocked.Add(knockEvery)):
		return refuse(TooManyKnocks, ch.Name)
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

func (n *Network) invite(ev Invited) Effect {
	ch, u, by := n.mustChannel(ev.Channel), n.mustUser(ev.User), n.mustUser(ev.By)
	m := by.In(ch)
	full := m != nil && m.Rank.AtLeast(HalfOp) || ch.AccessOf(by.AccountID).AtLeast(HalfOp) || n.invited(u, ch, ev.At)
	u.useInvite(ch.ID)
	own := u.own()
	own.invites = append(own.invites, invite{ch.ID, ev.At, full})
	if over := len(own.invites) - n.settings.Invitations; over > 0 {
		own.invites = slices.Delete(own.invites, 0, over)
	}
	return Effect{Channel: ch, User: u, By: by}
}

func (u *User) useInvite(id ChannelID) {
	if len(u.invites) > 0 {
		u.own().invites = slices.DeleteFunc(u.invites, func(i invite) bool { return i.channel == id })
	}
}

// forgetInvites forgets those that are of that time or older.
func (u *User) forgetInvites(until time.Time) {
	if len(u.invites) > 0 {
		u.own().invites = slices.DeleteFunc(u.invites, func(i invite) bool { return !i.at.After(until) })
	}
}

func (n *Network) uninvite(ev Uninvited) Effect {
	ch, u, by := n.mustChannel(ev.Channel), n.mustUser(ev.User), n.mustUser(ev.By)
	u.useInvite(ch.ID)
	return Effect{Channel: ch, User: u, By: by}
}

func (n *Network) knock(ev Knocked) Effect {
	ch, u := n.mustChannel(ev.Channel), n.mustUser(ev.User)
	u.own().knocked = ev.At
	return Effect{Channel: ch, User: u}
}
