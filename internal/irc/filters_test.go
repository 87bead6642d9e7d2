package irc

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/chat"
)

// Filters of the settings follow the settings; those that operators have added
// stay, and so does one that is the same as before.
func TestFiltersFollowTheSettings(t *testing.T) {
	cfg := DefaultConfig()
	cfg.Filters = []FilterConfig{
		{Pattern: "one", Kind: "word", Action: "log"}, {Pattern: "two", Kind: "word", Action: "mute"},
	}
	srv, err := New(cfg, Options{})
	if err != nil {
		t.Fatal(err)
	}
	h := srv.hub
	listed := func() string {
		var all []string
		for _, f := range h.net.Filters() {
			all = append(all, fmt.Sprintf("%d:%s:%s:%v", f.ID, f.Action, f.Pattern, f.Lasts))
		}
		return strings.Join(all, " ")
	}
	if got, want := listed(), "1:log:one:0s 2:mute:two:10m0s"; got != want {
		t.Errorf("at first %s, expected %s", got, want)
	}
	h.lock()
	h.happen(nil, chat.FilterAdded{Filter: chat.Filter{ID: 3, Kind: chat.FilterWord, Action: chat.FilterKill, Pattern: "three", By: "x!y@z", At: h.now}})
	h.unlock()
	cfg.Filters = []FilterConfig{{Pattern: "two", Kind: "word", Action: "mute", Lasts: time.Hour}, {Pattern: "one", Kind: "word", Action: "log"}}
	if _, err := srv.Reload(cfg); err != nil {
		t.Fatal(err)
	}
	if got, want := listed(), "1:log:one:0s 2:mute:two:1h0m0s 3:kill:three:0s"; got != want {
		t.Errorf("then %s, expected %s", got, want)
	}
	cfg.Filters = nil
	if _, err := srv.Reload(cfg); err != nil {
		t.Fatal(err)
	}
	if got, want := listed(), "3:kill:three:0s"; got != want {
		t.Errorf("at last %s, expected %s", got, want)
	}
}

// Whoever means to push everything else out of the audit log says what filters find
// all day, now this and now that, by many connections.
func TestNobodyFillsTheAuditLogByFilters(t *testing.T) {
	srv, _ := newServer(t, func(cfg *Config) {
		cfg.Limits.FloodRate = 0
		cfg.Filters = []FilterConfig{{Pattern: "one", Kind: "word", Action: "log"}, {Pattern: "two", Kind: "word", Action: "refuse"}}
	})
	d := doorway{Peer{Kind: "tcp", Address: netip.MustParseAddr("192.0.2.7")}}
	for i := range 20 {
		s := srv.Attach(d, d.Peer())
		d.says(s, fmt.Sprintf("NICK n%d", i), "USER n 0 * :n", "JOIN #general")
		for range 20 {
			d.says(s, "PRIVMSG #general :one", "PRIVMSG #general :two")
		}
	}
	if n := srv.hub.net.AuditSize(); n < 2 || n > hitBurst {
		t.Errorf("%d entries", n)
	}
}
