package irc

import (
	"fmt"
	"testing"
)

// What happens to one person before a crowd: what it costs for each who hears of it has
// to be the same, however many they are.

func BenchmarkJoin(b *testing.B) {
	sizes(b, crowds, func(b *testing.B, members int) {
		newcomer := crowd(b, members, "")[members/2]
		for b.Loop() {
			quietly(newcomer, part("#general"))
			newcomer.Line([]byte("JOIN #general"))
		}
		perEach(b, members, "member")
	})
}

func BenchmarkPart(b *testing.B) {
	sizes(b, crowds, func(b *testing.B, members int) {
		leaver := crowd(b, members, "")[members/2]
		for b.Loop() {
			leaver.Line([]byte("PART #general"))
			quietly(leaver, join("#general"))
		}
		perEach(b, members, "member")
	})
}

// BenchmarkJoinStorm is a channel that fills from empty: of each who comes all hear who
// are there, and she is told their names.
func BenchmarkJoinStorm(b *testing.B) {
	sizes(b, crowds, func(b *testing.B, members int) {
		all := crowd(b, members, "")
		for b.Loop() {
			for _, s := range all {
				quietly(s, part("#general"))
			}
			for _, s := range all {
				s.Line([]byte("JOIN #general"))
			}
		}
		perEach(b, members*members/2, "delivery")
	})
}

func BenchmarkNick(b *testing.B) {
	sizes(b, crowds, func(b *testing.B, members int) {
		changing := crowd(b, members, "")[members/2]
		lines := [2][]byte{[]byte("NICK one"), []byte("NICK two")}
		for i := 0; b.Loop(); i++ {
			changing.Line(lines[i%2])
		}
		perEach(b, members, "member")
	})
}

func BenchmarkModes(b *testing.B) {
	sizes(b, crowds, func(b *testing.B, members int) {
		all := crowd(b, members, "")
		quietly(all[0], rule("#general"))
		lines := [2][]byte{[]byte("MODE #general +o m1"), []byte("MODE #general -o m1")}
		for i := 0; b.Loop(); i++ {
			all[0].Line(lines[i%2])
		}
		perEach(b, members, "member")
	})
}

// BenchmarkQuit is somebody who goes that was in 50 channels of 100: with the same
// people in all of them, or others in each. None may be told twice.
func BenchmarkQuit(b *testing.B) {
	const channels, each = 50, 100
	for _, others := range []struct {
		name   string
		people int
	}{{"same", each}, {"different", channels * each}} {
		b.Run(others.name, func(b *testing.B) {
			srv := benchServer(b)
			var names []string
			for i := range others.people {
				newcomer(srv, fmt.Sprintf("m%d", i), "")
			}
			for i := range channels {
				names = append(names, fmt.Sprintf("#c%d", i))
				for j := range each {
					nick := fmt.Sprintf("m%d", (i*each+j)%others.people)
					quietly(srv.hub.seat(srv.hub.net.User(nick))[0], join(names[i]))
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				leaver := newcomer(srv, "leaver", "")
				for _, name := range names {
					quietly(leaver, join(name))
				}
				leaver.Line([]byte("QUIT :bye"))
			}
			perEach(b, channels*each, "membership")
		})
	}
}

// BenchmarkMonitors is somebody who comes and goes under the eyes of many.
func BenchmarkMonitors(b *testing.B) {
	sizes(b, crowds, func(b *testing.B, watchers int) {
		srv := benchServer(b)
		for i := range watchers {
			newcomer(srv, fmt.Sprintf("m%d", i), "").Line([]byte("MONITOR + one,two"))
		}
		watched := newcomer(srv, "one", "")
		lines := [2][]byte{[]byte("NICK two"), []byte("NICK one")}
		for i := 0; b.Loop(); i++ {
			watched.Line(lines[i%2])
		}
		perEach(b, 2*watchers, "notice")
	})
}
