package history

import (
	"cmp"
	"container/list"
	"slices"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// Memory is a Store that forgets everything with the process. It holds the newest
// entries of each kind and conversation, and all of them within a number of
// bytes: past it the conversation in which nothing has happened for longest goes.
type Memory struct {
	size   int // entries of each kind in a conversation
	budget int // bytes of all
	bytes  int
	rooms  map[Key]*room
	quiet  list.List // rooms, the one that has been silent for longest first
	people map[chat.UserID]*person
	onDisk bool // more is kept elsewhere
}

// room is what is kept of one conversation.
type room struct {
	key   Key
	rings [kinds]ring
	// since says for each kind from which id on all is here. An empty one says that
	// there never was anything before.
	since [kinds]string
	place *list.Element
}

// NewMemory keeps the newest size messages of each conversation, and as many
// entries of each other kind, as long as all take no more than budget bytes.
func NewMemory(size, budget int) *Memory {
	return &Memory{size: size, budget: budget, rooms: map[Key]*room{}, people: map[chat.UserID]*person{}}
}

// Add implements Store.
func (m *Memory) Add(key Key, e Entry) {
	if m.size == 0 {
		return
	}
	r := m.rooms[key]
	if r == nil {
		r = m.open(key, e.ID)
	} else {
		m.quiet.MoveToBack(r.place)
	}
	m.bytes += weight(e)
	if out, pushed := r.rings[e.Kind].add(e, m.size); pushed {
		m.bytes -= weight(out)
		r.lost(out, m.onDisk)
	}
	if key.Channel == 0 {
		m.met(key.A, key.B)
		m.met(key.B, key.A)
	}
	m.shrink(r)
}

// open makes room for a conversation whose first entry here has this id.
func (m *Memory) open(key Key, first string) *room {
	r := &room{key: key}
	if m.onDisk {
		for kind := range r.since {
			r.since[kind] = first
		}
	}
	r.place = m.quiet.PushBack(r)
	m.rooms[key] = r
	return r
}

// After is a text behind an id and before all greater ones, which have the same
// length.
func After(id string) string { return id + "." }

// shrink keeps the budget: silent conversations go, and at last the oldest of the
// one that speaks.
func (m *Memory) shrink(speaking *room) {
	for m.bytes > m.budget {
		r := m.quiet.Front().Value.(*room)
		switch {
		case r != speaking && r.key.Channel != 0:
			m.drop(r.key)
		case r != speaking:
			m.part(r.key.A, r.key.B)
		case !m.dropOldest(r):
			return
		}
	}
}

// dropOldest drops the oldest entry of a room, unless it is the only one.
func (m *Memory) dropOldest(r *room) bool {
	var oldest *ring
	count := 0
	for i := range r.rings {
		ring := &r.rings[i]
		count += len(ring.entries)
		if len(ring.entries) > 0 && (oldest == nil || ring.at(0).ID < oldest.at(0).ID) {
			oldest = ring
		}
	}
	if count < 2 {
		return false
	}
	out := oldest.at(0)
	m.bytes -= weight(out)
	oldest.take(0)
	r.lost(out, m.onDisk)
	return true
}

// lost notes that an entry is here no more; where nothing is kept elsewhere nobody asks.
func (r *room) lost(out Entry, onDisk bool) {
	if onDisk {
		r.since[out.Kind] = max(r.since[out.Kind], After(out.ID))
	}
}

// weight is about how many bytes an entry takes: what it holds, and what holds it.
func weight(e Entry) int {
	const itself = 320 // of the line, its slices and its place
	n := itself + len(e.ID) + len(e.Source) + len(e.Account)
	for _, p := range e.Params {
		n += 16 + len(p)
	}
	for _, t := range e.Tags {
		n += 32 + len(t.Key) + len(t.Value)
	}
	if e.Multiline != nil {
		for _, p := range e.Multiline.Parts {
			n += 24 + len(p.Text)
		}
	}
	return n
}

// weigh is what all of some entries take.
func weigh(entries []Entry) (bytes int) {
	for _, e := range entries {
		bytes += weight(e)
	}
	return bytes
}

// drop forgets a conversation.
func (m *Memory) drop(key Key) {
	r := m.rooms[key]
	if r == nil {
		return
	}
	for i := range r.rings {
		m.bytes -= weigh(r.rings[i].entries)
	}
	m.quiet.Remove(r.place)
	delete(m.rooms, key)
}

// Find implements Store.
func (m *Memory) Find(key Key, q Query) []Entry {
	r := m.rooms[key]
	if r == nil || q.Limit <= 0 {
		return nil
	}
	found := r.rings[Message].find(nil, q)
	if !q.All {
		return found
	}
	// The nearest of all are among the nearest of each kind.
	for kind := Message + 1; kind < kinds; kind++ {
		found = r.rings[kind].find(found, q)
	}
	slices.SortFunc(found, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	if over := len(found) - q.Limit; over > 0 && q.Newest {
		return found[over:]
	}
	return found[:min(len(found), q.Limit)]
}

// Ends implements Store.
func (m *Memory) Ends(key Key, limit int) (oldest, newest *wire.Line, count int) {
	r := m.rooms[key]
	if r == nil {
		return nil, nil, 0
	}
	messages := &r.rings[Message]
	total := len(messages.entries)
	if count = min(limit, total); count <= 0 {
		return nil, nil, 0
	}
	return messages.at(total - count).Line, messages.at(total - 1).Line, count
}

// Get implements Store.
func (m *Memory) Get(key Key, id string) (Entry, bool) {
	if r := m.rooms[key]; r != nil {
		for i := range r.rings {
			if at, ok := r.rings[i].index(id); ok {
				return r.rings[i].at(at), true
			}
		}
	}
	return Entry{}, false
}

// Redact implements Store.
func (m *Memory) Redact(key Key, id string) {
	r := m.rooms[key]
	if r == nil {
		return
	}
	for i := range r.rings {
		if at, ok := r.rings[i].index(id); ok {
			m.bytes -= weight(r.rings[i].at(at))
			r.rings[i].take(at)
		}
	}
}

// Last implements Store.
func (m *Memory) Last(key Key) time.Time {
	r := m.rooms[key]
	if r == nil || len(r.rings[Message].entries) == 0 {
		return time.Time{}
	}
	messages := &r.rings[Message]
	return messages.at(len(messages.entries) - 1).At
}

// Forget implements Store.
func (m *Memory) Forget(id chat.ChannelID) { m.drop(Channel(id)) }
