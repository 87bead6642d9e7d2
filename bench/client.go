//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"sync"

	"linnet/internal/irc/netloop"
)

// client is one connection to a server under test. Everything it hears is handled on
// the one loop that all clients share, so what that reads and writes needs no lock.
type client struct {
	netloop.Conn
	stage  *stage
	stream *streamed // nil for a client of the loop
	index  int
	nick   string

	partial  []byte
	next     []uint32 // of each speaker: the number that its next line must have
	isIn     bool     // registered
	expected bool     // its going

	mu  sync.Mutex
	out []byte
}

// expects is the number that the next line of a speaker must have.
func (c *client) expects(speaker int) uint32 {
	if speaker >= len(c.next) {
		return 0
	}
	return c.next[speaker]
}

// say queues a line without its end.
func (c *client) say(format string, args ...any) {
	if c.stream != nil {
		if err := c.stream.write(append(fmt.Appendf(nil, format, args...), '\r', '\n')); err != nil && !c.expected {
			c.stage.fail(fmt.Errorf("%s cannot write: %w", c.nick, err))
		}
		return
	}
	c.mu.Lock()
	c.out = fmt.Appendf(c.out, format, args...)
	c.out = append(c.out, '\r', '\n')
	c.mu.Unlock()
	c.Wake()
}

// Output implements netloop.Side.
func (c *client) Output(room *[]byte) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*room = append((*room)[:0], c.out...)
	c.out = c.out[:0]
	if cap(c.out) > 4096 {
		c.out = nil
	}
	return *room, false
}

// Input implements netloop.Side.
func (c *client) Input(data []byte) (bool, error) {
	if len(c.partial) > 0 {
		data = append(c.partial, data...)
	}
	for {
		end := bytes.IndexByte(data, '\n')
		if end < 0 {
			break
		}
		c.hear(bytes.TrimSuffix(data[:end], []byte{'\r'}))
		data = data[end+1:]
	}
	c.partial = append(c.partial[:0:0], data...)
	return true, nil
}

// Resume implements netloop.Side.
func (c *client) Resume() (bool, error) { return true, nil }

// Written implements netloop.Side.
func (c *client) Written() {}

var errGone = errors.New("the connection ended")

// MayGo implements netloop.Side.
func (c *client) MayGo() bool { return true }

// Gone implements netloop.Side.
func (c *client) Gone(err error) {
	if !c.expected {
		c.stage.fail(fmt.Errorf("%s was cut off: %w", c.nick, errors.Join(errGone, err)))
	}
	c.Close()
}

// Closed implements netloop.Side.
func (c *client) Closed() { c.stage.closed.Done() }

// hear takes one line.
func (c *client) hear(line []byte) {
	if len(line) > 0 && line[0] == '@' {
		_, line, _ = bytes.Cut(line, []byte{' '})
	}
	if bytes.HasPrefix(line, []byte("PING ")) {
		c.say("PONG %s", line[5:])
		return
	}
	source, rest, _ := bytes.Cut(line, []byte{' '})
	command, rest, _ := bytes.Cut(rest, []byte{' '})
	switch string(command) {
	case "PRIVMSG":
		_, text, _ := bytes.Cut(rest, []byte{' '})
		c.stage.heard(c, bytes.TrimPrefix(text, []byte{':'}))
	case "JOIN":
		c.stage.counted(&c.stage.joins)
	case "PONG":
		c.stage.counted(&c.stage.pongs)
	case "001":
		if !c.isIn {
			c.isIn = true
			c.stage.counted(&c.stage.registered)
		}
	case "366":
		c.stage.counted(&c.stage.entered)
	case "433", "437", "464", "465":
		c.stage.fail(fmt.Errorf("%s: %s", source, line))
	}
	if bytes.HasPrefix(line, []byte("ERROR ")) && !c.expected {
		c.stage.fail(fmt.Errorf("%s: %s", c.nick, line))
	}
}

// dial connects a client.
func (s *stage) dial(index int) (*client, error) {
	conn, err := net.Dial("tcp", s.server.irc)
	if err != nil {
		return nil, err
	}
	fd, err := netloop.Take(conn)
	if err != nil {
		return nil, err
	}
	c := &client{stage: s, index: index, nick: fmt.Sprintf("b%d", index)}
	s.closed.Add(1)
	s.loop.Own(&c.Conn, fd, c, false)
	return c, nil
}
