package irc

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// longTags are all the tags that a client may send, none of which anybody keeps.
var longTags = "@x=" + strings.Repeat("x", 4000)

// heapAfter is by how much the heap has grown once something is done.
func heapAfter(do func()) int {
	size := func() int {
		runtime.GC()
		runtime.GC() // what pools hold goes with the second
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	before := size()
	do()
	return size() - before
}

// loner is a client of a server of its own, with whatever limits.
func loner(t *testing.T, caps string, change func(*Limits)) (say func(format string, args ...any)) {
	t.Helper()
	srv, _ := newServer(t, func(cfg *Config) {
		cfg.Limits.FloodRate = 0
		change(&cfg.Limits)
	})
	k := &sink{}
	k.s = srv.Attach(k, Peer{Kind: "pipe"})
	say = func(format string, args ...any) { k.s.Line(fmt.Appendf(nil, format, args...)) }
	say("CAP REQ :%s", caps)
	say("NICK m")
	say("USER m 0 * :m")
	say("CAP END")
	t.Cleanup(func() { runtime.KeepAlive(srv) })
	return say
}

// The budget of the history is of what it really takes: neither tags that nobody
// keeps nor blanks that nobody reads hang on what is kept.
func TestHistoryTakesNoMoreThanItsBudget(t *testing.T) {
	const budget, channels = 1 << 20, 30
	for name, line := range map[string]string{
		"tags":                  longTags + " PRIVMSG %s :x",
		"tags that are dropped": strings.Replace(longTags, "@x", "@+x", 1) + " PRIVMSG %s :x",
		"one tag among many":    longTags + ";+y=z TAGMSG %s",
		"blanks":                "PRIVMSG %s " + strings.Repeat(" ", 450) + ":x",
	} {
		t.Run(name, func(t *testing.T) {
			say := loner(t, "message-tags batch draft/multiline", func(l *Limits) { l.HistoryMemory = budget })
			for i := range channels {
				say("JOIN #c%d", i)
			}
			grown := heapAfter(func() {
				for i := range channels * 100 {
					say(line, fmt.Sprintf("#c%d", i%channels))
				}
			})
			if grown > 4*budget {
				t.Errorf("%d KiB for a budget of %d KiB", grown>>10, budget>>10)
			}
		})
	}
}

func TestLinesOfAMultilineMessageAreKeptAlone(t *testing.T) {
	const budget = 1 << 20
	say := loner(t, "message-tags batch draft/multiline", func(l *Limits) { l.HistoryMemory = budget })
	say("JOIN #c")
	grown := heapAfter(func() {
		for range 100 {
			say("BATCH +1 draft/multiline #c")
			for range 100 {
				say("@batch=1;%s=%s PRIVMSG #c %s:x", concatTag, longTags[3:], strings.Repeat(" ", 450))
			}
			say("BATCH -1")
		}
	})
	if grown > 2*budget {
		t.Errorf("%d KiB for a budget of %d KiB", grown>>10, budget>>10)
	}
}

// What one client makes the server remember of it is little, however long the
// lines are by which it does.
func TestNoLineHangsOnAWordThatIsKept(t *testing.T) {
	for name, lines := range map[string]func(i int) string{
		"what was read":      func(i int) string { return fmt.Sprintf("MARKREAD n%d timestamp=2020-01-01T00:00:00.000Z", i) },
		"subscriptions":      func(i int) string { return fmt.Sprintf("METADATA * SUB k%d", i) },
		"metadata":           func(i int) string { return fmt.Sprintf("METADATA * SET k%d :x", i) },
		"silenced masks":     func(i int) string { return fmt.Sprintf("SILENCE n%d!*@*", i) },
		"nicks looked after": func(i int) string { return fmt.Sprintf("MONITOR + n%d", i) },
		"bans":               func(i int) string { return fmt.Sprintf("MODE #c +b n%d!*@*", i) },
	} {
		t.Run(name, func(t *testing.T) {
			say := loner(t, "draft/read-marker draft/metadata-2 message-tags", func(*Limits) {})
			say("JOIN #c")
			grown := heapAfter(func() {
				for i := range 400 {
					say("%s %s %s", longTags, lines(i), strings.Repeat(" ", 400))
				}
			})
			if grown > 128<<10 {
				t.Errorf("%d KiB", grown>>10)
			}
		})
	}
}
