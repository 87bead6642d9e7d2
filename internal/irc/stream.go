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
	"syscall"
	"time"

	"linnet/internal/irc/wire"
)

// stream is a byte stream as a transport: TCP, TLS or a Unix socket.
//
// Its own goroutine does nothing but wait, so that its stack stays at the
// smallest size there is: when the kernel has bytes, a worker of the crew reads
// them and runs what they say. Neither holds a buffer while nothing comes. Lines
// are written by a goroutine that exists only while something waits. TLS keeps
// buffers of its own and must read to know whether there is anything, so there
// the connection's goroutine does it all.
type stream struct {
	server  *Server
	conn    net.Conn
	peer    Peer
	session *Session
	framer  wire.Framer

	buffer *[]byte       // with rest: read already, but the session is held
	rest   []byte        // what of it is still to be said
	worked chan progress // how a worker's turn ended

	released chan struct{} // of size 1: a release may come before the wait for it
	closing  atomic.Bool
	closed   chan struct{}
	once     sync.Once
	writeMu  sync.Mutex // one flush at a time
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
	// watchHeld is how often a held connection is asked whether its peer is there.
	watchHeld = time.Second
)

var readBuffers = sync.Pool{New: func() any { b := make([]byte, readBuffer); return &b }}

// serveStream reads a connection to its end.
func (s *Server) serveStream(conn net.Conn) {
	st := &stream{
		server: s, conn: conn, worked: make(chan progress, 1),
		released: make(chan struct{}, 1), closed: make(chan struct{}),
	}
	if err := st.identify(); err != nil {
		conn.Close()
		s.hub.log.Info("refused", "address", conn.RemoteAddr().String(), "err", err)
		return
	}
	err := st.run()
	if st.session != nil {
		s.crew.do(st, func() progress { st.session.Gone(ended(err)); return progress{} })
		<-st.closed
	} else {
		conn.Close()
	}
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
	if certs := secured.ConnectionState().PeerCertificates; len(certs) > 0 {
		st.peer.Certificate = Fingerprint(certs[0].Raw)
	}
	return nil
}

// run lets the session have its lines until the connection ends.
func (st *stream) run() error {
	raw, err := st.descriptor()
	if err != nil {
		return err
	}
	turn := func() progress { return st.turn(raw) }
	if raw == nil {
		turn = st.blockingTurn
	}
	next := st.server.crew.do(st, func() progress { st.session = st.server.hub.attach(st); return progress{} })
	for next.err == nil {
		switch {
		case next.held:
			err = st.waitHeld()
		case raw != nil:
			err = waitReadable(raw)
		}
		switch {
		case err != nil:
			return err
		case raw != nil:
			next = st.server.crew.do(st, turn)
		default:
			next = turn()
		}
	}
	return next.err
}

// descriptor gives access to the socket itself, or nil where there is none.
func (st *stream) descriptor() (syscall.RawConn, error) {
	if conn, ok := st.conn.(syscall.Conn); ok {
		return conn.SyscallConn()
	}
	return nil, nil
}

// waitReadable parks until there is something to read, without a buffer. It must
// look before it parks: the poller tells of a change once, and what came before
// it was asked would never be told.
func waitReadable(raw syscall.RawConn) error {
	return raw.Read(isReadable)
}

// turn reads what the socket has, once, and says it.
func (st *stream) turn(raw syscall.RawConn) progress {
	if st.rest == nil {
		st.buffer = readBuffers.Get().(*[]byte)
		var n int
		var readErr error
		err := raw.Read(func(fd uintptr) bool {
			n, readErr = readNow(fd, *st.buffer)
			return true
		})
		if err == nil {
			err = readErr
		}
		switch {
		case errors.Is(err, errWouldBlock):
			st.giveBack()
			return progress{}
		case err == nil && n == 0:
			err = io.EOF
		}
		if err != nil {
			st.giveBack()
			return progress{err: err}
		}
		st.rest = (*st.buffer)[:n]
	}
	return st.push()
}

// blockingTurn does the same where reading is the only way to wait.
func (st *stream) blockingTurn() progress {
	if st.rest == nil {
		st.buffer = readBuffers.Get().(*[]byte)
		n, err := st.conn.Read(*st.buffer)
		if n == 0 && err != nil {
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

// waitHeld waits for the release, or for the peer to go.
func (st *stream) waitHeld() error {
	look := time.NewTicker(watchHeld)
	defer look.Stop()
	for {
		select {
		case <-st.released:
			return nil
		case <-st.closed:
			return net.ErrClosed
		case <-look.C:
			if peerHasGone(st.conn) {
				return io.EOF
			}
		}
	}
}

// Peer implements Transport.
func (st *stream) Peer() Peer { return st.peer }

// Wake implements Transport.
func (st *stream) Wake() { go st.flush() }

// Release implements Transport.
func (st *stream) Release() {
	select {
	case st.released <- struct{}{}:
	default:
	}
}

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
		})
	}()
}

var writeBuffers = sync.Pool{New: func() any { return &writeBuffer{} }}

// writeBuffer is what one flush needs: the lines taken, and their bytes in one.
type writeBuffer struct {
	lines [][]byte
	bytes []byte
}

// flush writes all that waits, in as few writes as it takes.
func (st *stream) flush() {
	st.writeMu.Lock()
	defer st.writeMu.Unlock()
	buffer := writeBuffers.Get().(*writeBuffer)
	defer writeBuffers.Put(buffer)
	for {
		buffer.lines = st.session.Take(buffer.lines[:0])
		if len(buffer.lines) == 0 {
			return
		}
		out := buffer.lines[0]
		if len(buffer.lines) > 1 {
			buffer.bytes = buffer.bytes[:0]
			for _, line := range buffer.lines {
				buffer.bytes = append(buffer.bytes, line...)
			}
			out = buffer.bytes
		}
		clear(buffer.lines)
		if !st.closing.Load() {
			_ = st.conn.SetWriteDeadline(time.Now().Add(st.session.hub.cfg.Limits.WriteTimeout))
			if st.closing.Load() { // Close came between: its deadline counts
				_ = st.conn.SetWriteDeadline(time.Now().Add(closeTimeout))
			}
		}
		if _, err := st.conn.Write(out); err != nil {
			if !st.closing.Load() {
				st.session.Gone(err)
			}
			return
		}
		st.session.Drained()
	}
}
