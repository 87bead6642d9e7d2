package irc

import (
	"crypto/tls"
	"errors"
	"net"
	"slices"
	"time"

	"linnet/internal/irc/netloop"
)

// loopedTLS is a socket on a loop with TLS on it. crypto/tls stands between a Side
// and a connection that never waits: its reads may say that there is nothing yet,
// which crypto/tls takes for an error that passes, and its writes only collect. The
// handshake, which is long, is over before the loop has it.
type loopedTLS struct {
	looped
	tls    *tls.Conn
	wire   *tlsWire
	isDone bool // our last word has been said
}

// tlsWire is what crypto/tls believes to be its connection.
type tlsWire struct {
	net.Conn // during the handshake
	isLooped bool
	in       []byte // has come, and is not read yet
	out      []byte // is to be written
}

// errNothingYet says that a read would have to wait.
type errNothingYet struct{}

func (errNothingYet) Error() string   { return "nothing yet" }
func (errNothingYet) Timeout() bool   { return true }
func (errNothingYet) Temporary() bool { return true }

// Read implements net.Conn.
func (w *tlsWire) Read(into []byte) (int, error) {
	if !w.isLooped {
		return w.Conn.Read(into)
	}
	if len(w.in) == 0 {
		return 0, errNothingYet{}
	}
	n := copy(into, w.in)
	w.in = w.in[n:]
	return n, nil
}

// Write implements net.Conn.
func (w *tlsWire) Write(out []byte) (int, error) {
	if !w.isLooped {
		return w.Conn.Write(out)
	}
	w.out = append(w.out, out...)
	return len(out), nil
}

// Close implements net.Conn.
func (w *tlsWire) Close() error {
	if !w.isLooped {
		return w.Conn.Close()
	}
	return nil
}

// SetWriteDeadline implements net.Conn: crypto/tls sets one for its last word. On a
// loop nothing waits.
func (w *tlsWire) SetWriteDeadline(t time.Time) error {
	if !w.isLooped {
		return w.Conn.SetWriteDeadline(t)
	}
	return nil
}

// loopTLS shakes hands with a new connection and gives it to a loop. False means
// that no loop can have it: then it is a connection like any other, by TLS.
func (s *Server) loopTLS(conn net.Conn, config *tls.Config) (left net.Conn, err error) {
	w := &tlsWire{Conn: conn}
	secured := tls.Server(w, config)
	if err := s.hub.meet(secured); err != nil {
		return nil, err
	}
	if len(s.loops().all) == 0 {
		return secured, nil
	}
	t := &loopedTLS{tls: secured, wire: w}
	peer := peerOf(secured)
	fd, err := netloop.Take(conn)
	if err != nil {
		return secured, nil //nolint:nilerr // it is served otherwise
	}
	w.Conn, w.isLooped = nil, true
	s.loops().pick().Own(&t.Conn, fd, t, true)
	t.session = s.hub.attach(t, peer)
	t.Start()
	t.Release() // what came behind the handshake
	return nil, nil
}

// Input implements netloop.Side.
func (t *loopedTLS) Input(data []byte) (more bool, err error) {
	t.wire.in = data
	more, err = t.read()
	if t.wire.in = slices.Clone(t.wire.in); len(t.wire.in) == 0 { // nothing of the loop's buffer may be kept
		t.wire.in = nil
	}
	return more, err
}

// Resume implements netloop.Side.
func (t *loopedTLS) Resume() (more bool, err error) {
	if more, _ = t.looped.Resume(); !more {
		return false, nil
	}
	return t.read()
}

// read hands on what can be read of what has come.
func (t *loopedTLS) read() (more bool, err error) {
	buffer := readBuffers.Get().(*[]byte)
	defer readBuffers.Put(buffer)
	for {
		n, err := t.tls.Read(*buffer)
		if n > 0 {
			if more, _ := t.looped.Input((*buffer)[:n]); !more {
				return false, nil
			}
		}
		if len(t.wire.out) > 0 { // an answer of the protocol's own
			t.Wake()
		}
		if errors.As(err, &errNothingYet{}) {
			return true, nil
		}
		if err != nil {
			return true, err
		}
	}
}

// Output implements netloop.Side.
func (t *loopedTLS) Output(room *[]byte) (out []byte, more bool) {
	isClosing := t.closing.Load() // before what it closes with is taken
	plain := writeBuffers.Get().(*writeBuffer)
	defer writeBuffers.Put(plain)
	text, more := t.looped.Output(&plain.bytes)
	t.wire.out = append((*room)[:0], t.wire.out...)
	if len(text) > 0 {
		_, _ = t.tls.Write(text) // it only collects
	}
	if isClosing && !more && !t.isDone {
		t.isDone = true
		_ = t.tls.CloseWrite()
	}
	out, t.wire.out = t.wire.out, nil
	*room = out[:0]
	return out, more
}
