package irc

import (
	"strings"
	"testing"
	"time"
)

// A client that the server itself slows down is not late: the time of its batch
// stands still while it is held (IRCv3 client-batch, TIMEOUT).
func TestABatchWaitsForWhoIsSlowedDown(t *testing.T) {
	cfg := DefaultConfig()
	cfg.Limits.FloodBurst, cfg.Limits.FloodRate, cfg.Limits.BatchTimeout = 10, 1, 5*time.Second
	clock := &siegeClock{now: time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)}
	srv, err := New(cfg, Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	c := &tap{}
	c.s = srv.Attach(c, c.Peer())
	say := func(line string) {
		for c.held {
			clock.advance(100 * time.Millisecond)
		}
		c.held = !c.s.Line([]byte(line))
	}
	for _, line := range []string{"CAP REQ :batch draft/multiline echo-message", "NICK alice", "USER a 0 * :a", "CAP END", "BATCH +a draft/multiline alice"} {
		say(line)
	}
	for range 40 { // which takes forty seconds
		say("@batch=a PRIVMSG alice :line")
	}
	say("BATCH -a")
	if heard := heardBy(c); strings.Contains(heard, "TIMEOUT") || strings.Count(heard, "PRIVMSG alice :line") != 80 {
		t.Errorf("%s", heard)
	}
	say("BATCH +b draft/multiline alice")
	for c.held {
		clock.advance(100 * time.Millisecond)
	}
	clock.advance(11 * time.Second) // and nobody holds it back any more
	if heard := heardBy(c); !strings.Contains(heard, "FAIL BATCH TIMEOUT b :") {
		t.Errorf("%q", heard)
	}
}

// heardBy returns all lines that wait for a client.
func heardBy(c *tap) string {
	var heard strings.Builder
	for lines := c.s.Take(nil); len(lines) > 0; lines = c.s.Take(nil) {
		for _, line := range lines {
			heard.Write(line)
		}
		c.s.Drained()
	}
	return heard.String()
}
