package irc

import (
	"net"
	"sync/atomic"
	"time"

	"linnet/internal/irc/netloop"
)

// Framing stands between a socket and the lines of a session where a line is more
// than bytes that end in CR LF: in a WebSocket. Its methods are called one at a time
// and may not wait.
type Framing interface {
	// Input takes bytes that have come, valid until it returns, and tells of each line
	// that they complete. When hears wants no more, or a line is not complete, it keeps
	// the rest: without bytes, Input goes on with that. An error ends the connection,
	// io.EOF properly.
	Input(data []byte, hears Hearer) (more bool, err error)
	// Output appends what is to be written: what the framing has to say by itself, then
	// lines, each with its CR LF. bye says that nothing follows, and so should it.
	Output(out, lines []byte, bye bool) []byte
	// Speaks says whether it has something to say by itself.
	Speaks() bool
	// Closed says that the socket is closed; nothing follows.
	Closed()
}

// Hearer is who hears lines: a session. False means that it is held.
type Hearer interface {
	Line(raw []byte) (more bool)
	TooLong() (more bool)
	// Frame tells of one that came and completes no line: it counts as one.
	Frame() (more bool)
}

// Carry begins with a connection whose lines are framed, on a loop. early says that
// the framing has had bytes already. False means that no loop can have it, and that
// nothing has happened.
func (s *Server) Carry(conn net.Conn, peer Peer, framing Framing, early bool) bool {
	if len(s.loops().all) == 0 {
		return false
	}
	fd, err := netloop.Take(conn)
	if err != nil {
		return false
	}
	s.hub.streams.Add(1)
	t := &framed{framing: framing}
	s.loops().pick().Own(&t.Conn, fd, t, early)
	t.session = s.hub.attach(t, peer)
	t.Start()
	if early {
		t.Release()
	}
	return true
}

// framed is a socket on a loop with a framing on it. Its end takes a word from either
// side: whoever has said bye waits a moment for the other's, so that no word of ours
// that is still on its way is lost with the connection.
type framed struct {
	looped
	framing   Framing
	hasGone   atomic.Bool
	saidBye   bool
	impatient atomic.Pointer[time.Timer]
}

// Input implements netloop.Side.
func (t *framed) Input(data []byte) (more bool, err error) {
	more, err = t.framing.Input(data, t)
	if t.framing.Speaks() {
		t.Wake()
	}
	return more, err
}

// Resume implements netloop.Side.
func (t *framed) Resume() (more bool, err error) { return t.Input(nil) }

// Line implements Hearer: who is leaving is not heard any more.
func (t *framed) Line(raw []byte) (more bool) { return t.closing.Load() || t.session.Line(raw) }

// TooLong implements Hearer.
func (t *framed) TooLong() (more bool) { return t.closing.Load() || t.session.TooLong() }

// Frame implements Hearer.
func (t *framed) Frame() (more bool) { return t.closing.Load() || t.session.Frame() }

// Output implements netloop.Side.
func (t *framed) Output(room *[]byte) (out []byte, more bool) {
	isClosing := t.closing.Load() // before what it closes with is taken
	plain := writeBuffers.Get().(*writeBuffer)
	defer writeBuffers.Put(plain)
	lines, more := t.looped.Output(&plain.bytes)
	bye := isClosing && !more && !t.saidBye
	t.saidBye = t.saidBye || bye
	out = t.framing.Output((*room)[:0], lines, bye)
	*room = out[:0]
	return out, more
}

// Gone implements netloop.Side.
func (t *framed) Gone(err error) {
	t.hasGone.Store(true)
	if t.closing.Load() {
		t.Conn.Close()
		return
	}
	t.session.Gone(err)
}

// Close implements Transport.
func (t *framed) Close() {
	if t.closing.Swap(true) {
		return
	}
	if t.hasGone.Load() {
		t.Conn.Close()
		return
	}
	t.impatient.Store(time.AfterFunc(closeTimeout, t.Conn.Close))
	t.Wake()
	t.Release() // to hear the other's bye
}

// Closed implements netloop.Side.
func (t *framed) Closed() {
	if timer := t.impatient.Load(); timer != nil {
		timer.Stop()
	}
	t.framing.Closed()
	t.looped.Closed()
}
