package store

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

// number asks for one.
func number(t interface {
	Helper()
	Fatal(...any)
}, s *Store, query string) int {
	t.Helper()
	var n int
	if err := s.write.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(query, err)
	}
	return n
}

// checkIndex says whether the index of words, and what conversations know of themselves,
// agree with the messages.
func checkIndex(t interface {
	Helper()
	Fatal(...any)
	Errorf(string, ...any)
}, s *Store) {
	t.Helper()
	for _, wrong := range []string{
		"SELECT count(*) FROM messages m WHERE kind = 0 AND NOT EXISTS (SELECT 1 FROM words WHERE rowid = m.n)",
		"SELECT count(*) FROM words WHERE rowid NOT IN (SELECT n FROM messages WHERE kind = 0)",
		"SELECT count(*) FROM talks t WHERE said <> (SELECT count(*) FROM messages m WHERE m.talk = t.talk AND kind = 0)",
		"SELECT count(*) FROM talks t WHERE seen <> (SELECT count(*) FROM messages m WHERE m.talk = t.talk AND kind <> 0)",
	} {
		if n := number(t, s, wrong); n > 0 {
			t.Errorf("%d: %s", n, wrong)
		}
	}
}

// What is over the bounds goes, nothing else does, and what is left is found.
func TestTrim(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	channel := chat.ChannelID(0)
	rapid.Check(t, func(t *rapid.T) {
		bounds := map[history.Key]history.Bounds{}
		left := map[history.Key][]history.Entry{}
		for range 2 {
			channel++
			key := history.Channel(channel)
			if rapid.Bool().Draw(t, "in private") {
				key = history.Between(chat.UserID(channel), 7)
			}
			var all []history.Entry
			for n := range rapid.IntRange(0, 20).Draw(t, "entries") {
				all = append(all, entry(n, rapid.SampledFrom([]history.Kind{history.Message, history.Message, history.Tagged, history.Event}).Draw(t, "kind")))
			}
			mustCommit(t, s, added(key, all...))
			if len(all) > 0 && rapid.Bool().Draw(t, "redacted") {
				mustCommit(t, s, history.Batch{Changes: []history.Change{{Key: key, Redact: all[0].ID}}})
				all = all[1:]
			}
			b := history.Bounds{Most: rapid.IntRange(0, 12).Draw(t, "most")}
			if rapid.Bool().Draw(t, "has an age") {
				b.Since = entry(rapid.IntRange(0, 22).Draw(t, "since"), 0).At
			}
			bounds[key], left[key] = b, within(all, b)
		}
		err := s.Trim(context.Background(), func(keys []history.Key) []history.Bounds {
			var all []history.Bounds
			for _, key := range keys {
				all = append(all, bounds[key])
			}
			return all
		})
		if err != nil {
			t.Fatal(err)
		}
		for key, want := range left {
			found, err := s.Find(key, history.Query{Limit: 50, All: true})
			if diff := cmp.Diff(want, found, sameLines, cmpopts.EquateEmpty()); err != nil || diff != "" {
				t.Errorf("%+v: %v %s", bounds[key], err, diff)
			}
		}
		checkIndex(t, s)
		for key := range left {
			mustCommit(t, s, history.Batch{Changes: []history.Change{{Key: key, Forget: true}}})
		}
	})
}

// within is what of a conversation is left, said slowly.
func within(all []history.Entry, b history.Bounds) []history.Entry {
	count := func(isMessage bool) int {
		n := 0
		for _, e := range all {
			if (e.Kind == history.Message) == isMessage {
				n++
			}
		}
		return n
	}
	all = slices.DeleteFunc(slices.Clone(all), func(e history.Entry) bool { return e.At.Before(b.Since) })
	for b.Most > 0 && count(true) > b.Most {
		first := slices.IndexFunc(all, func(e history.Entry) bool { return e.Kind == history.Message })
		all = all[first+1:] // and what had happened until then
	}
	for b.Most > 0 && count(false) > b.Most {
		first := slices.IndexFunc(all, func(e history.Entry) bool { return e.Kind != history.Message })
		all = slices.Delete(all, first, first+1)
	}
	return all
}

// The file is not for ever as large as it once was.
func TestTrimGivesSpaceBack(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	const many = 2500
	var b history.Batch
	for n := range many {
		e := entry(n, history.Event)
		if n%20 == 0 {
			e = entry(n, history.Message)
		}
		e.Tags = []wire.Tag{{Key: "+filler", Value: strings.Repeat("filler ", 600)}}
		b.Changes = append(b.Changes, history.Change{Key: history.Channel(1), Entry: e})
	}
	mustCommit(t, s, b)
	before := number(t, s, "PRAGMA page_count")
	err := s.Trim(context.Background(), func(keys []history.Key) []history.Bounds {
		return []history.Bounds{{Since: noon.Add(many / 2 * 95 / 100 * time.Millisecond)}}
	})
	if after := number(t, s, "PRAGMA page_count"); err != nil || before < 2*sparePages || after > sparePages+before/10 {
		t.Errorf("%d pages became %d (%v)", before, after, err)
	}
	checkIndex(t, s)
}

// A pass over much ends when the program does.
func TestTrimEndsWithItsContext(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	mustCommit(t, s, added(history.Channel(1), entry(1, history.Message)))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Trim(ctx, func(keys []history.Key) []history.Bounds { return make([]history.Bounds, len(keys)) }); err == nil {
		t.Error("it went on")
	}
}
