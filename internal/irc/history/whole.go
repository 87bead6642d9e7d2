package history

// KeepsElsewhere implements Store.
func (m *Memory) KeepsElsewhere() { m.onDisk = true }

// Recall implements Store.
func (m *Memory) Recall(key Key, messages []Entry, whole bool, next string) {
	if m.size == 0 || m.rooms[key] != nil {
		return
	}
	r := m.open(key, next)
	switch {
	case whole:
		r.since[Message] = ""
	case len(messages) > 0:
		r.since[Message] = messages[0].ID
	}
	for _, e := range messages {
		m.Add(key, e)
	}
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
