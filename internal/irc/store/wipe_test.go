package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"linnet/internal/irc/history"
)

// Whatever is wiped counted as nothing: all that is kept is there as before, and the
// database is sound. Afterwards there is nothing to wipe.
func TestWipe(t *testing.T) {
	dice := rand.New(rand.NewPCG(7, 8))
	_, s := gossip(t, dice, 600, 0.3, talking...)
	for range 300 { // until pages have been spread over others
		id := fmt.Sprintf("%06d", 1+dice.IntN(600))
		mustCommit(t, s, history.Batch{Changes: []history.Change{{Key: talking[dice.IntN(len(talking))], Redact: id}}})
	}
	all := func() (text string) {
		for _, key := range talking {
			found, err := s.Find(key, history.Query{Limit: 1 << 20, All: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range found {
				text += e.ID + strings.Join(e.Params, " ") + "\n"
			}
		}
		return text
	}
	unclean := func() []int {
		var pages int
		if err := s.write.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
			t.Fatal(err)
		}
		found, err := s.unclean(t.Context(), 1, pages)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	before := all()
	if len(unclean()) == 0 {
		t.Error("there is nothing to wipe")
	}
	if err := s.wipe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := unclean(); len(left) > 0 {
		t.Errorf("the pages %v are unclean still", left)
	}
	var wrong string
	if err := s.write.QueryRow("PRAGMA integrity_check").Scan(&wrong); err != nil || wrong != "ok" || all() != before {
		t.Errorf("%v %s", err, wrong)
	}
}

// FuzzGap: whatever is in a page, what counts as nothing lies behind what its header
// says, and within it.
func FuzzGap(f *testing.F) {
	f.Add([]byte{13, 0, 0, 0, 1, 1, 0, 0, 1, 8}, 3)
	f.Add([]byte{2, 0, 0, 0, 0, 0, 0, 0}, 3)
	f.Add([]byte{5, 0, 0, 255, 255, 0, 9, 0}, 1)
	f.Fuzz(func(t *testing.T, begins []byte, n int) {
		page := make([]byte, 512)
		copy(page, begins)
		gap := gapOf(page, n)
		clear(gap)
		header := 8
		if n == 1 {
			header += 100
		}
		if string(page[:header]) != string(append(begins, make([]byte, header)...)[:header]) {
			t.Errorf("the header was wiped: %v", page[:header])
		}
	})
}
