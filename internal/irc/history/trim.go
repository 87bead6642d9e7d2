package history

import "time"

// Bounds say how much is kept of a conversation: nothing from before Since, and of
// what was said no more than the newest Most, with what happened meanwhile. Zero
// values bound nothing.
type Bounds struct {
	Since time.Time
	Most  int
}

// Keys implements Store.
func (m *Memory) Keys() []Key {
	keys := make([]Key, 0, len(m.rooms))
	for e := m.quiet.Front(); e != nil; e = e.Next() {
		keys = append(keys, e.Value.(*room).key)
	}
	return keys
}

// Trim implements Store.
func (m *Memory) Trim(key Key, b Bounds) {
	r := m.rooms[key]
	if r == nil {
		return
	}
	left := 0
	for kind := range r.rings {
		ring := &r.rings[kind]
		over := 0
		if !b.Since.IsZero() {
			_, over = ring.within(Query{Before: &Ref{At: b.Since}})
		}
		if b.Most > 0 {
			over = max(over, len(ring.entries)-b.Most)
		}
		for _, e := range ring.cut(over) {
			m.bytes -= weight(e)
		}
		left += len(ring.entries)
	}
	if left == 0 && key.Channel == 0 {
		m.part(key.A, key.B)
	}
}
