package chat

import (
	"slices"
	"strings"
	"time"
)

// marker says up to when a user has read a conversation (IRCv3 read-marker,
// draft): a channel or a nick, folded.
type marker struct {
	target string
	at     time.Time
}

// ReadUpTo returns the time of the last message that the user has read of a
// target, the zero time if that is not known.
func (n *Network) ReadUpTo(u *User, target string) time.Time {
	folded := n.Fold(target)
	for _, m := range *n.markersOf(u) {
		if m.target == folded {
			return m.at
		}
	}
	return time.Time{}
}

func (n *Network) markRead(ev MarkedRead) Effect {
	u := n.mustUser(ev.User)
	markers := n.markersOf(u)
	*markers = n.moveMarker(*markers, strings.Clone(n.Fold(ev.Target)), ev.UpTo) // a whole line may hang on it
	fx := Effect{User: u, Hear: []*User{u}}
	if u.AccountID != 0 {
		fx.Hear = n.LoggedIn(u.AccountID)
	}
	return fx
}

// moveMarker moves a marker, forwards only. Of too many the one that has not been
// moved for longest is forgotten.
func (n *Network) moveMarker(markers []marker, folded string, upTo time.Time) []marker {
	is := func(m marker) bool { return m.target == folded }
	if i := slices.IndexFunc(markers, is); i >= 0 && !upTo.After(markers[i].at) {
		return markers
	}
	markers = append(slices.DeleteFunc(markers, is), marker{folded, upTo})
	if over := len(markers) - n.settings.Markers; over > 0 {
		markers = slices.Delete(markers, 0, over)
	}
	return markers
}

// renameMarkers lets the markers of a channel's members follow its name.
func (n *Network) renameMarkers(ch *Channel, before string) {
	for _, m := range ch.Members {
		markers := n.markersOf(m.User)
		i := slices.IndexFunc(*markers, func(m marker) bool { return m.target == before })
		if i < 0 || before == ch.folded {
			continue
		}
		*markers = slices.DeleteFunc(*markers, func(m marker) bool { return m.target == ch.folded })
		i = slices.IndexFunc(*markers, func(m marker) bool { return m.target == before })
		(*markers)[i].target = ch.folded
	}
}
