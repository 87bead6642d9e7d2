package chat

import (
	"slices"
	"time"
)

// Who may reach whom privately: by a message, by typing, by an invitation. A user
// keeps out people by mask (SILENCE), without an account (mode R), or all but
// those let in by name (mode g, ACCEPT).

// How much one user may ask the server to keep out or let in.
const (
	MaxSilences = 32
	MaxAccepts  = 32
	// callPause is how long a user with caller-id hears of no further caller.
	callPause = time.Minute
)

// MayReach decides on reaching a user privately. With dropped what was said just
// goes nowhere: who is silenced is not told. Operators pass R and g, and so does
// whoever has been let in.
func (n *Network) MayReach(u, target *User) (dropped bool, err error) {
	switch {
	case u == target:
		return false, nil
	case n.silences(target, u):
		return true, nil
	case u.Oper != nil, target.Accepts(u.ID):
		return false, nil
	case target.Modes.Has('R') && u.Account == "":
		return false, refuse(NeedAccountToReach, target.Nick)
	case target.Modes.Has('g'):
		return false, refuse(NotAccepted, target.Nick)
	}
	return false, nil
}

// MayCall says whether a user with caller-id is to hear of one who was kept out.
func (u *User) MayCall(now time.Time) bool { return !now.Before(u.called.Add(callPause)) }

func (n *Network) silences(u, other *User) bool {
	if len(u.silences) == 0 {
		return false
	}
	f := n.shownFace(other) // or anybody could find out addresses by silencing
	return slices.ContainsFunc(u.silences, func(e ListEntry) bool { return e.rule.means(n, f) })
}

// Silences lists the masks that the user does not hear, the oldest first.
func (u *User) Silences() []string {
	masks := make([]string, 0, len(u.silences))
	for _, e := range u.silences {
		masks = append(masks, e.Mask)
	}
	return masks
}

// MaySilence decides on silencing one mask more.
func (n *Network) MaySilence(u *User, mask string) error {
	if len(u.silences) >= MaxSilences && !n.HasSilenced(u, mask) {
		return refuse(SilenceListFull, mask)
	}
	return nil
}

// HasSilenced says whether the very mask is on the user's list.
func (n *Network) HasSilenced(u *User, mask string) bool {
	key := n.MaskKey(mask)
	return slices.ContainsFunc(u.silences, func(e ListEntry) bool { return e.key == key })
}

func (n *Network) changeSilence(ev SilenceChanged) Effect {
	u, entry := n.mustUser(ev.User), n.newEntry(ev.Mask)
	own := u.own()
	own.silences = slices.DeleteFunc(own.silences, func(e ListEntry) bool { return e.key == entry.key })
	if ev.Add {
		own.silences = append(own.silences, entry)
	}
	return Effect{User: u}
}

// Accepts says whether the user has let somebody in.
func (u *User) Accepts(other UserID) bool { return slices.Contains(u.accepts, other) }

// Accepted lists whom the user has let in and who is still there.
func (n *Network) Accepted(u *User) []*User {
	var here []*User
	for _, id := range u.accepts {
		if other := n.users[id]; other != nil {
			here = append(here, other)
		}
	}
	return here
}

// MayAccept decides on letting one more in, or out again.
func (n *Network) MayAccept(u, other *User, add bool) error {
	switch has := u.Accepts(other.ID); {
	case add && has:
		return refuse(AcceptedAlready, other.Nick)
	case !add && !has:
		return refuse(NotOnAcceptList, other.Nick)
	case add && len(n.Accepted(u)) >= MaxAccepts:
		return refuse(AcceptListFull)
	}
	return nil
}

func (n *Network) changeAccept(ev AcceptChanged) Effect {
	u := n.mustUser(ev.User)
	if ev.Add {
		n.accept(u, ev.Other)
	} else {
		u.own().accepts = slices.DeleteFunc(u.accepts, func(id UserID) bool { return id == ev.Other })
	}
	return Effect{User: u}
}

// accept lets somebody in, if there is room, in place of those who have gone: an
// id is never given out again, so an old one lets nobody in.
func (n *Network) accept(u *User, other UserID) {
	if len(u.accepts) >= MaxAccepts {
		u.own().accepts = slices.DeleteFunc(u.accepts, func(id UserID) bool { return n.users[id] == nil })
	}
	if len(u.accepts) < MaxAccepts && !u.Accepts(other) {
		own := u.own()
		own.accepts = append(own.accepts, other)
	}
}

func (n *Network) call(ev Called) Effect {
	u := n.mustUser(ev.User)
	u.own().called = ev.At
	return Effect{User: u, By: n.mustUser(ev.By)}
}
