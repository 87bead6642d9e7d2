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
	for _, m := range u.markers {
		if m.target == folded {
			return m.at
		}
	}
	return time.Time{}
}

// markRead moves a marker, forwards only. Of too many the one that has not been
// moved for longest is forgotten.
func (n *Network) markRead(ev MarkedRead) Effect {
	u := n.mustUser(ev.User)
	if !ev.UpTo.After(n.ReadUpTo(u, ev.Target)) {
		return Effect{User: u}
	}
	folded := strings.Clone(n.Fold(ev.Target)) // a whole line may hang on it
	u.markers = slices.DeleteFunc(u.markers, func(m marker) bool { return m.target == folded })
	u.markers = append(u.markers, marker{folded, ev.UpTo})
	if over := len(u.markers) - n.settings.Markers; over > 0 {
		u.markers = slices.Delete(u.markers, 0, over)
	}
	return Effect{User: u}
}

// renameMarkers lets the markers of a channel's members follow its name.
func (ch *Channel) renameMarkers(before string) {
	for _, m := range ch.Members {
		u := m.User
		i := slices.IndexFunc(u.markers, func(m marker) bool { return m.target == before })
		if i < 0 || before == ch.folded {
			continue
		}
		u.markers = slices.DeleteFunc(u.markers, func(m marker) bool { return m.target == ch.folded })
		i = slices.IndexFunc(u.markers, func(m marker) bool { return m.target == before })
		u.markers[i].target = ch.folded
	}
}
