//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"linnet/internal/irc/netloop"
)

// stage is a server, and the clients that a workload has there.
type stage struct {
	server  *server
	loop    *netloop.Loop
	clients []*client
	closed  sync.WaitGroup

	// The loop's goroutine alone touches these, but for the counters that await reads.
	said func(c *client, speaker int, seq uint32) // somebody has heard a line

	by      door
	hearing sync.Mutex // stands in for the loop where there is none

	mu         sync.Mutex
	changed    sync.Cond
	registered int
	entered    int
	joins      int
	pongs      int
	done       bool
	err        error
}

// measure runs workloads that go on with each other at one server. It tells each
// measurement.
func measure(p place, all []workload, tell func(workload, measurement)) error {
	srv, err := p.start(all[0].needs)
	if err != nil {
		return err
	}
	defer srv.stop()
	s := &stage{server: srv, by: all[0].by}
	s.changed.L = &s.mu
	s.loop, err = netloop.New(netloop.Options{
		WriteTimeout: func() time.Duration { return time.Minute }, CloseTimeout: time.Second,
	})
	if err != nil {
		return err
	}
	defer s.loop.Close()
	for _, w := range all {
		var m measurement
		if m, err = w.run(s); err != nil {
			err = fmt.Errorf("%s: %w", w.name, err)
			break
		}
		tell(w, m)
	}
	s.hearing.Lock()
	for _, c := range s.clients {
		c.expected = true
		if c.stream != nil {
			_ = c.stream.conn.Close()
		}
	}
	s.hearing.Unlock()
	return errors.Join(err, s.err)
}

// fail ends the workload.
func (s *stage) fail(err error) {
	s.mu.Lock()
	if s.err == nil {
		s.err = err
	}
	s.mu.Unlock()
	s.changed.Broadcast()
}

func (s *stage) counted(n *int) {
	s.mu.Lock()
	*n++
	s.mu.Unlock()
	s.changed.Broadcast()
}

func (s *stage) finish() {
	s.mu.Lock()
	s.done = true
	s.mu.Unlock()
	s.changed.Broadcast()
}

// await waits until something is so.
func (s *stage) await(what string, is func() bool) error {
	late := time.AfterFunc(patience, func() { s.fail(fmt.Errorf("%s: not within %v", what, patience)) })
	defer late.Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.err == nil && !is() {
		s.changed.Wait()
	}
	return s.err
}

const patience = 3 * time.Minute

// register connects n clients and waits until all are registered.
func (s *stage) register(n int, caps string) error {
	first := len(s.clients)
	for i := range n {
		c, err := s.dialBy(s.by, first+i)
		if err != nil {
			return err
		}
		s.clients = append(s.clients, c)
		if caps != "" {
			c.say("CAP REQ :%s", caps)
		}
		c.say("NICK %s\r\nUSER bench 0 * :a client of the bench", c.nick)
		if caps != "" {
			c.say("CAP END")
		}
		if c.stream == nil {
			c.Start()
		}
		if err := s.await("registration", func() bool { return first+i-s.registered < s.server.kind.backlog }); err != nil {
			return err
		}
	}
	return s.await("registration", func() bool { return s.registered >= first+n })
}

// join lets clients join a channel, a few at a time.
func (s *stage) join(channel string, clients []*client) error {
	before := s.entered
	for i, c := range clients {
		c.say("JOIN %s", channel)
		if err := s.await("joining", func() bool { return before+i-s.entered < 50 }); err != nil {
			return err
		}
	}
	return s.await("joining", func() bool { return s.entered >= before+len(clients) })
}

// heard takes the text of a message: "<speaker> <number> ...". Each client must hear
// each speaker's lines once and in order.
func (s *stage) heard(c *client, text []byte) {
	if s.said == nil {
		return
	}
	from, rest, _ := bytes.Cut(text, []byte{' '})
	number, _, _ := bytes.Cut(rest, []byte{' '})
	speaker, err1 := strconv.Atoi(string(from))
	seq, err2 := strconv.ParseUint(string(number), 10, 32)
	if err1 != nil || err2 != nil {
		s.fail(fmt.Errorf("%s heard %q", c.nick, text))
		return
	}
	if want := c.expects(speaker); uint32(seq) != want {
		s.fail(fmt.Errorf("%s heard line %d of speaker %d instead of %d: missing, doubled or out of order", c.nick, seq, speaker, want))
		return
	}
	for speaker >= len(c.next) {
		c.next = append(c.next, 0)
	}
	c.next[speaker]++
	s.said(c, speaker, uint32(seq))
}
