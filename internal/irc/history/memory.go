package history

import (
	"slices"
	"sort"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// maxPartners bounds the conversations kept for one user: past it the oldest
// goes, those first whose other side has left.
const maxPartners = 200

// Memory is a Store that forgets everything with the process.
type Memory struct {
	size   int
	rings  map[Key]*ring
	people map[chat.UserID]*person
}

// person is whom somebody talked with, the latest last.
type person struct {
	partners []chat.UserID
	gone     bool
}

// NewMemory keeps exactly the newest size messages of each conversation.
func NewMemory(size int) *Memory {
	return &Memory{size: size, rings: map[Key]*ring{}, people: map[chat.UserID]*person{}}
}

// Add implements Store.
func (m *Memory) Add(key Key, line *wire.Line) {
	if m.size == 0 {
		return
	}
	r := m.rings[key]
	if r == nil {
		r = &ring{}
		m.rings[key] = r
	}
	r.add(line, m.size)
	if key.Channel == 0 {
		m.met(key.A, key.B)
		m.met(key.B, key.A)
	}
}

// met moves other to the end of who's partners.
func (m *Memory) met(who, other chat.UserID) {
	p := m.people[who]
	if p == nil {
		p = &person{}
		m.people[who] = p
	}
	if last := len(p.partners) - 1; last >= 0 && p.partners[last] == other {
		return
	}
	p.partners = slices.DeleteFunc(p.partners, func(id chat.UserID) bool { return id == other })
	p.partners = append(p.partners, other)
	if len(p.partners) > maxPartners {
		m.part(who, m.leastMissed(p))
	}
}

// leastMissed picks the conversation to give up: the oldest with somebody who
// has left, or else the oldest.
func (m *Memory) leastMissed(p *person) chat.UserID {
	for _, id := range p.partners[:len(p.partners)-1] {
		if other := m.people[id]; other == nil || other.gone {
			return id
		}
	}
	return p.partners[0]
}

// part drops the conversation of two users.
func (m *Memory) part(a, b chat.UserID) {
	delete(m.rings, Between(a, b))
	m.unmeet(a, b)
	m.unmeet(b, a)
}

func (m *Memory) unmeet(who, other chat.UserID) {
	p := m.people[who]
	if p == nil {
		return
	}
	p.partners = slices.DeleteFunc(p.partners, func(id chat.UserID) bool { return id == other })
	if len(p.partners) == 0 {
		delete(m.people, who)
	}
}

// Find implements Store.
func (m *Memory) Find(key Key, q Query) []*wire.Line {
	r := m.rings[key]
	if r == nil || q.Limit <= 0 {
		return nil
	}
	from, to := 0, len(r.lines)
	if q.After != nil {
		from = sort.Search(to, func(i int) bool {
			line := r.at(i)
			return q.After.after(line) || q.Including && !q.After.before(line)
		})
	}
	if q.Before != nil {
		to = sort.Search(to, func(i int) bool { return !q.Before.before(r.at(i)) })
	}
	if to-from > q.Limit {
		if q.Newest {
			from = to - q.Limit
		} else {
			to = from + q.Limit
		}
	}
	if from >= to {
		return nil
	}
	found := make([]*wire.Line, 0, to-from)
	for i := from; i < to; i++ {
		found = append(found, r.at(i))
	}
	return found
}

// Last implements Store.
func (m *Memory) Last(key Key) time.Time {
	r := m.rings[key]
	if r == nil {
		return time.Time{}
	}
	return r.at(len(r.lines) - 1).At
}

// Partners implements Store.
func (m *Memory) Partners(id chat.UserID) []chat.UserID {
	p := m.people[id]
	if p == nil {
		return nil
	}
	return slices.Clone(p.partners)
}

// Forget implements Store.
func (m *Memory) Forget(id chat.ChannelID) { delete(m.rings, Channel(id)) }

// Leave implements Store.
func (m *Memory) Leave(id chat.UserID) {
	p := m.people[id]
	if p == nil {
		return
	}
	p.gone = true
	for _, other := range slices.Clone(p.partners) {
		if o := m.people[other]; o == nil || o.gone {
			m.part(id, other)
		}
	}
}

// ring holds the newest lines; it grows as they come, up to its size.
type ring struct {
	lines []*wire.Line
	first int // index of the oldest, once full
}

func (r *ring) add(line *wire.Line, size int) {
	if len(r.lines) < size {
		r.lines = append(r.lines, line)
		return
	}
	r.lines[r.first] = line
	r.first = (r.first + 1) % size
}

// at returns the i-th line, the oldest being 0.
func (r *ring) at(i int) *wire.Line {
	return r.lines[(r.first+i)%len(r.lines)]
}
