package irc

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linnet/internal/irc/wire"
)

func TestFloodGate(t *testing.T) {
	now := time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)
	var g floodGate
	for i := range 20 {
		if wait := g.pass(now, 1, 20, 10); wait != 0 {
			t.Fatalf("line %d of the burst waits %v", i+1, wait)
		}
	}
	for i := 1; i <= 3; i++ {
		if wait, want := g.pass(now, 1, 20, 10), time.Duration(i)*100*time.Millisecond; wait != want {
			t.Errorf("line %d past the burst: waits %v, expected %v", i, wait, want)
		}
	}
	if wait := g.pass(now.Add(300*time.Millisecond), 1, 20, 10); wait != 100*time.Millisecond {
		t.Errorf("a moment later: %v", wait)
	}
	if wait := g.pass(now.Add(time.Hour), 20, 20, 10); wait != 0 {
		t.Errorf("after an hour of silence a whole burst: %v", wait)
	}
	if wait := g.pass(now.Add(time.Hour), 1, 20, 10); wait != 100*time.Millisecond {
		t.Errorf("silence saves up more than a burst: %v", wait)
	}
}

func TestWhatTheFloodGateLetsPass(t *testing.T) {
	now := time.Now()
	for name, wait := range map[string]time.Duration{
		"no rate": new(floodGate).pass(now, 1000, 1, 0),
		"free":    new(floodGate).pass(now, 0, 1, 10),
		"costly":  new(floodGate).pass(now, 11, 1, 10),
	} {
		if want := map[string]time.Duration{"costly": time.Second}[name]; wait != want {
			t.Errorf("%s: waits %v", name, wait)
		}
	}
}

// However it is done, no more than the burst and the rate's share get through.
func TestNobodyCheatsTheFloodGate(t *testing.T) {
	const burst, rate = 5, 10
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)
		now := start
		var g floodGate
		spent := 0
		for range rapid.IntRange(1, 50).Draw(t, "lines") {
			now = now.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "pause")) * time.Millisecond)
			cost := rapid.IntRange(0, 4).Draw(t, "cost")
			now = now.Add(g.pass(now, cost, burst, rate))
			spent += cost
			if allowed := burst + int(now.Sub(start).Seconds()*rate) + 1; spent > allowed {
				t.Fatalf("%d spent in %v, %d allowed", spent, now.Sub(start), allowed)
			}
		}
	})
}

// Many channels at once are as many announcements.
func TestManyChannelsCostMoreThanOne(t *testing.T) {
	const many = 40
	names := "#c0"
	for i := 1; i < many; i++ {
		names += fmt.Sprintf(",#c%d", i)
	}
	srv, _ := newServer(t, func(*Config) {})
	d := doorway{Peer{Kind: "tcp"}}
	s := srv.Attach(d, d.Peer())
	d.says(s, "NICK alice", "USER alice 0 * :alice")
	for _, line := range []string{"JOIN " + names, "CYCLE " + names, "PART " + names, "JOIN " + names, "JOIN 0"} {
		msg, err := wire.Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		srv.hub.lock()
		cost := srv.hub.dispatch(s, msg)
		srv.hub.turnPages(s)
		srv.hub.unlock()
		if cost < many/4 {
			t.Errorf("%.9s costs %d", line, cost)
		}
	}
}

// An answer to PING is free, and who answers what nobody asks waits like anybody.
func TestPongIsFreeOnce(t *testing.T) {
	srv, _ := newServer(t, func(cfg *Config) { cfg.Limits.FloodBurst, cfg.Limits.FloodRate = 2, 0.001 })
	d := doorway{Peer{Kind: "tcp"}}
	s := srv.Attach(d, d.Peer())
	for i, more := range []bool{true, true, true, false} { // the first is asked for
		s.pinged = i == 0
		if got := s.Line([]byte("PONG x")); got != more {
			t.Errorf("line %d: goes on %v, want %v", i+1, got, more)
		}
	}
	if got := s.received.lines; got != 4 {
		t.Errorf("%d lines came", got)
	}
}

// Frames that are no lines count as empty ones do.
func TestFramesCount(t *testing.T) {
	srv, _ := newServer(t, func(cfg *Config) { cfg.Limits.FloodBurst, cfg.Limits.FloodRate = 2, 0.001 })
	d := doorway{Peer{Kind: "websocket"}}
	s := srv.Attach(d, d.Peer())
	for i, more := range []bool{true, true, false} {
		if got := s.Frame(); got != more {
			t.Errorf("frame %d: goes on %v, want %v", i+1, got, more)
		}
	}
	if heard := d.says(s); len(heard) > 0 {
		t.Errorf("heard %q", heard)
	}
}
