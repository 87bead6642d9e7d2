package chat

import (
	"fmt"
	"maps"
	"slices"
)

// What a person with an account has, whoever of her users it is that has it: up to
// where she has read, and what she says of herself.

// markers are those of an account if the user is logged in, or a guest's own.
func (n *Network) markersOf(u *User) *[]marker {
	if r := n.accounts.byID[u.AccountID]; r != nil {
		return &r.markers
	}
	return &u.markers
}

// takeProfile gives an account what its user had as a guest: of two places up to
// which something was read the further one wins, of two values of a key the
// account's.
func (n *Network) takeProfile(r *registered, u *User) {
	for _, m := range u.markers {
		r.markers = n.moveMarker(r.markers, m.target, m.at)
	}
	u.markers = nil
	for _, key := range u.Metadata.Keys() {
		if _, there := r.metadata[key]; !there && n.HasRoomFor(r.metadata, key) {
			r.metadata = r.metadata.changed(MetadataChanged{Key: key, Value: u.Metadata[key]})
		}
	}
}

// ProfileOf returns what a person says of herself who is about to be a user of an
// account: what the connection has said, and for all else what the account has kept.
func (n *Network) ProfileOf(u *User, said Metadata) Metadata {
	r := n.accounts.byID[u.AccountID]
	if r == nil {
		return said
	}
	profile := maps.Clone(said)
	for _, key := range r.metadata.Keys() {
		if _, there := said[key]; !there && n.HasRoomFor(profile, key) {
			profile = profile.changed(MetadataChanged{Key: key, Value: r.metadata[key]})
		}
	}
	return profile
}

// Unlike lists the changes that make what a user says of herself what her account
// has kept.
func (n *Network) Unlike(u *User) []MetadataChanged {
	r := n.accounts.byID[u.AccountID]
	if r == nil {
		return nil
	}
	var changes []MetadataChanged
	room := n.settings.MetadataKeys - len(u.Metadata)
	for _, key := range r.metadata.Keys() {
		value, there := u.Metadata[key]
		if there && value == r.metadata[key] {
			continue
		}
		if !there {
			if room <= 0 {
				continue
			}
			room--
		}
		changes = append(changes, MetadataChanged{User: u.ID, By: u.ID, Key: key, Value: r.metadata[key]})
	}
	return changes
}

// dumpProfile writes it as Dump shows it.
func (r *registered) dumpProfile() string {
	text := r.metadata.dump()
	if len(r.markers) > 0 {
		text += fmt.Sprintf("  read=%v\n", r.markers)
	}
	return text
}

// checkProfile says whether it is within its bounds, and nowhere else.
func (n *Network) checkProfile(r *registered) error {
	if len(r.markers) > n.settings.Markers || len(r.metadata) > n.settings.MetadataKeys {
		return fmt.Errorf("account %s has %d markers and %d metadata keys", r.Name, len(r.markers), len(r.metadata))
	}
	if i := slices.IndexFunc(r.users, func(u *User) bool { return len(u.markers) > 0 }); i >= 0 {
		return fmt.Errorf("%s has markers besides those of the account", r.users[i].Nick)
	}
	return nil
}
