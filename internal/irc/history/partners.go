package history

import (
	"slices"

	"linnet/internal/irc/chat"
)

// maxPartners bounds the conversations kept for one user: past it the oldest
// goes, those first whose other side has left.
const maxPartners = 200

// person is whom somebody talked with, the latest last.
type person struct {
	partners []chat.UserID
	gone     bool
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
	m.drop(Between(a, b))
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

// Partners implements Store.
func (m *Memory) Partners(id chat.UserID) []chat.UserID {
	p := m.people[id]
	if p == nil {
		return nil
	}
	return slices.Clone(p.partners)
}

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
