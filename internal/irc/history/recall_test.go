package history

import "testing"

// What was dropped, or never was here, comes back before what is here, and a gap never
// looks like a whole.
func TestRecall(t *testing.T) {
	some := func(numbers ...int) (all []Entry) {
		for _, n := range numbers {
			all = append(all, said(n))
		}
		return all
	}
	for name, tt := range map[string]struct {
		begins   int   // where memory begins
		here     []int // was said since
		recalled []int
		whole    bool
		next     int // before which it was
		want     string
		lacks    bool
		knows    bool // what was before the third, or that nothing was
	}{
		"all of it":                {4, nil, []int{1, 2, 3}, true, 4, "1 2 3", false, true},
		"some of it":               {4, nil, []int{2, 3}, false, 4, "2 3", true, false},
		"and more was said":        {4, []int{4, 5}, []int{1, 2, 3}, true, 4, "1 2 3 4 5", false, true},
		"than there is room":       {4, []int{4, 5, 6}, []int{1, 2, 3}, true, 4, "2 3 4 5 6", false, false},
		"what is here comes again": {4, []int{4, 5}, []int{3, 4}, false, 5, "3 4 5", true, false},
		"nothing":                  {4, []int{4}, nil, true, 4, "4", false, true},
		"a gap between":            {6, []int{6}, []int{1, 2, 3}, true, 4, "6", true, false},
	} {
		t.Run(name, func(t *testing.T) {
			m := NewMemory(5, plenty)
			m.KeepsElsewhere()
			if !m.Lacks(tea) {
				t.Error("an unknown conversation lacks nothing")
			}
			m.Begin(tea, id(tt.begins))
			for _, e := range some(tt.here...) {
				m.Add(tea, e)
			}
			m.Recall(tea, some(tt.recalled...), tt.whole, id(tt.next))
			found := m.Find(tea, Query{Limit: 9})
			if got := ids(found); got != tt.want {
				t.Errorf("%q, expected %q", got, tt.want)
			}
			if m.Lacks(tea) != tt.lacks {
				t.Errorf("lacks something: %v", !tt.lacks)
			}
			asked := Query{Before: byID(3), Limit: 9}
			if got := m.IsWhole(tea, asked, m.Find(tea, asked)); got != tt.knows {
				t.Errorf("knows what was before the third: %v", got)
			}
			if m.bytes != weigh(found) {
				t.Errorf("%d bytes are counted of %d", m.bytes, weigh(found))
			}
			for n := 10; n < 30; n++ { // and the ring goes on
				m.Add(tea, said(n))
			}
			if got := ids(m.Find(tea, Query{Limit: 9})); got != "25 26 27 28 29" {
				t.Errorf("later %q", got)
			}
		})
	}
}

func TestRecallStaysWithinTheBudget(t *testing.T) {
	other := Channel(2)
	m := NewMemory(5, 3*weight(said(1)))
	m.KeepsElsewhere()
	m.Begin(other, id(1))
	m.Add(other, said(1))
	m.Begin(tea, id(9))
	m.Recall(tea, []Entry{said(2), said(3), said(4), said(5)}, true, id(9))
	if got := ids(m.Find(tea, Query{Limit: 9})); got != "3 4 5" || m.Find(other, Query{Limit: 9}) != nil {
		t.Errorf("%q is kept", got)
	}
	if !m.Lacks(tea) || !m.Lacks(other) {
		t.Error("what was dropped is not asked for")
	}
}
