//go:build linux

package main

import (
	"context"
	"net"
	"sync"

	"github.com/cloudwego/netpoll"
	"github.com/cloudwego/netpoll/mux"
)

// netpollConn is a connection of netpoll: with its queue, or with an outbox.
type netpollConn struct {
	talker
	outbox
	conn    netpoll.Connection
	queue   *mux.ShardQueue // nil with an outbox
	writing sync.Mutex
}

type connKey struct{}

func serveNetpoll(listening func(net.Addr)) error {
	return runNetpoll(listening, func(c *netpollConn) { c.queue = mux.NewShardQueue(mux.ShardSize, c.conn) })
}

func serveNetpollOutbox(listening func(net.Addr)) error {
	return runNetpoll(listening, func(*netpollConn) {})
}

func runNetpoll(listening func(net.Addr), prepare func(*netpollConn)) error {
	if err := netpoll.Configure(netpoll.Config{PollerNum: 1}); err != nil {
		return err
	}
	l, err := netpoll.CreateListener("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	events, err := netpoll.NewEventLoop(onRequest, netpoll.WithOnPrepare(func(conn netpoll.Connection) context.Context {
		c := &netpollConn{conn: conn}
		prepare(c)
		return context.WithValue(context.Background(), connKey{}, c)
	}))
	if err != nil {
		return err
	}
	listening(l.Addr())
	return events.Serve(l)
}

// onRequest runs on a goroutine of netpoll's pool.
func onRequest(ctx context.Context, conn netpoll.Connection) error {
	c := ctx.Value(connKey{}).(*netpollConn)
	data, err := conn.Reader().Next(conn.Reader().Len())
	if err != nil {
		return err
	}
	c.input(c, data)
	return conn.Reader().Release()
}

func (c *netpollConn) hear(line []byte) {
	switch {
	case c.queue != nil:
		c.queue.Add(func() (netpoll.Writer, bool) {
			b := netpoll.NewLinkBuffer(len(line))
			_, err := b.WriteBinary(line)
			if err == nil {
				err = b.Flush()
			}
			return b, err != nil
		})
	case c.add(line): // a write may wait for the peer, so it needs a goroutine
		go c.write()
	}
}

var rooms = sync.Pool{New: func() any { return new([]byte) }}

// write writes what waits. One more may wait for its turn, with an outbox that is
// not empty; there is no third.
func (c *netpollConn) write() {
	c.writing.Lock()
	defer c.writing.Unlock()
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	*room = c.take((*room)[:0])
	if _, err := c.conn.Write(*room); err != nil {
		c.conn.Close()
	}
}
