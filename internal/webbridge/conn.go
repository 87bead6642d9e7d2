package webbridge

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"

	"linnet/internal/irc"
)

// conn is one WebSocket as a transport of package irc where no loop can have it
// (framing.go): by TLS of ours, behind a PROXY header, or where there are no loops.
//
// One goroutine reads, for the library can only be read by waiting; it holds no
// buffer of ours while it waits, and does not read while the session is held.
// Another writes while there is something to write, and ends then. Whoever ends
// the connection closes ended first, so that the reader is never left waiting,
// and the reader, last of all, tells the session that the peer is gone.
type conn struct {
	bridge  *Bridge
	ws      *websocket.Conn
	cork    *cork
	binary  bool
	peer    irc.Peer
	session *irc.Session

	// wakes counts the calls that a running writer has not answered; 0 when none
	// runs. It starts at 1: until start is done nobody else may write, since the
	// session may call before Attach has returned it.
	wakes   atomic.Int64
	closing atomic.Bool

	release chan struct{} // holds at most one: a session is held once at a time
	ended   chan struct{}
	endOnce sync.Once
	cause   error         // set before ended is closed
	gone    chan struct{} // closed when the session knows
}

// Bounds of time. A write may take no longer than the first, within what the
// daemon allows: the library gives its control frames half of it.
const (
	writeTimeout = 10 * time.Second
	closeTimeout = 2 * time.Second
	holdCheck    = time.Second
)

func newConn(b *Bridge, ws *websocket.Conn, k *cork, isBinary bool, peer irc.Peer) *conn {
	c := &conn{
		bridge: b, ws: ws, cork: k, binary: isBinary,
		peer:    peer,
		release: make(chan struct{}, 1), ended: make(chan struct{}), gone: make(chan struct{}),
	}
	c.wakes.Store(1)
	return c
}

// start makes a session of the connection, writes what it began with, and reads.
func (c *conn) start() {
	c.bridge.add(c)
	c.session = c.bridge.irc.Attach(c, c.peer)
	go c.write()
	go c.read()
}

// Wake implements irc.Transport: it sets a writer to work if none is.
func (c *conn) Wake() {
	if c.wakes.Add(1) == 1 {
		go c.write()
	}
}

// Release implements irc.Transport.
func (c *conn) Release() {
	select {
	case c.release <- struct{}{}:
	default:
	}
}

// Close implements irc.Transport: the writer writes what waits, and then ends
// the connection in the way of the protocol.
func (c *conn) Close() {
	if !c.closing.Swap(true) {
		c.cork.endBy(closeTimeout)
		c.Wake()
	}
}

// write writes all that waits. Calls that come meanwhile make it look again, so
// that there is never a second writer and never a line left behind.
func (c *conn) write() {
	for {
		seen, closing := c.wakes.Load(), c.closing.Load()
		if err := c.drain(); err != nil {
			c.fail(err)
			return
		}
		if closing {
			_ = c.ws.Close(websocket.StatusNormalClosure, "")
			c.fail(nil)
			return
		}
		if c.wakes.CompareAndSwap(seen, 0) {
			return
		}
	}
}

// batch is what one writer works with.
type batch struct {
	lines  [][]byte
	frames []byte
}

var batches = sync.Pool{New: func() any { return new(batch) }}

// drain writes the waiting lines, each time all that the session hands out.
func (c *conn) drain() error {
	b := batches.Get().(*batch)
	defer func() {
		clear(b.lines[:cap(b.lines)]) // keep no line alive
		batches.Put(b)
	}()
	timeout := min(writeTimeout, c.bridge.irc.WriteTimeout())
	for {
		b.lines = c.session.Take(b.lines[:0])
		if len(b.lines) == 0 {
			return nil
		}
		b.frames = b.frames[:0]
		for _, line := range b.lines {
			b.frames = appendFrames(b.frames, line, c.binary)
		}
		if err := c.cork.writeFrames(b.frames, timeout); err != nil {
			return err
		}
		c.session.Drained()
	}
}

// fail ends the connection at once.
func (c *conn) fail(cause error) {
	c.endOnce.Do(func() {
		c.cause = cause
		close(c.ended)
	})
	_ = c.ws.CloseNow()
}

// read reads until the end, whoever brings it about.
func (c *conn) read() {
	err := c.readMessages()
	if isProperEnd(err) {
		err = nil
	}
	c.fail(err)
	c.session.Gone(c.cause)
	c.bridge.remove(c)
	close(c.gone)
}

// isProperEnd says whether the peer has closed in the way of the protocol.
func isProperEnd(err error) bool {
	switch websocket.CloseStatus(err) {
	case websocket.StatusNormalClosure, websocket.StatusGoingAway, websocket.StatusNoStatusRcvd:
		return true
	default:
		return false
	}
}

func (c *conn) readMessages() error {
	for {
		// The context of the request ended with its handler; one that can end
		// would make the library set a timer for each read.
		_, r, err := c.ws.Reader(context.Background())
		if err != nil {
			return err
		}
		more, err := c.hand(r)
		if err != nil {
			return err
		}
		if !more {
			if err := c.held(); err != nil {
				return err
			}
		}
	}
}

// errHungUp is the peer's going while its session is held.
var errHungUp = errors.New("peer hung up")

// held waits until the session goes on. Nothing is read meanwhile, so a look at
// the socket now and then tells whether there is still somebody at the other end.
func (c *conn) held() error {
	check := time.NewTicker(holdCheck)
	defer check.Stop()
	for {
		select {
		case <-c.release:
			return nil
		case <-c.ended:
			return c.cause
		case <-check.C:
			if hungUp(c.cork.Conn) {
				return errHungUp
			}
		}
	}
}
