package history

import (
	"cmp"
	"slices"

	"linnet/internal/irc/chat"
)

// Adopt implements Store.
func (m *Memory) Adopt(guest, heir chat.UserID, next string) []Found {
	var moved []Found
	for _, other := range m.Partners(guest) {
		former := Between(guest, other)
		key, hers := former.Adopted(guest, heir), m.take(former)
		for i, e := range hers {
			if e.From == guest && e.Owner == 0 {
				hers[i].Owner = heir
			}
			moved = append(moved, Found{Key: key, Entry: hers[i]})
		}
		m.unmeet(guest, other)
		m.unmeet(other, guest)
		m.join(key, hers, next)
		m.reorder(other)
	}
	m.reorder(heir)
	for _, other := range m.Partners(heir) { // of which the disk may have got more than memory knows
		m.rooms[Between(heir, other)].doubt(m, next)
	}
	return moved
}

// take takes a conversation out of memory, and returns it.
func (m *Memory) take(key Key) []Entry {
	r := m.rooms[key]
	if r == nil {
		return nil
	}
	var all []Entry
	for i := range r.rings {
		all = append(all, r.rings[i].straight()...)
	}
	m.drop(key)
	slices.SortFunc(all, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// join puts entries in between those of a conversation.
func (m *Memory) join(key Key, entries []Entry, next string) {
	all := append(m.take(key), entries...)
	slices.SortFunc(all, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	if len(all) > 0 && m.size > 0 {
		m.open(key, next)
	}
	for _, e := range all {
		m.Add(key, e)
	}
}

// doubt notes that there may be more of a conversation on disk than is known here, up
// to the next that is said.
func (r *room) doubt(m *Memory, next string) {
	if r == nil || !m.onDisk {
		return
	}
	for kind := range r.since {
		r.since[kind] = max(r.since[kind], next)
	}
}

// reorder puts somebody's partners in order, the latest last.
func (m *Memory) reorder(id chat.UserID) {
	if p := m.people[id]; p != nil {
		slices.SortStableFunc(p.partners, func(a, b chat.UserID) int {
			return m.Last(Between(id, a)).Compare(m.Last(Between(id, b)))
		})
	}
}
