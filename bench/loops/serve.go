//go:build linux

package main

import (
	"fmt"
	"net"
	"net/netip"
	"time"

	"linnet/internal/irc/netloop"
)

// servers are the ways to carry the same lines. Each says where it listens and
// serves until its process ends. All have one loop, as our server has on two
// processors.
var servers = []struct {
	name  string
	serve func(listening func(net.Addr)) error
}{
	{"netloop", serveNetloop},
	{"gnet", serveGnet},              // as its manual shows: AsyncWrite of each line
	{"gnet+outbox", serveGnetOutbox}, // with our way to batch: an outbox, and a call when it is no longer empty
	{"netpoll", serveNetpoll},        // as its manual shows: a ShardQueue for each connection
	{"netpoll+outbox", serveNetpollOutbox},
	{"goroutines", serveGoroutines},
}

// looped is a connection of netloop.
type looped struct {
	netloop.Conn
	talker
	outbox
}

func serveNetloop(listening func(net.Addr)) error {
	loop, err := netloop.New(netloop.Options{
		WriteTimeout: func() time.Duration { return time.Minute },
		CloseTimeout: time.Second,
	})
	if err != nil {
		return err
	}
	l, err := netloop.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	bare, is := l.(*netloop.Listener)
	if !is {
		return netloop.ErrUnsupported
	}
	listening(l.Addr())
	return bare.Descriptors(func(fd int, _ netip.Addr) {
		c := &looped{}
		loop.Own(&c.Conn, fd, c, false)
		c.Start()
	})
}

func (c *looped) hear(line []byte) {
	if c.add(line) {
		c.Wake()
	}
}

// Input implements netloop.Side, as does the rest.
func (c *looped) Input(data []byte) (more bool, err error) {
	c.input(c, data)
	return true, nil
}

func (c *looped) Output(room *[]byte) (out []byte, more bool) {
	*room = c.take((*room)[:0])
	return *room, false
}

func (c *looped) Resume() (more bool, err error) { return true, nil }
func (c *looped) Written()                       {}
func (c *looped) MayGo() bool                    { return true }
func (c *looped) Gone(error)                     { c.Close() }
func (c *looped) Closed()                        {}

// streamed is a connection with a goroutine to read and one to write.
type streamed struct {
	talker
	outbox
	conn net.Conn
	bell chan struct{}
}

func serveGoroutines(listening func(net.Addr)) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	listening(l.Addr())
	for {
		conn, err := l.Accept()
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		c := &streamed{conn: conn, bell: make(chan struct{}, 1)}
		go c.read()
		go c.write()
	}
}

func (c *streamed) hear(line []byte) {
	if c.add(line) {
		select {
		case c.bell <- struct{}{}:
		default:
		}
	}
}

func (c *streamed) read() {
	room := make([]byte, 4<<10)
	for {
		n, err := c.conn.Read(room)
		if err != nil {
			c.conn.Close()
			return
		}
		c.input(c, room[:n])
	}
}

func (c *streamed) write() {
	var room []byte
	for range c.bell {
		room = c.take(room[:0])
		if _, err := c.conn.Write(room); err != nil {
			return
		}
	}
}
