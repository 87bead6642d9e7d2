package chat

import "slices"

// MaySpeak decides on a message to a channel (modes n, m, b).
func (n *Network) MaySpeak(u *User, ch *Channel) error {
	m := u.In(ch)
	switch {
	case m == nil && ch.Flags.Has('n'):
		return refuse(CannotSend, ch.Name)
	case m != nil && m.Rank.AtLeast(Voice):
		return nil
	case ch.Flags.Has('m'), n.bans(ch, u):
		return refuse(CannotSend, ch.Name)
	}
	return nil
}

// bans says whether a ban matches the user, by any of the user's hosts.
func (n *Network) bans(ch *Channel, u *User) bool {
	bans := ch.List('b')
	if len(bans) == 0 {
		return false
	}
	masks := n.masks(u)
	return slices.ContainsFunc(bans, func(b ListEntry) bool {
		return slices.ContainsFunc(masks, func(mask string) bool { return Match(b.folded, mask) })
	})
}
