//go:build linux

package main

import (
	"net"
	"os"

	"github.com/panjf2000/gnet/v2"
)

// gnetServer is what gnet calls. Connections write each line by itself, or have an
// outbox.
type gnetServer struct {
	gnet.BuiltinEventEngine
	hasOutbox bool
	listening func(net.Addr)
	room      []byte // the one loop's
}

func serveGnet(listening func(net.Addr)) error {
	return runGnet(&gnetServer{listening: listening})
}

func serveGnetOutbox(listening func(net.Addr)) error {
	return runGnet(&gnetServer{listening: listening, hasOutbox: true})
}

func runGnet(s *gnetServer) error {
	return gnet.Run(s, "tcp://127.0.0.1:0", gnet.WithNumEventLoop(1))
}

// OnBoot tells the address, which gnet does not: its listener's duplicate knows it.
func (s *gnetServer) OnBoot(engine gnet.Engine) gnet.Action {
	fd, err := engine.Dup()
	if err != nil {
		return gnet.Shutdown
	}
	file := os.NewFile(uintptr(fd), "listener") //nolint:gosec // a descriptor
	defer file.Close()
	l, err := net.FileListener(file)
	if err != nil {
		return gnet.Shutdown
	}
	defer l.Close()
	s.listening(l.Addr())
	return gnet.None
}

// gnetConn is a connection of gnet.
type gnetConn struct {
	talker
	outbox
	conn      gnet.Conn
	hasOutbox bool
}

func (s *gnetServer) OnOpen(conn gnet.Conn) (out []byte, action gnet.Action) {
	conn.SetContext(&gnetConn{conn: conn, hasOutbox: s.hasOutbox})
	return nil, gnet.None
}

// OnTraffic comes when there is input, and after a Wake.
func (s *gnetServer) OnTraffic(conn gnet.Conn) gnet.Action {
	c := conn.Context().(*gnetConn)
	if data, err := conn.Next(-1); err == nil && len(data) > 0 {
		c.input(c, data)
		return gnet.None // what it said itself comes by a Wake, after what else was read
	}
	if s.room = c.take(s.room[:0]); len(s.room) > 0 {
		if _, err := conn.Write(s.room); err != nil {
			return gnet.Close
		}
	}
	return gnet.None
}

// A call that fails is of a connection that has ended, of which nobody need be told.
func (c *gnetConn) hear(line []byte) {
	switch {
	case !c.hasOutbox:
		_ = c.conn.AsyncWrite(line, nil)
	case c.add(line):
		_ = c.conn.Wake(nil)
	}
}
