package irc

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"linnet/internal/irc/wire"
)

// stream is a byte stream as a transport: TCP, TLS or a Unix socket. This file
// is what all have in common. How they are read differs: plain sockets on Linux
// wait in the parking lot, without a goroutine (lot_linux.go); the others have
// one each, that blocks (reader.go). Nothing that belongs to the writing of lines
// exists while none waits.
type stream struct {
	conn    net.Conn
	peer    Peer
	session *Session
	framer  wire.Framer
	driver  driver

	buffer *[]byte // with rest: read already, but the session is held
	rest   []byte  // what of it is still to be said

	closing  atomic.Bool
	closed   chan struct{}
	onClosed func()
	once     sync.Once
	writeMu  sync.Mutex // one flush at a time
	unsent   []byte     // what the peer has not taken of the last write
}

// driver is how a stream waits: for input, for its release when it is held, and
// for its turn to write.
type driver interface {
	// release lets a held stream go on; it may come before it knows that it is.
	release()
	// wake sees to it that the lines that wait are written soon.
	wake()
}

// progress is what a stream waits for next.
type progress struct {
	held bool
	err  error // the end of the connection
}

const (
	readBuffer = 4 << 10
	// closeTimeout bounds the writing of what waits when a connection closes.
	closeTimeout = 2 * time.Second
	// handshakeTimeout bounds a TLS handshake.
	handshakeTimeout = 10 * time.Second
)

var readBuffers = sync.Pool{New: func() any { b := make([]byte, readBuffer); return &b }}

// serveStream begins with a new connection. It returns at once for one that
// waits in the lot, and else when the connection has ended.
func (s *Server) serveStream(conn net.Conn) {
	st := &stream{conn: conn, closed: make(chan struct{}), onClosed: s.streams.Done}
	if err := st.identify(); err != nil {
		conn.Close()
		s.streams.Done()
		s.hub.log.Info("refused", "address", conn.RemoteAddr().String(), "err", err)
		return
	}
	if s.lot.park(s, st) {
		return
	}
	blocking := &blockingReader{st: st, released: make(chan struct{}, 1)}
	st.driver = blocking
	st.attach(s.hub)
	st.session.Gone(ended(blocking.run()))
	<-st.closed
}

// attach makes the session. Lines may wait before it has returned, and whoever
// writes them must find the session: hence the lock.
func (st *stream) attach(h *hub) {
	st.writeMu.Lock()
	defer st.writeMu.Unlock()
	st.session = h.attach(st)
}

// ended turns the proper end of a connection into no error.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// identify finds out who is at the other end, and shakes hands over TLS.
func (st *stream) identify() error {
	st.peer = Peer{Kind: "tcp"}
	switch addr := st.conn.RemoteAddr().(type) {
	case *net.TCPAddr:
		st.peer.Address = addr.AddrPort().Addr()
	case *net.UnixAddr:
		st.peer.Kind = "unix"
		st.peer.Secure = true
	default:
		st.peer.Address, _ = netip.ParseAddr(addr.String())
	}
	secured, ok := st.conn.(*tls.Conn)
	if !ok {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), handshakeTimeout)
	defer cancel()
	if err := secured.HandshakeContext(ctx); err != nil {
		return err
	}
	st.peer.Kind, st.peer.Secure = "tls", true
	st.peer.ServerName = secured.ConnectionState().ServerName
	if certs := secured.ConnectionState().PeerCertificates; len(certs) > 0 {
		st.peer.Certificate = Fingerprint(certs[0].Raw)
	}
	return nil
}

// turn reads once, if nothing is left from before, and says it. read must not be
// called with less than there is to know: no bytes and no error means that there
// was nothing.
func (st *stream) turn(read func([]byte) (int, error)) progress {
	if st.rest == nil {
		st.buffer = readBuffers.Get().(*[]byte)
		n, err := read(*st.buffer)
		if n == 0 {
			st.giveBack()
			return progress{err: err}
		}
		st.rest = (*st.buffer)[:n] // an error comes again with the next read
	}
	return st.push()
}

// push cuts what was read into lines and hands them on until the session is held.
func (st *stream) push() progress {
	for len(st.rest) > 0 {
		line, rest, complete, tooLong := st.framer.Next(st.rest)
		st.rest = rest
		var more bool
		switch {
		case !complete:
			continue
		case tooLong:
			more = st.session.TooLong()
		default:
			more = st.session.Line(line)
		}
		if !more {
			if len(st.rest) == 0 {
				st.giveBack()
			}
			return progress{held: true}
		}
	}
	st.giveBack()
	return progress{}
}

// giveBack returns the read buffer to whoever needs it next.
func (st *stream) giveBack() {
	readBuffers.Put(st.buffer)
	st.buffer, st.rest = nil, nil
}

// Peer implements Transport.
func (st *stream) Peer() Peer { return st.peer }

// Wake implements Transport.
func (st *stream) Wake() { st.driver.wake() }

// Release implements Transport.
func (st *stream) Release() { st.driver.release() }

// Close implements Transport.
func (st *stream) Close() {
	if st.closing.Swap(true) {
		return
	}
	// A flusher that waits for a slow peer waits no longer than this.
	_ = st.conn.SetWriteDeadline(time.Now().Add(closeTimeout))
	go func() {
		st.flush() // what the flusher has not taken, in its turn
		st.once.Do(func() {
			st.conn.Close()
			close(st.closed)
			st.onClosed()
		})
	}()
}
