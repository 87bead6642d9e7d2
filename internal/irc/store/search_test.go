package store

import (
	"context"
	"fmt"
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

// bits are what made-up texts are made of: words, and what could be taken for
// something else.
var bits = []string{
	"fox", "Fox", "foxes", "quick", "the", "Élise", "elise", "e\u0301lise", "世界", "世", "🎉", "don't", "a_b", "x", "OR", "AND", "NOT", "NEAR(fox quick, 2)",
	`"`, `""`, "'", "*", "fo*", "text:", "talk : 1", "{nick}", "^fox", "+", "-fox", "(", ")", ";", "--", "\x02bold\x0f", "\u200b", "%", "\\",
}

func texts(t *rapid.T, name string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(bits), 0, 6).Draw(t, name), rapid.SampledFrom([]string{" ", " ", ""}).Draw(t, name+" parted by"))
}

// Whatever is looked for, and whatever is typed for it, the disk finds what memory
// would.
func TestTheDiskFindsLikeMemory(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	channel := chat.ChannelID(0)
	rapid.Check(t, func(t *rapid.T) {
		keys := []history.Key{history.Channel(channel + 1), history.Channel(channel + 2), history.Between(chat.UserID(channel), 1)}
		channel += 2
		var all []history.Found
		for n := range rapid.IntRange(0, 20).Draw(t, "entries") {
			e := entry(n, rapid.SampledFrom([]history.Kind{history.Message, history.Message, history.Message, history.Tagged}).Draw(t, "kind"))
			e.Source = rapid.SampledFrom([]string{"alice!~a@test", "Alice!~a@test", "[b]!x@y", "Élise!~é@test", "a/b"}).Draw(t, "source")
			e.Params[1] = texts(t, "text")
			if rapid.IntRange(0, 3).Draw(t, "multiline") == 0 {
				e.Params, e.Multiline = e.Params[:1], &wire.Multiline{Parts: []wire.Part{{Text: texts(t, "first")}, {Text: texts(t, "second"), Concat: true}}}
			}
			all = append(all, history.Found{Key: rapid.SampledFrom(keys).Draw(t, "key"), Entry: e})
		}
		// Some are stored late: what becomes of a conversation may be known only then.
		late := 2 * rapid.IntRange(0, len(all)/2).Draw(t, "late") // within a moment they stay in order
		var b history.Batch
		for _, f := range slices.Concat(all[late:], all[:late]) {
			b.Changes = append(b.Changes, history.Change{Key: f.Key, Entry: f.Entry})
		}
		mustCommit(t, s, b)
		for range rapid.IntRange(0, 3).Draw(t, "redactions") {
			if len(all) > 0 {
				i := rapid.IntRange(0, len(all)-1).Draw(t, "redacted")
				mustCommit(t, s, history.Batch{Changes: []history.Change{{Key: all[i].Key, Redact: all[i].ID}}})
				all = slices.Delete(all, i, i+1)
			}
		}
		moment := rapid.Custom(func(t *rapid.T) time.Time {
			return rapid.SampledFrom([]time.Time{{}, entry(rapid.IntRange(0, 20).Draw(t, "n"), 0).At}).Draw(t, "at")
		})
		q := history.Search{
			Keys: keys[:rapid.IntRange(0, 3).Draw(t, "keys")], Phrases: history.ParsePhrases(texts(t, "typed")),
			Nick:  rapid.SampledFrom([]string{"", "", history.NickKey("ALICE"), history.NickKey("[b]"), history.NickKey("élise"), `"`}).Draw(t, "nick"),
			After: moment.Draw(t, "after"), Before: moment.Draw(t, "before"),
			Limit: rapid.IntRange(0, 9).Draw(t, "limit"), Oldest: rapid.Bool().Draw(t, "oldest"),
		}
		found, err := s.Search(context.Background(), q)
		want := q.Pick(slices.DeleteFunc(slices.Clone(all), func(f history.Found) bool {
			return !slices.Contains(q.Keys, f.Key) || !q.Matches(f.Entry)
		}))
		if diff := cmp.Diff(want, found, sameLines, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("%+v: %v %s", q, err, diff)
		}
	})
}

// A search goes from one index to the other, and sorts nothing.
func TestASearchIsPlannedByTheIndex(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	q := history.Search{Keys: []history.Key{history.Channel(1)}, Phrases: history.ParsePhrases("fox"), Nick: "bob", Limit: 5}
	for _, q.Oldest = range []bool{false, true} {
		query, args := searchQuery(map[int64]history.Key{1: q.Keys[0]}, q)
		plan := ""
		rows, err := s.read.Query("EXPLAIN QUERY PLAN "+query, args...)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				t.Fatal(err)
			}
			plan += step + "\n"
		}
		_ = rows.Close()
		if !strings.Contains(plan, "SCAN w VIRTUAL TABLE INDEX") || !strings.Contains(plan, "SEARCH m USING INTEGER PRIMARY KEY") || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("oldest %v:\n%s", q.Oldest, plan)
		}
	}
}

// A search that nobody waits for any more ends.
func TestASearchEndsWithItsAsker(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	mustCommit(t, s, added(history.Channel(1), entry(1, history.Message)))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if found, err := s.Search(ctx, history.Search{Keys: []history.Key{history.Channel(1)}, Limit: 5}); err == nil {
		t.Error("found", found)
	}
}

// What an older ircd has stored is found as well, and stands in the order of time.
func TestWhatAnOlderSchemaHasIsFound(t *testing.T) {
	dir, rows := t.TempDir(), []string{"INSERT INTO talks VALUES (1, 7, 0, 0)"}
	for n, text := range []string{"two", "one Élise", "three"} {
		body := fmt.Sprintf(`{"s":"Bob!~b@test","c":"PRIVMSG","p":["#tea","%s"],"t":true}`, text)
		rows = append(rows, fmt.Sprintf("INSERT INTO messages VALUES (%d, 1, %d, '%s', 0, 1, '%s')", n, noon.UnixMilli(), []string{"0002", "0001", "0003"}[n], body))
	}
	written(t, dir, 1, rows...)
	s := mustOpen(t, dir)
	mustCommit(t, s, added(history.Channel(7), entry(4, history.Message)))
	for typed, want := range map[string]string{"": "0001 0002 0003 0004", "elise": "0001", "one": "0001", "line": "0004"} {
		found, err := s.Search(context.Background(), history.Search{Keys: []history.Key{history.Channel(7)}, Phrases: history.ParsePhrases(typed), Limit: 9})
		var ids []string
		for _, f := range found {
			ids = append(ids, f.ID)
		}
		if got := strings.Join(ids, " "); err != nil || got != want {
			t.Errorf("%q: %s, expected %s (%v)", typed, got, want, err)
		}
	}
}
