package irc_test

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"linnet/internal/irc"
)

// TestACrowdHearsTheSameInTheSameOrder: a thousand members, several of whom
// write at once, and everyone hears every line once, in one order (law 5).
func TestACrowdHearsTheSameInTheSameOrder(t *testing.T) {
	const members, speakers, lines = 1000, 4, 50
	cfg := irc.DefaultConfig()
	cfg.Limits.FloodRate = 0
	l, err := net.Listen("tcp", "127.0.0.1:0")
	serveOn(t, cfg, l, err)
	address := l.Addr().String()

	heard := make([][]string, members)
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	errs := make(chan error, members)
	ready.Add(members)
	for i := range members {
		done.Add(1)
		go func() {
			defer done.Done()
			m, err := join(address, fmt.Sprintf("m%d", i))
			ready.Done()
			if err != nil {
				errs <- err
				return
			}
			defer m.conn.Close()
			<-start
			if i < speakers {
				for n := range lines {
					fmt.Fprintf(m.conn, "PRIVMSG #general :%d/%d\r\n", i, n)
				}
			}
			heard[i], err = m.hear(speakers*lines, i < speakers)
			if err != nil {
				errs <- fmt.Errorf("m%d: %w", i, err)
			}
		}()
	}
	ready.Wait()
	close(start)
	done.Wait()
	close(errs)
	for err := range errs {
		t.Fatal(err)
	}
	for i := speakers; i < members; i++ {
		if got, want := strings.Join(heard[i], " "), strings.Join(heard[members-1], " "); got != want {
			t.Fatalf("m%d heard another order than the last:\n%s\n%s", i, got, want)
		}
	}
	next := map[string]int{}
	for _, line := range heard[members-1] {
		var who string
		var n int
		who, number, _ := strings.Cut(line, "/")
		fmt.Sscan(number, &n)
		if n != next[who] {
			t.Fatalf("speaker %s: line %d when %d was due", who, n, next[who])
		}
		next[who]++
	}
}

// crowdMember is a client that only reads.
type crowdMember struct {
	conn net.Conn
	in   *bufio.Reader
}

// join registers and enters #general.
func join(address, nick string) (*crowdMember, error) {
	conn, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		return nil, err
	}
	m := &crowdMember{conn, bufio.NewReader(conn)}
	fmt.Fprintf(conn, "NICK %s\r\nUSER %s 0 * :%s\r\nJOIN #general\r\n", nick, nick, nick)
	for {
		line, err := m.line()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", nick, err)
		}
		if strings.Contains(line, " 366 ") {
			return m, nil
		}
	}
}

func (m *crowdMember) line() (string, error) {
	if err := m.conn.SetReadDeadline(time.Now().Add(60 * time.Second)); err != nil {
		return "", err
	}
	line, err := m.in.ReadString('\n')
	return strings.TrimRight(line, "\r\n"), err
}

// hear returns the texts of the channel's messages; a speaker does not hear its
// own.
func (m *crowdMember) hear(all int, speaks bool) ([]string, error) {
	if speaks {
		all = all * 3 / 4
	}
	var texts []string
	for len(texts) < all {
		line, err := m.line()
		if err != nil {
			return texts, fmt.Errorf("after %d lines: %w", len(texts), err)
		}
		if _, text, ok := strings.Cut(line, " PRIVMSG #general :"); ok {
			texts = append(texts, text)
		}
	}
	return texts, nil
}
