package history

import (
	"cmp"
	"slices"
)

// KeepsElsewhere implements Store.
func (m *Memory) KeepsElsewhere() { m.onDisk = true }

// Begin implements Store.
func (m *Memory) Begin(key Key, next string) {
	if m.onDisk && m.size > 0 && m.rooms[key] == nil {
		m.open(key, next)
	}
}

// Lacks implements Store.
func (m *Memory) Lacks(key Key) bool {
	if !m.onDisk || m.size == 0 {
		return false
	}
	r := m.rooms[key]
	return r == nil || r.since[Message] != "" && len(r.rings[Message].entries) < m.size
}

// Recall implements Store.
func (m *Memory) Recall(key Key, messages []Entry, whole bool, next string) {
	r := m.rooms[key]
	if r == nil || r.since[Message] > next {
		return // between those and what is here some are missing, that were dropped
	}
	ring := &r.rings[Message]
	m.bytes -= weigh(ring.entries)
	all := InOrder(slices.Concat(messages, ring.entries))
	over := max(0, len(all)-m.size)
	switch {
	case over > 0:
		r.since[Message] = all[over].ID
	case whole:
		r.since[Message] = ""
	case len(messages) > 0:
		r.since[Message] = messages[0].ID
	}
	ring.entries, ring.first = slices.Clip(all[over:]), 0
	m.bytes += weigh(ring.entries)
	m.quiet.MoveToBack(r.place)
	m.shrink(r)
}

// InOrder sorts entries by id and leaves each in once.
func InOrder(entries []Entry) []Entry {
	slices.SortStableFunc(entries, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(entries, func(a, b Entry) bool { return a.ID == b.ID })
}

// IsWhole implements Store.
func (m *Memory) IsWhole(key Key, q Query, found []Entry) bool {
	if !m.onDisk {
		return true
	}
	r := m.rooms[key]
	if r == nil || m.size == 0 {
		return false
	}
	since := r.since[Message]
	for kind := Message + 1; kind < kinds && q.All; kind++ {
		since = max(since, r.since[kind])
	}
	switch {
	case since == "":
		return true
	case q.After != nil && q.After.ID != "":
		if q.After.ID >= since {
			return true
		}
	case q.After != nil && r.isSince(since, q.After):
		return true
	}
	return q.Newest && len(found) == q.Limit && len(found) > 0 && found[0].ID >= since
}

// isSince says whether some entry that stands behind since, and with it all of its
// moment, lies before a place.
func (r *room) isSince(since string, place *Ref) bool {
	for i := range r.rings {
		ring := &r.rings[i]
		if at, _ := ring.index(since); at < len(ring.entries) && ring.at(at).At.Before(place.At) {
			return true
		}
	}
	return false
}

// Select returns what a query means of some entries in the order of their ids.
func Select(entries []Entry, q Query) []Entry {
	r := ring{entries: entries}
	if !q.All {
		r.entries = nil
		for _, e := range entries {
			if e.Kind == Message {
				r.entries = append(r.entries, e)
			}
		}
	}
	return r.find(nil, q)
}
