package netloop

import (
	"errors"
	"io"
	"time"

	"golang.org/x/sys/unix"
)

// Conn is one socket on a loop. It may be a part of whatever its Side is.
type Conn struct {
	loop *Loop
	side Side

	unsent []byte // what the peer has not taken of the last write

	fd     int32
	epoch  int32
	events uint32 // what the loop waits for

	// The loop's lock guards these.
	isQueued  bool // for a turn to write
	isLoose   bool // it has been released
	isClosing bool // once all is written

	// The loop's own.
	isIn      bool
	isHeld    bool
	isGone    bool // the Side has been told
	isLeaving bool // the loop knows that it is closing
	isClosed  bool
}

// Wake says that the Side has output. It is not lost, whatever the loop is doing.
func (c *Conn) Wake() {
	l := c.loop
	l.mu.Lock()
	if c.isQueued {
		l.mu.Unlock()
		return
	}
	c.isQueued = true
	l.writes.push(c)
	l.rouse()
}

// Release lets a held connection go on. It may come before the loop knows of the
// hold.
func (c *Conn) Release() {
	l := c.loop
	l.mu.Lock()
	if c.isLoose {
		l.mu.Unlock()
		return
	}
	c.isLoose = true
	l.released = append(l.released, c)
	l.rouse()
}

// isReleased says whether a release waits to be heeded.
func (c *Conn) isReleased() bool {
	c.loop.mu.Lock()
	defer c.loop.mu.Unlock()
	return c.isLoose
}

// Close ends the connection once all output is written, or after a while. Calling
// it again does nothing.
func (c *Conn) Close() {
	l := c.loop
	l.mu.Lock()
	c.isClosing = true
	l.mu.Unlock()
	c.Wake()
}

// read reads once and hands on what has come.
func (l *Loop) read(c *Conn) {
	n, err := readNow(int(c.fd), l.in)
	switch {
	case err != nil:
		l.gone(c, err)
	case n > 0:
		more, err := c.side.Input(l.in[:n])
		l.went(c, more, err)
	}
}

// went goes on after a Side has had its input.
func (l *Loop) went(c *Conn, more bool, err error) {
	c.isHeld = !more
	if err != nil {
		l.gone(c, err)
	}
}

// resume goes on with a connection that was released.
func (l *Loop) resume(c *Conn) {
	l.mu.Lock()
	c.isLoose = false
	l.mu.Unlock()
	if !c.isHeld || c.isGone || c.isClosed || c.isLeaving {
		return
	}
	more, err := c.side.Resume()
	if l.went(c, more, err); more && err == nil {
		l.listen(c, unix.EPOLLIN|unix.EPOLLRDHUP)
	}
}

// gone tells the Side that there is nobody any more.
func (l *Loop) gone(c *Conn, err error) {
	if c.isGone || c.isClosed {
		return
	}
	c.isGone = true
	if errors.Is(err, io.EOF) {
		err = nil
	}
	l.listen(c, 0)
	c.side.Gone(err)
}

// flush writes once, as far as the socket takes it at once.
func (l *Loop) flush(c *Conn) {
	if !c.isIn || c.isClosed {
		return
	}
	l.mu.Lock()
	isClosing := c.isClosing
	l.mu.Unlock()
	if isClosing && !c.isLeaving {
		c.isLeaving = true
		l.due(c, time.Now().Add(l.opts.CloseTimeout))
	}
	out, more := c.unsent, true
	if out == nil {
		out, more = c.side.Output(&l.out)
	}
	if len(out) == 0 {
		l.wrote(c, false)
		return
	}
	n, err := writeNow(int(c.fd), out)
	switch {
	case err != nil:
		l.broke(c, err)
	case n < len(out):
		l.stall(c, out[n:], n)
	default:
		c.unsent = nil
		c.side.Written()
		l.wrote(c, more)
	}
}

// stall keeps what the peer has not taken until there is room for it.
func (l *Loop) stall(c *Conn, rest []byte, taken int) {
	if c.unsent == nil || taken > 0 {
		c.unsent = append([]byte(nil), rest...)
	}
	if _, isDue := l.slow[c]; !isDue {
		l.due(c, time.Now().Add(l.opts.WriteTimeout()))
	}
	l.listen(c, c.events|unix.EPOLLOUT)
}

// wrote goes on after a write of all there was: with more, with the end, or with
// nothing.
func (l *Loop) wrote(c *Conn, more bool) {
	if c.events&unix.EPOLLOUT != 0 {
		l.listen(c, c.events&^unix.EPOLLOUT)
	}
	if !c.isLeaving && len(l.slow) > 0 {
		delete(l.slow, c)
	}
	switch {
	case more: // others have their turn before that
		c.Wake()
	case c.isLeaving:
		l.close(c)
	}
}

// broke ends a connection that cannot be written to.
func (l *Loop) broke(c *Conn, err error) {
	c.unsent = nil
	if c.isLeaving {
		l.close(c)
		return
	}
	l.gone(c, err)
}

// due gives a connection a deadline.
func (l *Loop) due(c *Conn, by time.Time) {
	if len(l.slow) == 0 {
		l.look.Reset(lookEvery)
	}
	l.slow[c] = by
}

// cutLate ends those whose time is up.
func (l *Loop) cutLate(now time.Time) {
	for c, by := range l.slow {
		switch {
		case now.Before(by):
		case c.isLeaving:
			l.close(c)
		default:
			delete(l.slow, c)
			l.broke(c, ErrSlow)
		}
	}
	if len(l.slow) > 0 {
		l.look.Reset(lookEvery)
	}
}

// close gives the descriptor back.
func (l *Loop) close(c *Conn) {
	if c.isClosed {
		return
	}
	c.isClosed, c.unsent = true, nil
	delete(l.slow, c)
	l.conns[c.fd] = nil
	_ = unix.Close(int(c.fd)) // which also takes it out of the set
	c.side.Closed()
}
