package history

import (
	"cmp"
	"slices"

	"linnet/internal/irc/chat"
)

// OwnedBy implements Store. It is in the order of the ids.
func (m *Memory) OwnedBy(owner chat.UserID) []Found {
	var found []Found
	for key, r := range m.rooms {
		for i := range r.rings {
			for _, e := range r.rings[i].entries {
				if e.Owner == owner {
					found = append(found, Found{Key: key, Entry: e})
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b Found) int { return cmp.Compare(a.ID, b.ID) })
	return found
}

// Erase implements Store.
func (m *Memory) Erase(owner chat.UserID) []Found {
	found := m.OwnedBy(owner)
	touched := map[Key]bool{}
	for _, f := range found {
		m.bytes -= weight(f.Entry)
		touched[f.Key] = true
	}
	for key := range touched {
		for i := range m.rooms[key].rings {
			m.rooms[key].rings[i].erase(owner)
		}
	}
	return found
}

// erase drops the entries of an owner.
func (r *ring) erase(owner chat.UserID) {
	r.entries = slices.DeleteFunc(r.straight(), func(e Entry) bool { return e.Owner == owner })
}
