package irc

import (
	"fmt"
	"strings"
	"testing"

	"linnet/internal/irc/chat"
)

// What the benchmarks are played on: a server without flood limits whose clients take
// everything at once and say nothing, so that what is measured is the server alone.

// sink is a transport that takes everything and says nothing.
type sink struct {
	s     *Session
	lines [][]byte
}

func (*sink) Release() {}
func (*sink) Close()   {}

func (k *sink) Wake() {
	for k.lines = k.s.Take(k.lines[:0]); len(k.lines) > 0; k.lines = k.s.Take(k.lines[:0]) {
		clear(k.lines)
		k.s.Drained()
	}
}

// benchServer is a server with nobody on it.
func benchServer(b testing.TB) *Server {
	b.Helper()
	cfg := DefaultConfig()
	cfg.Limits.FloodRate = 0
	cfg.Limits.ChannelsPerUser = 100
	cfg.Limits.Monitor = 1000
	srv, err := New(cfg, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := srv.Shutdown(b.Context()); err != nil && b.Context().Err() == nil {
			b.Error(err)
		}
	})
	return srv
}

// newcomer is a client that has registered and is in no channel.
func newcomer(srv *Server, nick, caps string) *Session {
	k := &sink{}
	k.s = srv.Attach(k, Peer{Kind: "pipe"})
	if caps != "" {
		k.s.Line([]byte("CAP REQ :" + caps))
	}
	k.s.Line([]byte("NICK " + nick))
	k.s.Line([]byte("USER m 0 * :m"))
	k.s.Line([]byte("CAP END"))
	return k.s
}

// crowd makes a server with members of one channel, named m0 and so on; caps are asked
// for by all.
func crowd(b testing.TB, members int, caps string) []*Session {
	b.Helper()
	srv := benchServer(b)
	all := make([]*Session, members)
	for i := range all {
		all[i] = newcomer(srv, fmt.Sprintf("m%d", i), caps)
		quietly(all[i], join("#general"))
	}
	settle(all)
	return all
}

// settle tells everybody something, so that their outboxes have room for a line, as
// they have in a channel where somebody talks.
func settle(all []*Session) {
	h := all[0].hub
	h.lock()
	defer h.unlock()
	line := h.noticeTo("*", "hello")
	for _, s := range all {
		s.deliver(line)
	}
}

// quietly makes an event true of which nobody is told: it brings about in no time what
// is not to be measured.
func quietly(s *Session, ev func(*hub, *chat.User) chat.Event) {
	s.hub.lock()
	defer s.hub.unlock()
	s.hub.net.Apply(ev(s.hub, s.user))
}

func join(channel string) func(*hub, *chat.User) chat.Event {
	return func(h *hub, u *chat.User) chat.Event {
		ch := h.net.Channel(channel)
		if ch == nil {
			ch = h.net.Apply(chat.ChannelOpened{Channel: h.nextChannel(), Name: channel, At: h.now}).Channel
		}
		return chat.Joined{Channel: ch.ID, User: u.ID, At: h.now}
	}
}

func part(channel string) func(*hub, *chat.User) chat.Event {
	return func(h *hub, u *chat.User) chat.Event {
		return chat.Parted{Channel: h.net.Channel(channel).ID, User: u.ID, At: h.now}
	}
}

// rule makes somebody operator of a channel.
func rule(channel string) func(*hub, *chat.User) chat.Event {
	return func(h *hub, u *chat.User) chat.Event {
		return chat.ModesChanged{Channel: h.net.Channel(channel).ID, Changes: []chat.ModeChange{{Add: true, Letter: 'o', Member: u.ID, Param: u.Nick}}, At: h.now}
	}
}

// smallTalk says some lines in #general.
func smallTalk(s *Session, lines int) {
	for range lines {
		s.Line([]byte("PRIVMSG #general :hello there, how are you"))
	}
}

// perEach reports what one of the n costs that each round was about. Only if that is
// the same for many as for few, the work does not grow faster than the crowd.
func perEach(b *testing.B, n int, what string) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/"+what)
}

// sizes runs a benchmark for crowds of each size.
func sizes(b *testing.B, sizes []int, run func(b *testing.B, size int)) {
	for _, size := range sizes {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			b.ReportAllocs()
			run(b, size)
		})
	}
}

// crowds are the sizes of a channel that most benchmarks are about.
var crowds = []int{100, 1000, 5000}

// numbered lists words as a parameter does.
func numbered(prefix string, from, to int) string {
	var words []string
	for i := from; i < to; i++ {
		words = append(words, fmt.Sprintf("%s%d", prefix, i))
	}
	return strings.Join(words, ",")
}
