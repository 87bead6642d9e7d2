package history

import (
	"strings"
	"testing"

	"linnet/internal/irc/wire"
)

// entry makes the n-th entry, of some kind.
func entry(n int, kind Kind) Entry {
	e := said(n)
	e.Kind = kind
	return e
}

func TestNoKindPushesAnotherOut(t *testing.T) {
	m := NewMemory(2, plenty)
	m.Add(tea, entry(1, Message))
	m.Add(tea, entry(2, Tagged))
	for n := 3; n < 9; n++ {
		m.Add(tea, entry(n, Event))
	}
	m.Add(tea, entry(9, Message))
	for _, tt := range []struct {
		q    Query
		want string
	}{
		{Query{Limit: 9}, "1 9"},
		{Query{Limit: 9, All: true}, "1 2 7 8 9"},
		{Query{Limit: 2, All: true}, "1 2"},
		{Query{Limit: 2, All: true, Newest: true}, "8 9"},
		{Query{After: byID(2), Before: byID(9), Limit: 1, All: true}, "7"},
		{Query{After: byID(1), Before: byID(9), Limit: 2, All: true, Newest: true}, "7 8"},
	} {
		if got := ids(m.Find(tea, tt.q)); got != tt.want {
			t.Errorf("%+v: %q, expected %q", tt.q, got, tt.want)
		}
	}
	if got := m.Last(tea); !got.Equal(at(9)) {
		t.Errorf("the newest message is of %v", got)
	}
}

func TestLastIsThatOfAMessage(t *testing.T) {
	m := NewMemory(2, plenty)
	m.Add(tea, entry(1, Event))
	if got := m.Last(tea); !got.IsZero() {
		t.Errorf("nobody has said anything, but the newest message is of %v", got)
	}
	m.Add(tea, entry(2, Message))
	m.Add(tea, entry(3, Tagged))
	if got := m.Last(tea); !got.Equal(at(2)) {
		t.Errorf("the newest message is of %v", got)
	}
}

func TestRedactedIsGone(t *testing.T) {
	for _, last := range []int{3, 5, 9} { // the ring not full, full, and gone round
		for victim := last - 2; victim <= last; victim++ {
			m := filled(5, last)
			if e, ok := m.Get(tea, id(victim)); !ok || e.ID != id(victim) {
				t.Fatalf("%d of %d is not there: %v", victim, last, e)
			}
			m.Redact(tea, id(victim))
			m.Redact(tea, id(victim))
			m.Redact(Channel(9), id(victim))
			if _, ok := m.Get(tea, id(victim)); ok {
				t.Errorf("%d of %d is still there", victim, last)
			}
			m.Add(tea, said(last+1))
			var want []Entry
			for n := max(1, last-4); n <= last+1; n++ {
				if n != victim {
					want = append(want, said(n))
				}
			}
			if got := ids(m.Find(tea, Query{Limit: 9})); got != ids(want) {
				t.Errorf("without %d of %d: %q, expected %q", victim, last, got, ids(want))
			}
		}
	}
}

// Past the budget the conversations go in which nothing has happened for longest,
// and at last the oldest of what is left.
func TestSilentConversationsGoFirst(t *testing.T) {
	one := weight(said(1))
	m := NewMemory(100, 5*one)
	m.Add(Channel(1), said(1))
	m.Add(Between(1, 2), said(2))
	m.Add(Channel(2), said(3))
	m.Add(Channel(1), said(4)) // now the private one is the most silent
	m.Add(Channel(3), said(5))
	m.Add(Channel(3), said(6))
	for key, want := range map[Key]string{Channel(1): "1 4", Between(1, 2): "", Channel(2): "3", Channel(3): "5 6"} {
		if got := ids(m.Find(key, Query{Limit: 9})); got != want {
			t.Errorf("%+v: %q, expected %q", key, got, want)
		}
	}
	if len(m.Partners(1)) > 0 {
		t.Error("a partner is remembered of whom nothing is kept")
	}
	for n := 7; n < 20; n++ {
		m.Add(Channel(3), said(n))
	}
	if got := ids(m.Find(Channel(3), Query{Limit: 9})); got != "15 16 17 18 19" || len(m.rooms) != 1 {
		t.Errorf("%q in %d conversations", got, len(m.rooms))
	}
}

func TestWhatIsTooLargeAloneIsKeptAlone(t *testing.T) {
	m := NewMemory(100, 4000)
	m.Add(tea, said(1))
	m.Add(tea, Entry{Line: &wire.Line{ID: id(2), At: at(2), Params: []string{strings.Repeat("x", 5000)}}})
	if got := ids(m.Find(tea, Query{Limit: 9})); got != "2" {
		t.Errorf("%q", got)
	}
	m.Add(tea, said(3))
	if got := ids(m.Find(tea, Query{Limit: 9})); got != "3" || m.bytes != weight(said(3)) {
		t.Errorf("%q, %d bytes", got, m.bytes)
	}
}
