package irc

import (
	"fmt"
	"testing"
)

// Long answers: what one line of them costs, or what one costs that was looked at.

func BenchmarkNames(b *testing.B) {
	for _, caps := range []struct{ name, wanted string }{{"plain", ""}, {"full", "multi-prefix userhost-in-names"}} {
		b.Run(caps.name, func(b *testing.B) {
			sizes(b, crowds, func(b *testing.B, members int) {
				asker := crowd(b, members, caps.wanted)[0]
				for b.Loop() {
					asker.Line([]byte("NAMES #general"))
				}
				perEach(b, members, "member")
			})
		})
	}
}

func BenchmarkWho(b *testing.B) {
	for _, query := range []struct{ name, line string }{
		{"who", "WHO #general"}, {"whox", "WHO #general %tcuhnfar,42"}, {"mask", "WHO *5* n"},
	} {
		b.Run(query.name, func(b *testing.B) {
			sizes(b, crowds, func(b *testing.B, members int) {
				asker := crowd(b, members, "")[0]
				for b.Loop() {
					asker.Line([]byte(query.line))
				}
				perEach(b, members, "member")
			})
		})
	}
}

// BenchmarkList lists 20,000 channels: all of them, or those that a question leaves.
func BenchmarkList(b *testing.B) {
	const channels = 20_000
	srv := benchServer(b)
	for i := 0; i < channels; i += 100 {
		s := newcomer(srv, fmt.Sprintf("m%d", i), "")
		for j := range 100 {
			quietly(s, join(fmt.Sprintf("#channel-%d", i+j)))
		}
	}
	asker := newcomer(srv, "asker", "")
	for _, query := range []struct{ name, line string }{
		{"all", "LIST"}, {"mask", "LIST *99*"}, {"others", "LIST !*99*"}, {"users", "LIST >2"}, {"created", "LIST C<5,>0"},
	} {
		b.Run(query.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				asker.Line([]byte(query.line))
			}
			perEach(b, channels, "channel")
		})
	}
}

// BenchmarkMonitorList is a client with a long list: to give it, to ask who is here,
// and to take it back.
func BenchmarkMonitorList(b *testing.B) {
	sizes(b, []int{100, 1000}, func(b *testing.B, nicks int) {
		asker := crowd(b, 1, "")[0]
		var lines [][]byte
		for _, sign := range "+-" {
			for i := 0; i < nicks; i += 50 {
				lines = append(lines, fmt.Appendf(nil, "MONITOR %c %s", sign, numbered("nick", i, i+50)))
			}
			lines = append(lines, []byte("MONITOR S"))
		}
		for b.Loop() {
			for _, line := range lines {
				asker.Line(line)
			}
		}
		perEach(b, 2*nicks, "nick")
	})
}
