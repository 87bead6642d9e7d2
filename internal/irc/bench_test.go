package irc

import (
	"fmt"
	"testing"

	"linnet/internal/irc/wire"
)

// sink is a transport that takes everything and says nothing.
type sink struct{ s *Session }

func (*sink) Peer() Peer { return Peer{Kind: "pipe"} }
func (*sink) Release()   {}
func (*sink) Close()     {}

func (k *sink) Wake() {
	lines := writeBuffers.Get().(*writeBuffer)
	defer writeBuffers.Put(lines)
	for len(lines.take(k.s)) > 0 {
		k.s.Drained()
	}
}

// crowd makes a server with members of one channel; caps are asked for by all.
func crowd(b *testing.B, members int, caps string) []*Session {
	b.Helper()
	cfg := DefaultConfig()
	cfg.Limits.FloodRate = 0
	srv, err := New(cfg, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := srv.Shutdown(b.Context()); err != nil && b.Context().Err() == nil {
			b.Error(err)
		}
	})
	all := make([]*Session, members)
	for i := range all {
		k := &sink{}
		k.s = srv.Attach(k)
		all[i] = k.s
		if caps != "" {
			k.s.Line([]byte("CAP REQ :" + caps))
		}
		k.s.Line(fmt.Appendf(nil, "NICK m%d", i))
		k.s.Line([]byte("USER m 0 * :m"))
		k.s.Line([]byte("CAP END"))
		k.s.Line([]byte("JOIN #general"))
	}
	return all
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := wire.Parse("@label=1;+x=y PRIVMSG #general :hello there, how are you"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	line := &wire.Line{ID: "0123", Source: "alice!~alice@127.0.0.1", Command: "PRIVMSG", Params: []string{"#general", "hello there"}, Text: true}
	b.ReportAllocs()
	for b.Loop() {
		line.Copy().Form(wire.ShapeTags)
	}
}

// BenchmarkFanOut is one message to a channel, without the network beneath.
func BenchmarkFanOut(b *testing.B) {
	for _, caps := range []string{"", "message-tags server-time"} {
		for _, members := range []int{10, 100, 1000, 5000} {
			name := fmt.Sprintf("plain/%d", members)
			if caps != "" {
				name = fmt.Sprintf("tags/%d", members)
			}
			b.Run(name, func(b *testing.B) {
				speaker := crowd(b, members, caps)[0]
				line := []byte("PRIVMSG #general :hello there, how are you")
				b.ReportAllocs()
				for b.Loop() {
					speaker.Line(line)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(members-1), "ns/recipient")
			})
		}
	}
}

// BenchmarkJoin is one join and part of a channel of some size, with its replay.
func BenchmarkJoin(b *testing.B) {
	for _, members := range []int{10, 1000} {
		b.Run(fmt.Sprint(members), func(b *testing.B) {
			all := crowd(b, members, "")
			for range 100 {
				all[0].Line([]byte("PRIVMSG #general :hello there, how are you"))
			}
			b.ReportAllocs()
			for b.Loop() {
				all[1].Line([]byte("PART #general"))
				all[1].Line([]byte("JOIN #general"))
			}
		})
	}
}

func BenchmarkHistoryPage(b *testing.B) {
	speaker := crowd(b, 2, "batch server-time message-tags draft/chathistory")[0]
	for range 100 {
		speaker.Line([]byte("PRIVMSG #general :hello there, how are you"))
	}
	b.ReportAllocs()
	for b.Loop() {
		speaker.Line([]byte("CHATHISTORY LATEST #general * 50"))
	}
}

func BenchmarkNames(b *testing.B) {
	asker := crowd(b, 1000, "")[0]
	b.ReportAllocs()
	for b.Loop() {
		asker.Line([]byte("NAMES #general"))
	}
}
