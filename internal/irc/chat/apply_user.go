package chat

import (
	"fmt"
	"maps"
	"time"
)

func (n *Network) arrive(ev UserArrived) Effect {
	u := &User{
		ID: ev.User, Nick: ev.Nick, Ident: ev.Ident, Host: ev.Host, From: ev.From,
		Realname: ev.Realname, Modes: ev.Modes, Secure: ev.Secure,
		SignedOn: MomentOf(ev.At), Spoke: MomentOf(ev.At), Slot: n.takeSlot(), Sessions: []SessionID{ev.Session},
		folded: n.Fold(ev.Nick), seldom: &nothing,
	}
	if len(ev.Metadata) > 0 {
		u.own().Metadata = maps.Clone(ev.Metadata)
	}
	if n.nicks[u.folded] != nil {
		panic(fmt.Sprintf("chat: nick %q arrived twice", ev.Nick))
	}
	u.markSecure(ev.Secure)
	var kept []Event
	if ev.Account != 0 {
		kept = n.enterAccount(u, ev.Account, ev.At)
	}
	n.users[u.ID] = u
	n.nicks[u.folded] = u
	n.looks.count(u.Nick, +1)
	n.sessions[ev.Session] = &Session{ID: ev.Session, User: u, Secure: ev.Secure, seldomSession: &nothingMore}
	n.countModes(u, +1)
	n.mostUsers = max(n.mostUsers, len(n.users))
	return Effect{User: u, Kept: kept}
}

// markSecure keeps what is known and what is shown (mode Z) the same.
func (u *User) markSecure(secure bool) {
	u.Secure, u.Modes = secure, u.Modes.Without('Z')
	if secure {
		u.Modes = u.Modes.With('Z')
	}
}

func (n *Network) takeSlot() uint32 {
	if last := len(n.slots) - 1; last >= 0 {
		slot := n.slots[last]
		n.slots = n.slots[:last]
		return slot
	}
	n.nextSlot++
	return n.nextSlot - 1
}

// leave takes a user off the network.
func (n *Network) leave(u *User, at time.Time) Effect {
	fx := Effect{User: u, Hear: n.neighbours(u), SeenIn: seenIn(u.Memberships...), Left: true}
	n.remember(u, at)
	for len(u.Memberships) > 0 {
		ch := u.Memberships[len(u.Memberships)-1].Channel
		n.remove(&fx, u, ch, at)
	}
	id, name := u.AccountID, u.Account
	n.leaveAccount(u)
	u.AccountID, u.Account = id, name // it is still she of whom others are told
	delete(n.users, u.ID)
	delete(n.nicks, u.folded)
	n.looks.count(u.Nick, -1)
	n.countModes(u, -1)
	n.slots = append(n.slots, u.Slot)
	return fx
}

// remember keeps a nick for WHOWAS, and for whom its private messages belong to.
func (n *Network) remember(u *User, at time.Time) {
	if excess := len(n.whowas) + 1 - n.settings.WhowasEntries; excess > 0 {
		clear(n.whowas[:excess]) // and the others stay: to move a thousand for each who goes is the most of it
		n.whowas = n.whowas[excess:]
	}
	n.whowas = append(n.whowas, Whowas{
		Person: u.Person(), Nick: u.Nick, Ident: u.Ident, Host: u.Host, Realname: u.Realname,
		From: u.From, At: at, folded: u.folded,
	})
}
