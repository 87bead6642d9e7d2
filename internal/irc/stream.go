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

// stream is a byte stream as a transport: TCP, TLS or a Unix socket. One
// goroutine reads; another exists only while something is being written.
//
// A parked reader holds no buffer: it waits until the kernel has bytes and only
// then takes one. TLS keeps buffers of its own, so there it makes no difference.
type stream struct {
	conn    net.Conn
	peer    Peer
	session *Session
	framer  wire.Framer

	released chan struct{} // of size 1: a release may come before the wait for it
	closing  atomic.Bool
	closed   chan struct{}
	once     sync.Once
	writeMu  sync.Mutex // held by the flusher; Close waits for it in its own goroutine
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
	st := &stream{conn: conn, released: make(chan struct{}, 1), closed: make(chan struct{})}
	if err := st.identify(); err != nil {
		conn.Close()
		s.hub.log.Info("refused", "address", conn.RemoteAddr().String(), "err", err)
		return
	}
	st.session = s.hub.attach(st)
	err := st.read()
	if errors.Is(err, io.EOF) {
		err = nil
	}
	st.session.Gone(err)
	<-st.closed
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

// read hands lines to the session until the connection ends.
func (st *stream) read() error {
	for {
		buffer, n, err := st.fill()
		if n > 0 {
			if pushErr := st.push((*buffer)[:n]); pushErr != nil && err == nil {
				err = pushErr
			}
		}
		if buffer != nil {
			readBuffers.Put(buffer)
		}
		if err != nil {
			return err
		}
	}
}

// fill reads into a pooled buffer, taken only once there is something to read.
func (st *stream) fill() (buffer *[]byte, n int, err error) {
	raw, ok := st.conn.(syscall.Conn)
	if !ok {
		buffer = readBuffers.Get().(*[]byte)
		n, err = st.conn.Read(*buffer)
		return buffer, n, err
	}
	control, err := raw.SyscallConn()
	if err != nil {
		return nil, 0, err
	}
	var readErr error
	err = control.Read(func(fd uintptr) bool {
		buffer = readBuffers.Get().(*[]byte)
		n, readErr = readNow(fd, *buffer)
		if errors.Is(readErr, errWouldBlock) {
			readBuffers.Put(buffer)
			buffer, n, readErr = nil, 0, nil
			return false
		}
		return true
	})
	if err == nil {
		err = readErr
	}
	if err == nil && n == 0 {
		err = io.EOF
	}
	return buffer, n, err
}

// push cuts a chunk into lines and hands them on, waiting where it is held.
func (st *stream) push(chunk []byte) error {
	for len(chunk) > 0 {
		line, rest, complete, tooLong := st.framer.Next(chunk)
		if !complete {
			return nil
		}
		chunk = rest
		more := true
		if tooLong {
			more = st.session.TooLong()
		} else {
			more = st.session.Line(line)
		}
		if !more {
			if err := st.waitHeld(); err != nil {
				return err
			}
		}
	}
	return nil
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
