package main

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"time"
)

// journal writes a log beside whoever has something to say: a terminal that was stopped,
// or a pipe that nobody reads, must not stop a server. What comes while a write is under
// way goes along with the next.
type journal struct {
	out     io.Writer
	mu      sync.Mutex
	waiting bytes.Buffer
	lost    int // lines for which there was no room
	wake    chan struct{}
	closed  bool
	done    chan struct{} // closed when all is written
}

const (
	// journalRoom is how many bytes may wait to be written.
	journalRoom = 1 << 20
	// journalPatience is how long the last lines are waited for.
	journalPatience = time.Second
)

func newJournal(out io.Writer) *journal {
	j := &journal{out: out, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go j.run()
	return j
}

// Write takes one line, or as much as slog hands on at once; it never waits.
func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.closed: // what is said by whoever has outlived the log
	case j.waiting.Len()+len(line) > journalRoom:
		j.lost++
	default:
		j.waiting.Write(line)
		j.ring()
	}
	return len(line), nil
}

// ring tells the writer; the lock is held.
func (j *journal) ring() {
	select {
	case j.wake <- struct{}{}:
	default:
	}
}

func (j *journal) run() {
	defer close(j.done)
	for range j.wake {
		for {
			lines, closed := j.take()
			if len(lines) == 0 {
				if closed {
					return
				}
				break
			}
			_, _ = j.out.Write(lines) // there is nobody to be told
		}
	}
}

// take returns what is to be written next.
func (j *journal) take() (lines []byte, closed bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	lines = bytes.Clone(j.waiting.Bytes())
	j.waiting.Reset()
	if j.waiting.Cap() > journalRoom/4 {
		j.waiting = bytes.Buffer{}
	}
	if j.lost > 0 {
		lines = fmt.Appendf(lines, "%d lines of the log are lost, for nobody took them\n", j.lost)
		j.lost = 0
	}
	return lines, j.closed
}

// Close writes what waits, or gives up after a moment.
func (j *journal) Close() {
	j.mu.Lock()
	j.closed = true
	j.ring()
	j.mu.Unlock()
	select {
	case <-j.done:
	case <-time.After(journalPatience):
	}
}
