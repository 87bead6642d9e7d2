package store

import (
	"context"
	"testing"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// A guest's conversations become her account's: one with whom that had none, and one that
// becomes part of another. What she said is hers.
func TestAdopt(t *testing.T) {
	const guest, heir, bob, carol = chat.UserID(1), chat.UserID(9), chat.UserID(2), chat.UserID(3)
	s := mustOpen(t, t.TempDir())
	by := func(n int, from chat.UserID) history.Entry {
		e := entry(n, history.Message)
		e.From = from
		return e
	}
	mustCommit(t, s, added(history.Between(heir, bob), by(1, heir), by(4, bob)))
	mustCommit(t, s, added(history.Between(guest, bob), by(2, guest), by(3, bob), entry(5, history.Tagged)))
	mustCommit(t, s, added(history.Between(guest, carol), by(6, guest)))
	mustCommit(t, s, added(history.Between(guest, guest), by(7, guest)))
	mustCommit(t, s, added(history.Between(bob, carol), by(8, bob)))
	mustCommit(t, s, history.Batch{Changes: append([]history.Change{{Guest: guest, Heir: heir}}, added(history.Between(heir, bob), by(9, guest)).Changes...)})
	checkIndex(t, s)
	for key, want := range map[history.Key]string{
		history.Between(heir, bob): "0001 0002 0003 0004 0009", history.Between(heir, carol): "0006", history.Between(heir, heir): "0007",
		history.Between(bob, carol): "0008", history.Between(guest, bob): "", history.Between(guest, carol): "", history.Between(guest, guest): "",
	} {
		found, err := s.Find(key, history.Query{Limit: 9})
		sought, failed := s.Search(context.Background(), history.Search{Keys: []history.Key{key}, Phrases: history.ParsePhrases("line"), Limit: 9})
		got, by := "", ""
		for i, e := range found {
			got += " " + e.ID
			by += " " + sought[i].ID
			if isHers := e.From == guest && e.ID != "0009"; isHers != (e.Owner == heir) {
				t.Errorf("%s is %d's", e.ID, e.Owner)
			}
		}
		if want != "" {
			want = " " + want
		}
		if err != nil || failed != nil || got != want || by != want {
			t.Errorf("%v: %s and %s, expected %s (%v, %v)", key, got, by, want, err, failed)
		}
	}
	if talks, err := s.Talks(guest); err != nil || len(talks) > 0 {
		t.Error(err, talks)
	}
}
