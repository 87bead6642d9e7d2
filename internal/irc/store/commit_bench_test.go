package store

import (
	"fmt"
	"testing"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

// BenchmarkCommit stores what people say, so much of it in each write.
func BenchmarkCommit(b *testing.B) {
	for _, size := range []int{1, 10, 100, 1000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			s, v := mustOpen(b, b.TempDir()), newVocabulary()
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				var batch history.Batch
				for range size {
					channel := chat.ChannelID(1 + v.dice.IntN(300))
					batch.Changes = append(batch.Changes, history.Change{Key: history.Channel(channel), Entry: history.Entry{From: 9, Line: &wire.Line{
						ID: fmt.Sprintf("%026d", n), At: noon.Add(time.Duration(n) * time.Millisecond), Source: fmt.Sprint("nick", v.dice.IntN(400), "!~u@some.host.example"),
						Command: "PRIVMSG", Text: true, Params: []string{fmt.Sprint("#channel", channel), v.text()},
					}}})
					n++
				}
				mustCommit(b, s, batch)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/message")
		})
	}
}
