package chat

import (
	"errors"
	"strconv"
	"time"
)

// MayJoin decides on joining a channel that exists. An invitation opens the door
// once, whatever its operators bar it with (Modern IRC "Invite-Only Channel
// Mode"); it makes nobody an operator of the server, secure or known.
func (n *Network) MayJoin(u *User, ch *Channel, given string, limits Limits, now time.Time) error {
	if err := MayBeInMore(u, ch.Name, limits); err != nil {
		return err
	}
	switch {
	case ch.Flags.Has('O') && u.Oper == nil:
		return refuse(OpersOnly, ch.Name)
	case ch.Flags.Has('z') && !u.Secure:
		return refuse(SecureOnly, ch.Name)
	case ch.Flags.Has('R') && u.Account == "":
		return refuse(NeedAccount, ch.Name)
	case n.invited(u, ch, now):
		return nil
	}
	return n.mayPass(u, ch, given, now)
}

// mayPass decides on what an invitation would open.
func (n *Network) mayPass(u *User, ch *Channel, given string, now time.Time) error {
	// Who rules here is not asked for what those who rule have set.
	rules := ch.AccessOf(u.AccountID).AtLeast(HalfOp)
	switch key, limit := ch.Param('k'), ch.Param('l'); {
	case key != "" && key != given && !rules:
		return refuse(BadKey, ch.Name)
	case ch.Flags.Has('i') && !n.isAwaited(ch, u):
		return refuse(InviteOnly, ch.Name)
	case limit != "" && isFull(ch, limit) && !rules:
		return refuse(ChannelFull, ch.Name)
	case n.isBanned(ch, u):
		return refuse(Banned, ch.Name)
	case ch.isThrottled(now) && !rules:
		return refuse(Throttled, ch.Name)
	}
	return nil
}

// MayReturn decides on leaving a channel and joining it again at once. Who was in
// knows the key and gives up a place, but a ban or a closed door stays one.
func (n *Network) MayReturn(u *User, ch *Channel) error {
	if _, err := membership(u, ch); err != nil {
		return err
	}
	switch {
	case ch.Flags.Has('i') && !n.isAwaited(ch, u):
		return refuse(InviteOnly, ch.Name)
	case n.isBanned(ch, u):
		return refuse(Banned, ch.Name)
	}
	return nil
}

// MayOverrule says whether an operator may join all the same: what bars the door
// does not bind those who oversee, but their own number of channels does.
func MayOverrule(u *User, refused error) bool {
	if refused == nil || !u.May(MayOversee) {
		return false
	}
	var refusal *Refusal
	return errors.As(refused, &refusal) && refusal.Why != TooManyChannels
}

// Forward returns where a channel sends whom it turns away (mode f), nil if
// nowhere. One turn is all there is: the other channel sends nobody further.
func (n *Network) Forward(ch *Channel, refused error) *Channel {
	if refused == nil || ch.Param('f') == "" {
		return nil
	}
	var refusal *Refusal
	if !errors.As(refused, &refusal) || refusal.Why == TooManyChannels {
		return nil
	}
	return n.Channel(ch.Param('f'))
}

func isFull(ch *Channel, limit string) bool {
	most, _ := strconv.Atoi(limit) // parseLimit has seen it
	return len(ch.Members) >= most
}

// MayBeInMore decides whether a user may be in one channel more.
func MayBeInMore(u *User, name string, limits Limits) error {
	if len(u.Memberships) >= limits.ChannelsPerUser {
		return refuse(TooManyChannels, name)
	}
	return nil
}
