package irc

import (
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
