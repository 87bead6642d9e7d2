package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

// manyLines is how many messages the benchmark looks through, in some hundred channels,
// of which the first has half of all that is said. SEARCH_LINES makes it another number:
// a million are stored in minutes.
func manyLines() int {
	if n, err := strconv.Atoi(os.Getenv("SEARCH_LINES")); err == nil {
		return n
	}
	return 50_000
}

// vocabulary is drawn from as people do: few words often, most seldom.
type vocabulary struct {
	dice *rand.Rand
	zipf *rand.Zipf
}

func newVocabulary() vocabulary {
	dice := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same each time
	return vocabulary{dice, rand.NewZipf(dice, 1.1, 3, 60_000)}
}

// word is the n-th commonest word.
func word(n uint64) string {
	text := ""
	for n += 26; n > 0; n /= 26 {
		text += string(rune('a' + n%26))
	}
	return text
}

func (v vocabulary) text() string {
	words := make([]string, 2+v.dice.IntN(14))
	for i := range words {
		words[i] = word(v.zipf.Uint64())
	}
	return strings.Join(words, " ")
}

// stocked is a store with many lines.
func stocked(b *testing.B) *Store {
	s := mustOpen(b, b.TempDir())
	v, many := newVocabulary(), manyLines()
	for n := 0; n < many; {
		var batch history.Batch
		for range 5000 {
			at := noon.Add(time.Duration(n) * 7 * time.Second)
			channel := chat.ChannelID(1)
			if v.dice.IntN(2) == 0 {
				channel += chat.ChannelID(v.dice.IntN(300))
			}
			nick := fmt.Sprint("nick", v.dice.IntN(400))
			batch.Changes = append(batch.Changes, history.Change{Key: history.Channel(channel), Entry: history.Entry{Line: &wire.Line{
				ID: fmt.Sprintf("%026d", n), At: at, Source: nick + "!~u@some.host.example", Command: "PRIVMSG", Text: true,
				Params: []string{fmt.Sprint("#channel", channel), v.text()},
			}}})
			n++
		}
		mustCommit(b, s, batch)
	}
	return s
}

// BenchmarkSearch looks for words in many messages: whatever is asked, the index answers.
func BenchmarkSearch(b *testing.B) {
	began := time.Now()
	s := stocked(b)
	b.Logf("stored in %v", time.Since(began).Round(time.Second))
	var all, few []history.Key
	for id := range chat.ChannelID(100) {
		all = append(all, history.Channel(id+1))
	}
	few = all[50:53]
	half := noon.Add(time.Duration(manyLines()/2) * 7 * time.Second)
	for _, ask := range []struct {
		name string
		q    history.Search
	}{
		{"latest", history.Search{Keys: all}},
		{"common", history.Search{Keys: all, Phrases: history.ParsePhrases(word(0))}},
		{"common in one", history.Search{Keys: few[:1], Phrases: history.ParsePhrases(word(0))}},
		{"common in few", history.Search{Keys: few, Phrases: history.ParsePhrases(word(0) + " ")}},
		{"two common", history.Search{Keys: all, Phrases: history.ParsePhrases(word(0) + " " + word(1))}},
		{"phrase", history.Search{Keys: all, Phrases: history.ParsePhrases(`"` + word(0) + " " + word(1) + `"`)}},
		{"rare", history.Search{Keys: all, Phrases: history.ParsePhrases(word(50_000) + " ")}},
		{"rare and common", history.Search{Keys: all, Phrases: history.ParsePhrases(word(0) + " " + word(50_000) + " ")}},
		{"none", history.Search{Keys: all, Phrases: history.ParsePhrases("nobody-said-that")}},
		{"beginning of 2", history.Search{Keys: all, Phrases: history.ParsePhrases("ab")}},
		{"beginning of 3", history.Search{Keys: all, Phrases: history.ParsePhrases("abb")}},
		{"nick", history.Search{Keys: all, Nick: "nick7"}},
		{"nick in few", history.Search{Keys: few, Nick: "nick7"}},
		{"middle", history.Search{Keys: all, Phrases: history.ParsePhrases(word(0)), Before: half}},
		{"oldest", history.Search{Keys: all, Phrases: history.ParsePhrases(word(0)), After: half, Oldest: true}},
	} {
		b.Run(ask.name, func(b *testing.B) {
			ask.q.Limit = 50
			for b.Loop() {
				if _, err := s.Search(context.Background(), ask.q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
