package history

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// tea is a conversation; its n-th line has the id n and came n seconds after noon.
var tea = Channel(1)

func said(n int) Entry { return Entry{Line: &wire.Line{ID: id(n), At: at(n)}} }

// plenty is more memory than a test takes.
const plenty = 1 << 30

func id(n int) string    { return fmt.Sprintf("%03d", n) }
func at(n int) time.Time { return noon.Add(time.Duration(n) * time.Second) }

func byID(n int) *Ref   { return &Ref{ID: id(n), At: at(n)} }
func byTime(n int) *Ref { return &Ref{At: at(n)} }

// ids prints what was found, as "3 4 5".
func ids(lines []Entry) string {
	var out []string
	for _, l := range lines {
		out = append(out, strings.TrimLeft(l.ID, "0"))
	}
	return strings.Join(out, " ")
}

// filled keeps the newest of the lines 1 to last.
func filled(size, last int) *Memory {
	m := NewMemory(size, plenty)
	for n := 1; n <= last; n++ {
		m.Add(tea, said(n))
	}
	return m
}

func TestARingKeepsExactlyItsSize(t *testing.T) {
	for size := range 5 {
		for last := range 12 {
			m := filled(size, last)
			var want []Entry
			for n := max(1, last-size+1); n <= last; n++ {
				want = append(want, said(n))
			}
			if got := ids(m.Find(tea, Query{Limit: 100})); got != ids(want) {
				t.Errorf("%d of %d: %q, expected %q", size, last, got, ids(want))
			}
			newest := time.Time{}
			if size > 0 && last > 0 {
				newest = at(last)
			}
			if got := m.Last(tea); !got.Equal(newest) {
				t.Errorf("%d of %d: the newest is of %v", size, last, got)
			}
		}
	}
}

// TestFind asks for every combination, and compares with a search from end to
// end through lines 4 to 9, all that is kept of nine.
func TestFind(t *testing.T) {
	m := filled(6, 9)
	places := []*Ref{nil}
	for n := range 12 {
		places = append(places, byID(n), byTime(n))
	}
	for _, after := range places {
		for _, before := range places {
			for limit := range 8 {
				for flags := range 4 {
					q := Query{After: after, Before: before, Limit: limit, Including: flags&1 != 0, Newest: flags&2 != 0}
					if got, want := ids(m.Find(tea, q)), slowly(q); got != want {
						t.Errorf("after %v, before %v, limit %d, including %v, newest %v: %q, expected %q",
							after, before, limit, q.Including, q.Newest, got, want)
					}
				}
			}
		}
	}
}

// slowly is what a query means, word for word.
func slowly(q Query) string {
	var found []Entry
	for n := 4; n <= 9; n++ {
		l := said(n)
		isPlace := q.After != nil && q.Including && l.At.Equal(q.After.At)
		if q.After != nil && !l.At.After(q.After.At) && !isPlace || q.Before != nil && !l.At.Before(q.Before.At) {
			continue
		}
		found = append(found, l)
	}
	if over := len(found) - q.Limit; over > 0 && q.Newest {
		found = found[over:]
	} else if over > 0 {
		found = found[:q.Limit]
	}
	return ids(found)
}

func TestConversationsAreApart(t *testing.T) {
	m := NewMemory(3, plenty)
	m.Add(Channel(1), said(1))
	m.Add(Between(7, 1), said(2))
	m.Add(Between(1, 1), said(3)) // somebody's notes to self
	m.Add(Between(1, 2), said(4))
	for key, want := range map[Key]string{
		Channel(1): "1", Channel(7): "", Between(1, 7): "2", Between(7, 7): "", Between(1, 1): "3", Between(2, 1): "4",
	} {
		if got := ids(m.Find(key, Query{Limit: 9})); got != want {
			t.Errorf("%+v: %q, expected %q", key, got, want)
		}
	}
	if got := m.Partners(1); !slices.Equal(got, []chat.UserID{7, 1, 2}) {
		t.Errorf("partners of 1: %v", got)
	}
	m.Forget(1)
	if m.Find(Channel(1), Query{Limit: 9}) != nil || ids(m.Find(Between(1, 7), Query{Limit: 9})) != "2" {
		t.Error("forgetting channel 1 took the wrong lines")
	}
}

func TestAConversationGoesWithTheLastOfTheTwo(t *testing.T) {
	m := NewMemory(3, plenty)
	m.Add(Between(1, 2), said(1))
	m.Add(Between(2, 3), said(2))
	m.Add(Between(1, 1), said(3))
	m.Leave(1)
	if got := ids(m.Find(Between(1, 2), Query{Limit: 9})); got != "1" {
		t.Errorf("2 is still there and reads %q", got)
	}
	if m.Find(Between(1, 1), Query{Limit: 9}) != nil {
		t.Error("notes to self outlive their writer")
	}
	m.Leave(2)
	if m.Find(Between(1, 2), Query{Limit: 9}) != nil || ids(m.Find(Between(2, 3), Query{Limit: 9})) != "2" {
		t.Error("with 2 only the conversation with 1 should go")
	}
	m.Leave(99) // never said anything
	m.Leave(3)
	if len(m.rooms)+len(m.people) > 0 {
		t.Errorf("all are gone and left %v %v", m.rooms, m.people)
	}
}

// A stranger can write to anybody, but not make the server keep it all.
func TestPartnersAreBounded(t *testing.T) {
	const alice, gone = 1, 3
	m := NewMemory(2, plenty)
	talk := func(n int) { m.Add(Between(alice, chat.UserID(n)), said(n)) }
	for n := 2; n < 2+maxPartners; n++ {
		talk(n)
	}
	m.Leave(gone)
	talk(500)
	if got := len(m.Partners(alice)); got != maxPartners {
		t.Fatalf("%d partners", got)
	}
	if m.Find(Between(alice, gone), Query{Limit: 1}) != nil || len(m.Partners(gone)) > 0 {
		t.Error("the one who has left should have been given up first")
	}
	talk(2) // the oldest is the latest again
	talk(501)
	if m.Find(Between(alice, 4), Query{Limit: 1}) != nil {
		t.Error("the oldest was kept")
	}
	if m.Find(Between(alice, 2), Query{Limit: 1}) == nil {
		t.Error("who has just written again was given up")
	}
	m.Leave(alice)
	for _, n := range m.Partners(alice) {
		m.Leave(n)
	}
	if len(m.rooms)+len(m.people) > 0 {
		t.Errorf("all are gone and left %d conversations, %d people", len(m.rooms), len(m.people))
	}
}

func TestPrecedes(t *testing.T) {
	for _, tt := range []struct {
		a, b *Ref
		want bool
	}{
		{byID(1), byID(2), true},
		{byID(2), byID(1), false},
		{byID(1), byID(1), false},
		{byTime(1), byTime(2), true},
		{byID(1), byTime(2), true},
		{byTime(2), byID(1), false},
		{&Ref{ID: "a", At: noon}, &Ref{ID: "b", At: noon}, true},
	} {
		if got := tt.a.Precedes(tt.b); got != tt.want {
			t.Errorf("%v precedes %v: %v", tt.a, tt.b, got)
		}
	}
}
