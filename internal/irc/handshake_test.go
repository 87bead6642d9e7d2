package irc

import (
	"crypto/tls"
	"errors"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Nobody waits for another's connection, and whoever is done begins with the next.
func TestCrew(t *testing.T) {
	c := newCrew()
	slow, isOver := make(chan struct{}), make(chan struct{})
	c.do(func() {
		<-slow
		close(isOver)
	})
	worker := func() string {
		name := make(chan string)
		c.do(func() {
			stack := make([]byte, 64)
			head, _, _ := strings.Cut(string(stack[:runtime.Stack(stack, false)]), " [")
			name <- head
		})
		return <-name
	}
	seen := map[string]bool{}
	for deadline := time.Now().Add(10 * time.Second); ; {
		name := worker()
		if seen[name] {
			break
		}
		seen[name] = true
		if time.Now().After(deadline) {
			t.Fatalf("%d jobs, one after another, took %d goroutines", len(seen), len(seen))
		}
	}
	close(slow)
	<-isOver
}

// Who shakes hands a byte at a time is cut off in time, though each byte comes soon.
func TestHandshakeBounded(t *testing.T) {
	ours, theirs := net.Pipe()
	defer ours.Close()
	defer theirs.Close()
	go func() {
		if _, err := theirs.Write([]byte{22, 3, 1, 0x40, 0}); err != nil { // a record of 16 KB
			return
		}
		next := time.NewTicker(10 * time.Millisecond)
		defer next.Stop()
		for range next.C {
			if _, err := theirs.Write([]byte{0}); err != nil {
				return
			}
		}
	}()
	err := shakeHands(tls.Server(&tlsWire{Conn: ours}, &tls.Config{MinVersion: tls.VersionTLS12}), 200*time.Millisecond)
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("it ended with %v, want a deadline", err)
	}
}
