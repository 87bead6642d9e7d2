package irc_test

import (
	"fmt"
	"net/netip"
	"runtime"
	"strings"
	"testing"

	"linnet/internal/irc"
)

// slowPipe is a client that reads nothing unless it is told to. It comes by a pipe,
// since the buffers of a socket would read for it.
type slowPipe struct{ *pipe }

// enterDeaf registers a client by a pipe whose far end nobody reads: it holds 256
// lines and then blocks.
func (a *attacked) enterDeaf(nick string) *slowPipe {
	a.Helper()
	p := newPipe(a.srv, netip.Addr{})
	a.Cleanup(func() {
		pipeClient{p}.Close()
		for range p.out {
		}
	})
	for _, line := range []string{"NICK " + nick, "USER u 0 * :u", "JOIN #general"} {
		p.in <- line
	}
	s := &slowPipe{p}
	s.until(a, " 366 ")
	return s
}

// until reads on, as far as a line that has some part.
func (s *slowPipe) until(a *attacked, part string) (heard []string) {
	a.Helper()
	for line := range s.out {
		heard = append(heard, line)
		if strings.Contains(line, part) {
			return heard
		}
	}
	a.Fatalf("closed before %q was heard; the last lines: %q", part, heard[max(0, len(heard)-3):])
	return nil
}

func TestWhoNeverReadsIsCutOff(t *testing.T) {
	a := attack(t, doors[0], func(l *irc.Limits) { l.SendQ = 64 << 10 })
	alice, bob := a.enter("alice"), a.enter("bob")
	deaf := a.enterDeaf("deaf")
	a.until(alice, "JOIN #general")
	a.until(bob, "deaf!")
	quits := 0
	for i := range 2000 {
		said := fmt.Sprintf("PRIVMSG #general :%d %s", i, strings.Repeat("x", 300))
		alice.say(said)
		for heard := ""; !strings.HasSuffix(heard, said); { // bob keeps up, and misses nothing
			var err error
			if heard, err = bob.next(); err != nil {
				t.Fatalf("line %d: %v", i, err)
			}
			if strings.Contains(heard, "deaf!~u@test QUIT :SendQ exceeded") {
				quits++
			} else if !strings.HasSuffix(heard, said) {
				t.Fatalf("instead of line %d bob hears %q", i, heard)
			}
		}
	}
	if quits != 1 {
		t.Errorf("bob heard %d times that the deaf one has gone", quits)
	}
	deaf.until(a, "ERROR :Closing Link: test (SendQ exceeded)")
}

// A client's own questions never cut it off: they wait, and so does all else that
// it says, until it reads.
func TestWhoAsksForMuchAndReadsLater(t *testing.T) {
	const channels, lines, rounds = 1000, 100, 30
	a := attack(t, doors[0], func(l *irc.Limits) {
		l.SendQ, l.ChannelsPerUser, l.Replay = 64<<10, channels+1, lines
	})
	alice := a.enter("alice")
	for i := range channels {
		alice.say(fmt.Sprintf("JOIN #c%d", i))
		alice.say(fmt.Sprintf("TOPIC #c%d :%s", i, strings.Repeat("t", 300)))
		a.until(alice, " TOPIC ")
	}
	for i := range lines {
		alice.say(fmt.Sprintf("PRIVMSG #general :%d %s", i, strings.Repeat("x", 300)))
	}
	if err := alice.sync(); err != nil {
		t.Fatal(err)
	}
	greedy := a.enterDeaf("greedy")
	before := heap()
	go func() {
		greedy.in <- "CAP REQ :draft/chathistory batch"
		for range rounds {
			for _, line := range []string{"LIST", "NAMES #general", "CHATHISTORY LATEST #general * 100"} {
				greedy.in <- line
			}
		}
		greedy.in <- "PING :all-said"
	}()
	if err := alice.sync(); err != nil { // the server has time for others
		t.Fatal(err)
	}
	greedy.until(a, "ACK")
	if after := heap(); after > before+4<<20 {
		t.Errorf("answers that nobody reads take %d KiB", (after-before)>>10)
	}
	counts := map[string]int{}
	for _, line := range greedy.until(a, "all-said") {
		counts[command(line)]++
	}
	for name, want := range map[string]int{
		"322": rounds * (channels + 2), "323": rounds, "366": rounds, "PRIVMSG": rounds * lines, "BATCH": 2 * rounds, "ERROR": 0,
	} {
		if counts[name] != want {
			t.Errorf("%s came %d times, expected %d", name, counts[name], want)
		}
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
