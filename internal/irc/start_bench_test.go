package irc

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"linnet/internal/irc/store"
)

// BenchmarkStart is how long a server that was killed needs until it has all it must
// have before the first client may come: the database opened, with a log that nobody has
// put away, and the network made what it was.
func BenchmarkStart(b *testing.B) {
	for _, kept := range []struct {
		name                       string
		channels, messages, people int
	}{
		{"empty", 0, 0, 0},
		{"channels=1000/messages=100000", 1000, 100, 0},
		{"people=5000", 200, 0, 5000},
	} {
		b.Run(kept.name, func(b *testing.B) {
			cfg := DefaultConfig()
			cfg.Limits.FloodRate, cfg.Limits.ChannelsPerUser, cfg.Limits.ResumeGrace = 0, kept.channels+1, time.Hour
			for i := range kept.channels {
				cfg.Channels = append(cfg.Channels, ChannelConfig{Name: fmt.Sprintf("#c%d", i)})
			}
			killed := b.TempDir()
			fill(b, cfg, killed, kept.messages, kept.people)
			for b.Loop() {
				b.StopTimer()
				dir := b.TempDir()
				if err := os.CopyFS(dir, os.DirFS(killed)); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				disk, srv := start(b, cfg, dir)
				b.StopTimer()
				if err := srv.Shutdown(context.Background()); err != nil {
					b.Fatal(err)
				}
				if err := disk.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}

// start begins a server in a folder.
func start(b *testing.B, cfg Config, dir string) (*store.Store, *Server) {
	b.Helper()
	disk, err := store.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	srv, err := New(cfg, Options{Store: disk})
	if err != nil {
		b.Fatal(err)
	}
	return disk, srv
}

// fill leaves in a folder what a killed server does, in whose channels so much was said
// each, and where so many people hold a token to come back.
func fill(b *testing.B, cfg Config, killed string, messages, people int) {
	b.Helper()
	dir := b.TempDir()
	disk, srv := start(b, cfg, dir)
	enter := func(nick string, lines ...string) *patient {
		p := &patient{released: make(chan struct{}, 1)}
		p.s = srv.Attach(p, Peer{Kind: "pipe"})
		for _, line := range append([]string{"CAP REQ :linnet.chat/resume", "NICK " + nick, "USER m 0 * :m", "CAP END"}, lines...) {
			p.say([]byte(line))
		}
		return p
	}
	for i := range people {
		enter(fmt.Sprintf("m%d", i), fmt.Sprintf("JOIN #c%d,#c%d,#c0", i%len(cfg.Channels), i*7%len(cfg.Channels)))
	}
	if messages > 0 {
		speaker := enter("speaker")
		for _, ch := range cfg.Channels {
			speaker.say([]byte("JOIN " + ch.Name))
			for i := range messages {
				speaker.say(fmt.Appendf(nil, "PRIVMSG %s :hello there, how are you, for the %dth time", ch.Name, i))
			}
		}
	}
	srv.hub.settled()
	if err := os.CopyFS(killed, os.DirFS(dir)); err != nil { // as a kill leaves it
		b.Fatal(err)
	}
	if err := srv.Shutdown(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := disk.Close(); err != nil {
		b.Fatal(err)
	}
}
