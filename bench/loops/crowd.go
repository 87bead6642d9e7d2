//go:build linux

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// patience is how long a delivery may take before it counts as lost.
const patience = 20 * time.Second

// filler makes a line about as long as people's are.
var filler = strings.Repeat("linnet ", 11)

// crowd is all clients of one run, in groups of the same size.
type crowd struct {
	work    work
	clients []*client
	over    atomic.Bool    // no further lines
	flying  sync.WaitGroup // of lines not everybody has heard
	heard   atomic.Int64
	failed  chan error
}

// client says numbered lines, and hears those of its group.
type client struct {
	crowd  *crowd
	place  int // in its group
	conn   net.Conn
	mates  []*client
	said   atomic.Int64
	unseen atomic.Int64 // who has not heard its last line, with one in flight
}

// gather connects everybody, each to her group.
func gather(address string, w work) (*crowd, error) {
	c := &crowd{work: w, failed: make(chan error, 1)}
	for i := range w.groups * w.size {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			c.leave()
			return nil, err
		}
		one := &client{crowd: c, place: i % w.size, conn: conn}
		c.clients = append(c.clients, one)
		name := fmt.Appendf(nil, "%d\n", i/w.size)
		if _, err = conn.Write(name); err == nil {
			_, err = io.ReadFull(conn, name)
		}
		if err != nil {
			c.leave()
			return nil, err
		}
	}
	for i, one := range c.clients {
		first := i - one.place
		one.mates = c.clients[first : first+w.size]
	}
	return c, nil
}

func (c *crowd) leave() {
	for _, one := range c.clients {
		one.conn.Close()
	}
}

// say says the next line: who, and which of hers.
func (one *client) say() {
	one.crowd.flying.Add(len(one.mates))
	one.unseen.Store(int64(len(one.mates)))
	if _, err := fmt.Fprintf(one.conn, "%d %d %s\n", one.place, one.said.Add(1), filler); err != nil {
		one.crowd.fail(err)
	}
}

func (c *crowd) fail(err error) {
	select {
	case c.failed <- err:
	default:
	}
}

// listen checks that all lines of each mate come once, in order. Whoever hears the
// last of those that must hear a line has the next said, unless there is a rate.
func (one *client) listen() {
	last := make([]int64, len(one.mates))
	lines := bufio.NewReaderSize(one.conn, 8<<10)
	for {
		line, err := lines.ReadSlice('\n')
		if err != nil {
			if !errors.Is(err, net.ErrClosed) {
				one.crowd.fail(err)
			}
			return
		}
		from, rest, _ := bytes.Cut(line, []byte(" "))
		number, text, _ := bytes.Cut(rest, []byte(" "))
		who, err := strconv.Atoi(string(from))
		n, err2 := strconv.ParseInt(string(number), 10, 64)
		if errors.Join(err, err2) != nil || len(text) != len(filler)+1 || who >= len(last) || n != last[who]+1 {
			one.crowd.fail(fmt.Errorf("after %d heard %q", last, line))
			return
		}
		last[who] = n
		one.crowd.heard.Add(1)
		mate := one.mates[who]
		if one.crowd.work.rate == 0 && mate.unseen.Add(-1) == 0 && !one.crowd.over.Load() {
			mate.say()
		}
		one.crowd.flying.Done()
	}
}

// talk has them talk for so long, and waits for the last delivery. It returns how
// many there were.
func (c *crowd) talk(took time.Duration) (int, error) {
	end := time.After(took)
	if c.work.rate == 0 {
		for _, one := range c.clients {
			if one.place < c.work.inFlight {
				one.say()
			}
		}
		select {
		case <-end:
		case err := <-c.failed:
			return 0, err
		}
	} else if err := c.talkAtRate(end); err != nil {
		return 0, err
	}
	c.over.Store(true)
	done := make(chan struct{})
	go func() { c.flying.Wait(); close(done) }()
	select {
	case <-done:
		return int(c.heard.Load()), nil
	case err := <-c.failed:
		return 0, err
	case <-time.After(patience):
		return 0, fmt.Errorf("only %d deliveries came, and no more in %v", c.heard.Load(), patience)
	}
}

// talkAtRate has one after the other of the groups hear a line, and catches up where
// it comes late.
func (c *crowd) talkAtRate(end <-chan time.Time) error {
	began, said := time.Now(), 0
	tick := time.NewTicker(time.Second / time.Duration(c.work.rate))
	defer tick.Stop()
	for {
		select {
		case now := <-tick.C:
			for ; said < int(now.Sub(began).Seconds()*float64(c.work.rate)); said++ {
				group, place := said%c.work.groups, said/c.work.groups%c.work.size
				c.clients[group*c.work.size+place].say()
			}
		case err := <-c.failed:
			return err
		case <-end:
			return nil
		}
	}
}
