package chat

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linnet/internal/irc/account"
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
	for _, m := range n.markersOf(u) {
		if m.target == folded {
			return m.at
		}
	}
	return time.Time{}
}

// MarkerMoved: an account has read a conversation up to a time, as it was before the
// process, or (UpTo is zero) nothing is known of that.
type MarkerMoved struct {
	Account account.ID
	Target  string // folded
	UpTo    time.Time
}

func (MarkerMoved) event() {}

func (n *Network) markRead(ev MarkedRead) Effect {
	u := n.mustUser(ev.User)
	fx := Effect{User: u, Hear: []*User{u}}
	if u.AccountID != 0 {
		fx.Hear = n.LoggedIn(u.AccountID)
	}
	markers, changes := n.moveMarker(n.markersOf(u), n.markerOf(ev))
	n.setMarkers(u, markers)
	fx.Kept = keptMarkers(u.AccountID, changes)
	return fx
}

// markerOf is what an event marks. A whole line may hang on its words.
func (n *Network) markerOf(ev MarkedRead) marker {
	return marker{strings.Clone(n.Fold(ev.Target)), ev.UpTo}
}

// moveMarker moves a marker, forwards only. Of too many the one that has not been
// moved for longest is forgotten. It returns the markers, and those that are other
// ones now: without a time those that are none.
func (n *Network) moveMarker(markers []marker, m marker) (all, changes []marker) {
	is := func(other marker) bool { return other.target == m.target }
	if i := slices.IndexFunc(markers, is); i >= 0 && !m.at.After(markers[i].at) {
		return markers, nil
	}
	markers = append(slices.DeleteFunc(markers, is), m)
	changes = []marker{m}
	if over := len(markers) - n.settings.Markers; over > 0 {
		for _, forgotten := range markers[:over] {
			changes = append(changes, marker{target: forgotten.target})
		}
		markers = slices.Delete(markers, 0, over)
	}
	return markers, changes
}

// renameMarker lets a marker follow a channel's name.
func renameMarker(markers []marker, before, after string) (all, changes []marker) {
	i := slices.IndexFunc(markers, func(m marker) bool { return m.target == before })
	if i < 0 || before == after {
		return markers, nil
	}
	renamed := marker{after, markers[i].at}
	markers = slices.DeleteFunc(markers, func(m marker) bool { return m.target == before || m.target == after })
	return append(markers, renamed), []marker{{target: before}, renamed}
}

// renameMarkers lets the markers of a channel's members follow its name.
func (n *Network) renameMarkers(ch *Channel, before string) (kept []Event) {
	for _, m := range ch.Members {
		markers, changes := renameMarker(n.markersOf(m.User), before, ch.folded)
		n.setMarkers(m.User, markers)
		kept = append(kept, keptMarkers(m.User.AccountID, changes)...)
	}
	return kept
}

// foreseeMarkers is what will be to be kept of an account's markers.
func (n *Network) foreseeMarkers(ev Event) (kept []Event) {
	switch ev := ev.(type) {
	case MarkedRead:
		if u := n.users[ev.User]; u != nil {
			_, changes := n.moveMarker(slices.Clone(n.markersOf(u)), n.markerOf(ev))
			kept = keptMarkers(u.AccountID, changes)
		}
	case ChannelRenamed:
		ch := n.mustChannel(ev.Channel)
		done := map[account.ID]bool{}
		for _, m := range ch.Members {
			if id := m.User.AccountID; !done[id] {
				done[id] = true
				_, changes := renameMarker(slices.Clone(n.markersOf(m.User)), ch.folded, n.Fold(ev.Name))
				kept = append(kept, keptMarkers(id, changes)...)
			}
		}
	}
	return kept
}

// keptMarkers is what is to be kept of some markers of an account; a guest's are not.
func keptMarkers(id account.ID, changes []marker) (kept []Event) {
	if id == 0 {
		return nil
	}
	for _, m := range changes {
		kept = append(kept, MarkerMoved{Account: id, Target: m.target, UpTo: m.at})
	}
	return kept
}

// setMarker brings back what was kept of an account's markers.
func (n *Network) setMarker(ev MarkerMoved) Effect {
	r := n.accounts.byID[ev.Account]
	if r == nil {
		panic(fmt.Sprintf("chat: account %d has no markers", ev.Account))
	}
	target := n.Fold(ev.Target)
	r.markers = slices.DeleteFunc(r.markers, func(m marker) bool { return m.target == target })
	if !ev.UpTo.IsZero() {
		r.markers, _ = n.moveMarker(r.markers, marker{target, ev.UpTo})
	}
	return Effect{}
}

// presentMarker is what is to be kept now of a marker.
func (n *Network) presentMarker(ev MarkerMoved) MarkerMoved {
	ev.UpTo = time.Time{}
	if r := n.accounts.byID[ev.Account]; r != nil {
		for _, m := range r.markers {
			if m.target == ev.Target {
				ev.UpTo = m.at
			}
		}
	}
	return ev
}
