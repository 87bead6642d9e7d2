package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

const (
	her   = 7 // an account
	his   = 8 // another
	guest = 9
)

// mark ends every word that she writes: an index that leaves out what two words begin
// with alike still has it.
const mark = "qzuoq"

// talking is where.
var talking = []history.Key{tea, history.Channel(2), history.Between(her, his), history.Between(his, guest), history.Between(her, guest)}

// gossip is a folder in which many have written much in some conversations, and she a
// share of it.
func gossip(t *testing.T, dice *rand.Rand, messages int, share float64, keys ...history.Key) (dir string, s *Store) {
	t.Helper()
	dir = t.TempDir()
	s = mustOpen(t, dir)
	mustCommit(t, s, history.Batch{Events: []chat.Event{
		chat.AccountSaved{Account: account.Account{ID: her, Name: "alice"}}, chat.AccountSaved{Account: account.Account{ID: his, Name: "bob"}},
	}})
	for n := 0; n < messages; {
		var b history.Batch
		for range 100 {
			n++
			words := fmt.Sprintf("word%d", n)
			e := history.Entry{Kind: history.Message, From: 100, Owner: his}
			if dice.Float64() < share {
				e.Owner, words = her, fmt.Sprintf("%d%s", n, mark)
			}
			text := strings.Repeat(words+" ", 1+dice.IntN(60))
			e.Line = &wire.Line{
				ID: fmt.Sprintf("%06d", n), At: noon.Add(time.Duration(n) * time.Millisecond), Source: "x!x@x", Command: "PRIVMSG", Params: []string{"#tea", text}, Text: true,
			}
			switch dice.IntN(20) {
			case 0:
				e.Kind, e.Command = history.Event, "PART"
			case 1:
				e.Kind, e.Tags = history.Tagged, []wire.Tag{{Key: "+draft/react", Value: text}}
			case 2:
				e.Params, e.Multiline = []string{"#tea"}, &wire.Multiline{Parts: []wire.Part{{Text: text}, {Text: text}}}
			}
			b.Changes = append(b.Changes, history.Change{Key: keys[dice.IntN(len(keys))], Entry: e})
		}
		mustCommit(t, s, b)
	}
	return dir, s
}

var erased = history.Batch{Events: []chat.Event{chat.Erased{Account: her}, chat.AccountDropped{Account: her}}}

// traces counts what is left of her in the files of a folder.
func traces(t *testing.T, dir string) (count int) {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		count += bytes.Count(bytes.ToLower(mustRead(t, filepath.Join(dir, f.Name()))), []byte(mark))
	}
	return count
}

// census counts what is found of hers and of others.
func census(t *testing.T, s *Store) (hers, others int) {
	t.Helper()
	for _, key := range talking {
		found, err := s.Find(key, history.Query{Limit: 1 << 20, All: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range found {
			if e.Owner == her {
				hers++
			} else {
				others++
			}
		}
	}
	return hers, others
}

// What is erased is found no more from then on, and of it no byte is left in any file;
// all else stays. Only what others said to her and nobody could ask for goes with it.
func TestErase(t *testing.T) {
	for name, tt := range map[string]struct {
		share float64
		keys  []history.Key
	}{
		"a few":      {0.005, talking[:2]}, // of which the index of words would keep traces
		"nearly all": {0.97, talking},      // of which the pages would
	} {
		t.Run(name, func(t *testing.T) {
			dir, s := gossip(t, rand.New(rand.NewPCG(1, 2)), 1500, tt.share, tt.keys...)
			if traces(t, dir) == 0 {
				t.Fatal("she has written nothing")
			}
			_, before := census(t, s)
			mustCommit(t, s, erased)
			if hers, others := census(t, s); hers > 0 || others != before {
				t.Errorf("found are %d of hers, and %d of others, who had %d", hers, others, before)
			}
			found, err := s.Search(t.Context(), history.Search{Keys: []history.Key{tea}, Phrases: history.ParsePhrases(fmt.Sprint("1", mark)), Limit: 9})
			if err != nil || len(found) > 0 {
				t.Error(err, found)
			}
			if found, next, err := s.OwnedBy(her, 0, 9); err != nil || len(found) > 0 || next != 0 {
				t.Error(err, found)
			}
			lone, err := s.Find(history.Between(her, guest), history.Query{Limit: 1 << 20, All: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Scrub(t.Context()); err != nil {
				t.Fatal(err)
			}
			if left := traces(t, dir); left > 0 {
				t.Errorf("%d traces are left", left)
			}
			if hers, others := census(t, s); hers > 0 || others != before-len(lone) {
				t.Errorf("left are %d of hers, and %d of others, who had %d", hers, others, before)
			}
			var wrong string
			if err := s.write.QueryRow("PRAGMA integrity_check").Scan(&wrong); err != nil || wrong != "ok" {
				t.Error(err, wrong)
			}
			mustCommit(t, s, added(tea, entry(9000, history.Message)))
			if found, err := s.Search(t.Context(), history.Search{Keys: []history.Key{tea}, Phrases: history.ParsePhrases("line 9000"), Limit: 9}); err != nil || len(found) != 1 {
				t.Error(err, found)
			}
		})
	}
}

// Of who gives her account up everything stays, but for what nobody could ask for any
// more: of that no byte is left. Who is killed at it does the rest at the next start.
func TestParting(t *testing.T) {
	dropped := history.Batch{Events: []chat.Event{chat.AccountDropped{Account: her, At: noon}}}
	guestStays := history.Batch{Events: []chat.Event{chat.UserRestored{State: chat.UserState{User: guest, Nick: "guest"}}}}
	for name, tt := range map[string]struct {
		keys   []history.Key
		before history.Batch
		is     bool // whether it goes
	}{
		"a guest who has gone":    {[]history.Key{history.Between(her, guest)}, history.Batch{}, true},
		"a guest who may return":  {[]history.Key{history.Between(her, guest)}, guestStays, false},
		"another account":         {[]history.Key{history.Between(her, his)}, history.Batch{}, false},
		"herself":                 {[]history.Key{history.Between(her, her)}, history.Batch{}, true},
		"a channel":               {talking[:2], history.Batch{}, false},
		"an account given up too": {[]history.Key{history.Between(her, his)}, history.Batch{Events: []chat.Event{chat.AccountDropped{Account: his}}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir, s := gossip(t, rand.New(rand.NewPCG(1, 2)), 500, 0.5, tt.keys...)
			mustCommit(t, s, tt.before)
			mustCommit(t, s, dropped)
			if _, err := s.deleteSome(t.Context(), "SELECT n FROM messages WHERE talk IN ("+talksWithNobody+") LIMIT 1000", her); err != nil {
				t.Fatal(err)
			}
			mustClose(t, s) // it is interrupted before anything is wiped
			s = mustOpen(t, dir)
			if err := s.Scrub(t.Context()); err != nil {
				t.Fatal(err)
			}
			if hers, others := census(t, s); (hers+others == 0) != tt.is {
				t.Errorf("%d of hers are left, and %d of others", hers, others)
			}
			if left := traces(t, dir); (left == 0) != tt.is {
				t.Errorf("%d traces are left", left)
			}
			if left, err := s.ids(t.Context(), "SELECT account FROM partings"); err != nil || len(left) > 0 {
				t.Error("it is still to be done", err)
			}
		})
	}
}

// What nobody could ask for before that was looked at goes with the next scrubbing.
func TestPartingsOfBefore(t *testing.T) {
	dir := t.TempDir()
	written(t, dir, len(schema)-1,
		`INSERT INTO accounts VALUES (5, 'Alice', 0, '{"ID":5,"Name":"Alice"}')`,
		`INSERT INTO talks (talk, channel, a, b) VALUES (1, 0, 3, 4), (2, 0, 3, 5), (3, 9, 0, 0)`,
		`INSERT INTO messages (n, talk, at, id, kind, sender, body) VALUES
			(1, 1, 1, '1', 0, 3, '{}'), (2, 2, 1, '1', 0, 3, '{}'), (3, 3, 1, '1', 0, 3, '{}')`)
	s := mustOpen(t, dir)
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left, err := s.ids(t.Context(), "SELECT talk FROM messages ORDER BY talk"); err != nil || !slices.Equal(left, []chat.UserID{2, 3}) {
		t.Error(left, err)
	}
}

// Who is killed while it is removed does the rest at the next start.
func TestScrubGoesOn(t *testing.T) {
	dir, s := gossip(t, rand.New(rand.NewPCG(3, 4)), 600, 0.5, talking...)
	mustCommit(t, s, erased)
	if n, err := s.deleteSome(t.Context(), "SELECT n FROM messages WHERE owner = ?1 ORDER BY n LIMIT 100", her); err != nil || n != 100 {
		t.Fatal(n, err)
	}
	mustClose(t, s)
	if traces(t, dir) == 0 {
		t.Error("it was not interrupted")
	}
	s = mustOpen(t, dir)
	if hers, _ := census(t, s); hers > 0 {
		t.Errorf("%d of hers are found again", hers)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Scrub(ended); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := traces(t, dir); left > 0 {
		t.Errorf("%d traces are left", left)
	}
	mustClose(t, s)
	if err := s.Scrub(t.Context()); err == nil {
		t.Error("a store that is closed was scrubbed")
	}
}

// All of one person is found once, in the order in which it was said, in any pieces.
func TestOwnedBy(t *testing.T) {
	_, s := gossip(t, rand.New(rand.NewPCG(5, 6)), 600, 0.1, talking...)
	count, last := 0, ""
	for behind := int64(0); ; {
		found, next, err := s.OwnedBy(her, behind, 7)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			count++
			if f.Owner != her || f.ID <= last || f.Key == (history.Key{}) {
				t.Fatalf("%+v behind %s", f, last)
			}
			last = f.ID
		}
		if behind = next; next == 0 {
			break
		}
	}
	if hers, _ := census(t, s); count != hers || count == 0 {
		t.Errorf("%d of %d", count, hers)
	}
	var plan string
	err := s.read.QueryRow("EXPLAIN QUERY PLAN SELECT 1 FROM messages m WHERE m.owner = ? AND m.owner <> 0 AND m.n > ?"+standing+" ORDER BY m.n LIMIT 7", her, 0).Scan(new(int), new(int), new(int), &plan)
	if err != nil || !strings.Contains(plan, "messages_of_owner") {
		t.Error(err, plan)
	}
}
