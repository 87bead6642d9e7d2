package chat

import (
	"fmt"
	"maps"
	"slices"
)

// Metadata is what a user or a channel says of itself: UTF-8 values by key
// (IRCv3 metadata). An empty value is a value.
type Metadata map[string]string

// Keys lists the keys in alphabetical order.
func (m Metadata) Keys() []string { return slices.Sorted(maps.Keys(m)) }

// IsMetadataKey says whether a key is made of a-z, 0-9 and _./- only, at most
// maxLen bytes (IRCv3 metadata, "Keys and Values").
func IsMetadataKey(key string, maxLen int) bool {
	if key == "" || len(key) > maxLen {
		return false
	}
	for i := 0; i < len(key); i++ {
		switch c := key[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		case c == '_', c == '.', c == '/', c == '-':
		default:
			return false
		}
	}
	return true
}

// MaySetUserMetadata decides on changing what a user says of itself: its own, or
// anybody's for an operator who moderates.
func (n *Network) MaySetUserMetadata(u, target *User) bool {
	return u == target || u.May(MayModerate)
}

// MaySetChannelMetadata decides on changing what a channel says of itself: it is
// for its operators, and for operators of the server who moderate.
func (n *Network) MaySetChannelMetadata(u *User, ch *Channel) bool {
	m := u.In(ch)
	return m != nil && m.Rank.AtLeast(Operator) || u.May(MayModerate)
}

// HasRoomFor says whether a key may be set besides those that there are.
func (n *Network) HasRoomFor(m Metadata, key string) bool {
	_, there := m[key]
	return there || len(m) < n.settings.MetadataKeys
}

func (n *Network) changeMetadata(ev MetadataChanged) Effect {
	fx := Effect{By: n.mustUser(ev.By)}
	if ev.Channel != 0 {
		fx.Channel = n.mustChannel(ev.Channel)
		fx.Channel.Metadata = fx.Channel.Metadata.changed(ev)
		return fx
	}
	fx.User = n.mustUser(ev.User)
	if r := n.accounts.byID[fx.User.AccountID]; r != nil {
		before, there := r.Metadata[ev.Key]
		r.Account = n.changed(r.Account, ev)
		if now, is := r.Metadata[ev.Key]; now != before || is != there {
			fx.Kept = []Event{AccountSaved{Account: r.Account, At: ev.At}}
		}
	}
	fx.User.own().Metadata = fx.User.Metadata.changed(ev)
	fx.Hear = n.neighbours(fx.User)
	return fx
}

// changed returns the metadata with the change: nil once nothing is left, so
// that those who say nothing of themselves cost nothing.
func (m Metadata) changed(ev MetadataChanged) Metadata {
	if ev.Unset {
		delete(m, ev.Key)
		if len(m) == 0 {
			return nil
		}
		return m
	}
	if m == nil {
		m = Metadata{}
	}
	m[ev.Key] = ev.Value
	return m
}

// dump writes the metadata as Dump shows it.
func (m Metadata) dump() string {
	text := ""
	for _, key := range m.Keys() {
		text += fmt.Sprintf("  metadata %s %q\n", key, m[key])
	}
	return text
}
