package irc

import (
	"fmt"
	"testing"

	"linnet/internal/irc/wire"
)

func BenchmarkParse(b *testing.B) {
	for _, line := range []struct{ name, text string }{
		{"plain", "PRIVMSG #general :hello there, how are you"},
		{"tags", "@label=1;+x=y PRIVMSG #general :hello there, how are you"},
	} {
		b.Run(line.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := wire.Parse(line.text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRender(b *testing.B) {
	line := &wire.Line{ID: "0123", Source: "alice!~alice@127.0.0.1", Command: "PRIVMSG", Params: []string{"#general", "hello there"}, Text: true}
	b.ReportAllocs()
	for b.Loop() {
		line.Copy().Form(wire.ShapeTags)
	}
}

// BenchmarkFanOut is one message to a channel, without the network beneath. What it
// allocates is for the message: the same for a hundred and for five thousand.
func BenchmarkFanOut(b *testing.B) {
	for _, caps := range []struct{ name, wanted string }{{"plain", ""}, {"tags", "message-tags server-time"}} {
		b.Run(caps.name, func(b *testing.B) {
			sizes(b, append([]int{10}, crowds...), func(b *testing.B, members int) {
				speaker := crowd(b, members, caps.wanted)[0]
				line := []byte("PRIVMSG #general :hello there, how are you")
				for b.Loop() {
					speaker.Line(line)
				}
				perEach(b, members-1, "recipient")
			})
		})
	}
}

// BenchmarkPrivate is one message to one person.
func BenchmarkPrivate(b *testing.B) {
	speaker := crowd(b, 2, "")[0]
	line := []byte("PRIVMSG m1 :hello there, how are you")
	b.ReportAllocs()
	for b.Loop() {
		speaker.Line(line)
	}
}

// BenchmarkReplay is what somebody is shown who joins: 100 lines, and each in another
// way after somebody has spoken.
func BenchmarkReplay(b *testing.B) {
	for _, caps := range []struct{ name, wanted string }{{"plain", ""}, {"tags", "batch server-time message-tags"}} {
		b.Run(caps.name, func(b *testing.B) {
			all := crowd(b, 2, caps.wanted)
			smallTalk(all[0], 100)
			b.ReportAllocs()
			for b.Loop() {
				quietly(all[1], part("#general"))
				all[1].Line([]byte("JOIN #general"))
			}
			perEach(b, 100, "line")
		})
	}
}

func BenchmarkHistoryPage(b *testing.B) {
	asker := crowd(b, 2, "batch server-time message-tags draft/chathistory")[0]
	smallTalk(asker, 100)
	b.ReportAllocs()
	for b.Loop() {
		asker.Line([]byte("CHATHISTORY LATEST #general * 50"))
	}
	perEach(b, 50, "line")
}

// BenchmarkRegister is somebody who connects, says who she is and goes again, with the
// nicks of a crowd there already.
func BenchmarkRegister(b *testing.B) {
	sizes(b, []int{10, 5000}, func(b *testing.B, users int) {
		srv := benchServer(b)
		for i := range users {
			newcomer(srv, fmt.Sprintf("m%d", i), "")
		}
		for b.Loop() {
			newcomer(srv, "alice", "").Line([]byte("QUIT"))
		}
	})
}
