package history

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// reader pages through a conversation as a client does: by the ids of what it has
// got, while others go on talking.
type reader struct {
	m     *Memory
	size  int // of the ring
	last  int // the newest line's number
	lines []Entry
}

func (r *reader) talk(n int) {
	for range n {
		r.last++
		r.m.Add(tea, said(r.last))
	}
}

// consecutive says whether the lines are those from one number to another.
func consecutive(lines []Entry, from, to int) error {
	if len(lines) != to-from+1 {
		return fmt.Errorf("%d lines, expected %d to %d: %s", len(lines), from, to, ids(lines))
	}
	for i, l := range lines {
		if l.ID != id(from+i) {
			return fmt.Errorf("at %d stands %s: %s", i, l.ID, ids(lines))
		}
	}
	return nil
}

func begin(t *rapid.T) *reader {
	r := &reader{size: rapid.IntRange(1, 40).Draw(t, "ring")}
	r.m = NewMemory(r.size, plenty)
	r.talk(rapid.IntRange(1, 60).Draw(t, "lines"))
	return r
}

// Forwards nothing is missed that was kept when it was asked for, and what comes
// meanwhile comes too.
func TestPagingForwardsGivesTheWholeOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := begin(t)
		first := max(1, r.last-r.size+1)
		page := r.m.Find(tea, Query{Limit: rapid.IntRange(1, 9).Draw(t, "limit")})
		for len(page) > 0 {
			r.lines = append(r.lines, page...)
			seen := r.lines[len(r.lines)-1]
			unseen := r.last - (first + len(r.lines) - 1)
			if room := r.size - unseen; room > 0 && r.last < 150 {
				r.talk(rapid.IntRange(0, room).Draw(t, "meanwhile"))
			}
			page = r.m.Find(tea, Query{After: &Ref{ID: seen.ID, At: seen.At}, Limit: rapid.IntRange(1, 9).Draw(t, "limit")})
		}
		if err := consecutive(r.lines, first, r.last); err != nil {
			t.Error(err)
		}
	})
}

// Backwards, what comes meanwhile stays out, and what is forgotten meanwhile is
// missing at the far end only.
func TestPagingBackwardsGivesTheWholeOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := begin(t)
		newest := r.last
		page := r.m.Find(tea, Query{Limit: rapid.IntRange(1, 9).Draw(t, "limit"), Newest: true})
		for len(page) > 0 {
			r.lines = append(page, r.lines...)
			r.talk(rapid.IntRange(0, 3).Draw(t, "meanwhile"))
			page = r.m.Find(tea, Query{Before: &Ref{ID: r.lines[0].ID, At: r.lines[0].At}, Limit: rapid.IntRange(1, 9).Draw(t, "limit"), Newest: true})
		}
		oldest := newest - len(r.lines) + 1
		if err := consecutive(r.lines, oldest, newest); err != nil {
			t.Error(err)
		}
		if kept := r.last - r.size + 1; oldest > max(1, kept) {
			t.Errorf("ended at %d, but %d is kept", oldest, max(1, kept))
		}
	})
}

// A place between two others gives the same from either side.
func TestBetweenTwoPlacesBothWaysMeet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := begin(t)
		from := rapid.IntRange(0, r.last+1).Draw(t, "from")
		to := rapid.IntRange(from+1, r.last+2).Draw(t, "to")
		forwards := r.m.Find(tea, Query{After: byID(from), Before: byID(to), Limit: 200})
		backwards := r.m.Find(tea, Query{After: byID(from), Before: byID(to), Limit: 200, Newest: true})
		if ids(forwards) != ids(backwards) {
			t.Errorf("%s and %s", ids(forwards), ids(backwards))
		}
		if err := consecutive(forwards, max(from+1, r.last-r.size+1, 1), min(to-1, r.last)); err != nil && len(forwards) > 0 {
			t.Error(err)
		}
	})
}

// TestPagingThroughEverything: with messages, events and redactions in between, and
// whatever the size of a page, a reader gets all that is there, once and in order,
// either way.
func TestPagingThroughEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := NewMemory(50, plenty)
		all := rapid.Bool().Draw(t, "all")
		last := rapid.IntRange(1, 50).Draw(t, "entries")
		redacted := map[int]bool{}
		for n := 1; n <= last; n++ {
			m.Add(tea, entry(n, Kind(rapid.IntRange(0, int(kinds)-1).Draw(t, "kind"))))
			if rapid.IntRange(0, 4).Draw(t, "redact") == 0 {
				redacted[n] = true
				m.Redact(tea, id(n))
			}
		}
		want := ids(m.Find(tea, Query{Limit: 100, All: all}))
		limit := rapid.IntRange(1, 9).Draw(t, "page")
		var forwards, backwards []Entry
		for page := m.Find(tea, Query{Limit: limit, All: all}); len(page) > 0; {
			forwards = append(forwards, page...)
			page = m.Find(tea, Query{After: &Ref{ID: page[len(page)-1].ID}, Limit: limit, All: all})
		}
		for page := m.Find(tea, Query{Limit: limit, All: all, Newest: true}); len(page) > 0; {
			backwards = append(page, backwards...)
			page = m.Find(tea, Query{Before: &Ref{ID: page[0].ID}, Limit: limit, All: all, Newest: true})
		}
		if ids(forwards) != want || ids(backwards) != want {
			t.Errorf("page of %d: forwards %q, backwards %q, expected %q", limit, ids(forwards), ids(backwards), want)
		}
		for _, e := range forwards {
			var n int
			fmt.Sscanf(e.ID, "%d", &n) //nolint:errcheck // ids are numbers here
			if redacted[n] || !all && e.Kind != Message {
				t.Errorf("%s should not be there", e.ID)
			}
		}
	})
}
