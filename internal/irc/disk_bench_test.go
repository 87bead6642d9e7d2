package irc

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"linnet/internal/irc/history"
	"linnet/internal/irc/picture"
	"linnet/internal/irc/store"
)

// patient is a transport of somebody who says the next thing when she may.
type patient struct {
	s        *Session
	released chan struct{}
}

func (*patient) Close()  {}
func (p *patient) Wake() { (&sink{s: p.s}).Wake() }

func (p *patient) Release() {
	select {
	case p.released <- struct{}{}:
	default:
	}
}

// say says a line and waits until it has been dealt with.
func (p *patient) say(line []byte) {
	if !p.s.Line(line) {
		<-p.released
	}
}

// speakers makes a server on a disk, or on none, with people in channels of ten.
func speakers(b *testing.B, disk Store, durability Durability, n int) []*patient {
	b.Helper()
	cfg := DefaultConfig()
	cfg.Limits.FloodRate, cfg.Durability = 0, durability
	srv, err := New(cfg, Options{Store: disk})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = srv.Shutdown(b.Context()) })
	all := make([]*patient, n)
	for i := range all {
		p := &patient{released: make(chan struct{}, 1)}
		p.s = srv.Attach(p, Peer{Kind: "pipe"})
		all[i] = p
		for _, line := range []string{"NICK m%d", "USER m 0 * :%d", "JOIN #c%d"} {
			if line == "JOIN #c%d" {
				i /= 10
			}
			p.say(fmt.Appendf(nil, line, i))
		}
	}
	return all
}

// forgetful is a disk that costs nothing.
type forgetful struct{ slate }

func (*forgetful) Commit(history.Batch) error { return nil }

// BenchmarkTap is one line to a channel of two: what it costs that it is stored, under
// the lock, without what the disk itself costs (BenchmarkCommit).
func BenchmarkTap(b *testing.B) {
	for _, name := range []string{"memory", "stored"} {
		b.Run(name, func(b *testing.B) {
			var disk Store
			if name == "stored" {
				disk = &forgetful{slate{Pictures: picture.NewShelf(1 << 20)}}
			}
			speaker := speakers(b, disk, Fast, 2)[0]
			line := []byte("PRIVMSG #c0 :hello there, how are you")
			b.ReportAllocs()
			for b.Loop() {
				speaker.say(line)
			}
		})
	}
}

// BenchmarkDurability lets so many people talk at once, each saying the next line when
// the last has been heard: how many are heard in a second, and after how long, with
// a disk beneath.
func BenchmarkDurability(b *testing.B) {
	for _, durability := range []Durability{Fast, Strict} {
		for _, people := range []int{1, 10, 100, 1000} {
			b.Run(fmt.Sprintf("%s/%d", durability, people), func(b *testing.B) {
				disk, err := store.Open(b.TempDir())
				if err != nil {
					b.Fatal(err)
				}
				b.Cleanup(func() { _ = disk.Close() })
				everybody := speakers(b, disk, durability, people)
				took := make([][]time.Duration, people)
				b.ResetTimer()
				var all sync.WaitGroup
				for i, p := range everybody {
					all.Go(func() {
						line := fmt.Appendf(nil, "PRIVMSG #c%d :hello there, how are you", i/10)
						for range b.N/people + 1 {
							began := time.Now()
							p.say(line)
							took[i] = append(took[i], time.Since(began))
						}
					})
				}
				all.Wait()
				b.StopTimer()
				each := slices.Sorted(slices.Values(slices.Concat(took...)))
				b.ReportMetric(float64(len(each))/b.Elapsed().Seconds(), "lines/s")
				b.ReportMetric(float64(each[len(each)/2].Microseconds())/1000, "ms-median")
				b.ReportMetric(float64(each[len(each)*99/100].Microseconds())/1000, "ms-99%")
			})
		}
	}
}
