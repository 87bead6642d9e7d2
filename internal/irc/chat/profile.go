package chat

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// What a person with an account has, whoever of her users it is that has it: up to
// where she has read, and what she says of herself.

// markers are those of an account if the user is logged in, or a guest's own.
func (n *Network) markersOf(u *User) []marker {
	if r := n.accounts.byID[u.AccountID]; r != nil {
		return r.markers
	}
	return u.markers
}

func (n *Network) setMarkers(u *User, markers []marker) {
	if r := n.accounts.byID[u.AccountID]; r != nil {
		r.markers = markers
	} else if len(markers)+len(u.markers) > 0 {
		u.own().markers = markers
	}
}

// takeProfile gives an account what its user had as a guest: of two places up to
// which something was read the further one wins, of two values of a key the
// account's. It returns what is to be kept of that.
func (n *Network) takeProfile(r *registered, u *User, at time.Time) (kept []Event) {
	for _, m := range u.markers {
		var changes []marker
		r.markers, changes = n.moveMarker(r.markers, m)
		kept = append(kept, keptMarkers(r.ID, changes)...)
	}
	if len(u.markers) > 0 {
		u.own().markers = nil
	}
	before, metadata := len(r.Metadata), Metadata(maps.Clone(r.Metadata))
	for _, key := range u.Metadata.Keys() {
		if _, there := metadata[key]; !there && n.HasRoomFor(metadata, key) {
			metadata = metadata.changed(MetadataChanged{Key: key, Value: u.Metadata[key]})
		}
	}
	if len(metadata) > before {
		r.Metadata = metadata
		kept = append(kept, AccountSaved{Account: r.Account, At: at})
	}
	return kept
}

// ProfileOf returns what a person says of herself who is about to be a user of an
// account: what the connection has said, and for all else what the account has kept.
func (n *Network) ProfileOf(u *User, said Metadata) Metadata {
	r := n.accounts.byID[u.AccountID]
	if r == nil {
		return said
	}
	profile := maps.Clone(said)
	for _, key := range Metadata(r.Metadata).Keys() {
		if _, there := said[key]; !there && n.HasRoomFor(profile, key) {
			profile = profile.changed(MetadataChanged{Key: key, Value: r.Metadata[key]})
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
	for _, key := range Metadata(r.Metadata).Keys() {
		value, there := u.Metadata[key]
		if there && value == r.Metadata[key] {
			continue
		}
		if !there {
			if room <= 0 {
				continue
			}
			room--
		}
		changes = append(changes, MetadataChanged{User: u.ID, By: u.ID, Key: key, Value: r.Metadata[key]})
	}
	return changes
}

// checkProfile says whether it is within its bounds, and nowhere else.
func (n *Network) checkProfile(r *registered) error {
	if len(r.markers) > n.settings.Markers || len(r.Metadata) > n.settings.MetadataKeys {
		return fmt.Errorf("account %s has %d markers and %d metadata keys", r.Name, len(r.markers), len(r.Metadata))
	}
	if i := slices.IndexFunc(r.users, func(u *User) bool { return len(u.markers) > 0 }); i >= 0 {
		return fmt.Errorf("%s has markers besides those of the account", r.users[i].Nick)
	}
	return nil
}
