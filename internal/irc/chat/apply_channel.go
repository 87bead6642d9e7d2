package chat

import (
	"fmt"
	"slices"
	"time"
)

func (n *Network) open(ev ChannelOpened) Effect {
	folded := n.Fold(ev.Name)
	if n.channels[folded] != nil {
		panic(fmt.Sprintf("chat: channel %q opened twice", ev.Name))
	}
	ch := &Channel{
		ID: ev.Channel, Name: ev.Name, Created: ev.At, Flags: ev.Flags,
		Configured: ev.Configured, folded: folded,
	}
	if ev.Topic != "" {
		ch.Topic = Topic{Text: ev.Topic, At: ev.At}
	}
	for _, row := range ChannelModes {
		if row.Limits && ev.Flags.Has(row.Letter) {
			ch.limited = true
		}
	}
	n.channels[folded] = ch
	n.byID[ch.ID] = ch
	delete(n.kept, folded)
	return Effect{Channel: ch}
}

func (n *Network) join(ev Joined) Effect {
	ch, u := n.mustChannel(ev.Channel), n.mustUser(ev.User)
	if u.In(ch) != nil {
		panic(fmt.Sprintf("chat: %q joined %q twice", u.Nick, ch.Name))
	}
	u.useInvite(ch.ID) // it opens the door once
	ch.countJoin(ev.At)
	m := n.enlist(u, ch, ev.Rank)
	fx := Effect{User: u, Channel: ch, SeenIn: seenIn(m)}
	if due := ch.AccessOf(u.AccountID); due != 0 {
		fx.Dues = []Due{{Member: m, After: due}}
	}
	return fx
}

// depart takes a user out of one channel. The leaver hears of it too, and is no
// member any more when the listeners are told: fx.Hear names everyone who was, and
// saw the leaver.
func (n *Network) depart(fx Effect, at time.Time) Effect {
	n.heard = n.heard[:0]
	leaver := fx.User.In(fx.Channel)
	for _, m := range fx.Channel.Members {
		if leaver.SeenByMember(m) {
			n.heard = append(n.heard, m.User)
		}
	}
	fx.Hear, fx.SeenIn = n.heard, seenIn(leaver)
	n.remove(&fx, fx.User, fx.Channel, at)
	return fx
}

// remove ends a membership and, with the last one, the channel. A channel that
// never kept anybody out leaves its messages waiting under its name.
func (n *Network) remove(fx *Effect, u *User, ch *Channel, at time.Time) {
	m := u.In(ch)
	if m == nil {
		panic(fmt.Sprintf("chat: %q is not in %q", u.Nick, ch.Name))
	}
	n.strike(m)
	u.Memberships = slices.DeleteFunc(u.Memberships, func(mine *Member) bool { return mine == m })
	if len(ch.Members) == 0 {
		ch.use(fx, at)
	}
	n.closeEmpty(fx, ch, at)
}

// closeEmpty ends a channel in which nobody is, unless it is meant to stay.
func (n *Network) closeEmpty(fx *Effect, ch *Channel, at time.Time) {
	if len(ch.Members) > 0 || ch.Stays() {
		return
	}
	delete(n.channels, ch.folded)
	delete(n.byID, ch.ID)
	fx.Closed = append(fx.Closed, ch)
	if ch.limited {
		fx.Forget = append(fx.Forget, ch.ID)
		return
	}
	n.kept[ch.folded] = Kept{ID: ch.ID, At: at}
	n.forgetOldest(fx)
}

// Stays says whether the channel exists while empty: by the settings, because it is
// somebody's, or because an operator of the server wants it (mode P).
func (ch *Channel) Stays() bool { return ch.Configured || ch.IsRegistered() || ch.Flags.Has('P') }

// forgetOldest gives up the emptied channel that has waited longest, if one too
// many waits: whoever opens and leaves channels all day fills no memory.
func (n *Network) forgetOldest(fx *Effect) {
	if len(n.kept) <= n.settings.KeptChannels {
		return
	}
	oldest := ""
	for name, kept := range n.kept {
		if first, ok := n.kept[oldest]; !ok || kept.At.Before(first.At) || kept.At.Equal(first.At) && kept.ID < first.ID {
			oldest = name
		}
	}
	fx.Forget = append(fx.Forget, n.kept[oldest].ID)
	delete(n.kept, oldest)
}
