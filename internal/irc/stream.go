package irc

import (
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

// stream is a byte stream as a transport where there are no loops (looped.go), or
// none can have it: a goroutine reads it and blocks (reader.go). Nothing that
// belongs to the writing of lines exists while none waits.
type stream struct {
	conn    net.Conn
	session *Session
	framer  wire.Framer
	reader  *blockingReader

	buffer *[]byte // with rest: read already, but the session is held
	rest   []byte  // what of it is still to be said

	closing  atomic.Bool
	closed   chan struct{}
	onClosed func()
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
)

var readBuffers = sync.Pool{New: func() any { b := make([]byte, readBuffer); return &b }}

// serveStream begins with a new connection, by TLS if config is not nil. It returns at
// once for one that a loop has, and else when the connection has ended.
func (s *Server) serveStream(conn net.Conn, config *tls.Config) {
	refused := func(err error) {
		_ = conn.Close()
		s.hub.streams.Done()
		s.hub.log.Info("refused", "address", conn.RemoteAddr().String(), "err", err)
	}
	if config != nil {
		left, err := s.loopTLS(conn, config)
		if err != nil {
			refused(err)
		}
		if left == nil {
			return
		}
		conn = left
	} else if secured, is := conn.(*tls.Conn); is {
		if err := s.hub.meet(secured); err != nil {
			refused(err)
			return
		}
	} else if s.loopConn(conn) {
		return
	}
	st := &stream{conn: conn, closed: make(chan struct{}), onClosed: s.hub.streams.Done}
	st.reader = &blockingReader{st: st, released: make(chan struct{}, 1)}
	st.attach(s.hub)
	st.session.Gone(ended(st.reader.run()))
	<-st.closed
}

// attach makes the session. Lines may wait before it has returned, and whoever
// writes them must find the session: hence the lock.
func (st *stream) attach(h *hub) {
	st.writeMu.Lock()
	defer st.writeMu.Unlock()
	st.session = h.attach(st, peerOf(st.conn))
}

// ended turns the proper end of a connection into no error.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// peerOf finds out who is at the other end. Over TLS hands have been shaken.
func peerOf(conn net.Conn) Peer {
	peer := Peer{Kind: "tcp", Address: addressOf(conn.RemoteAddr())}
	if _, isUnix := conn.RemoteAddr().(*net.UnixAddr); isUnix {
		peer.Kind, peer.Secure = "unix", true
	}
	secured, ok := conn.(*tls.Conn)
	if !ok {
		return peer
	}
	peer.Kind, peer.Secure = kindTLS, true
	state := secured.ConnectionState()
	peer.ServerName = state.ServerName
	if len(state.PeerCertificates) > 0 {
		peer.Certificate = Fingerprint(state.PeerCertificates[0].Raw)
	}
	return peer
}

// addressOf returns the address of a peer that has one.
func addressOf(peer net.Addr) netip.Addr {
	if addr, isTCP := peer.(*net.TCPAddr); isTCP {
		return addr.AddrPort().Addr()
	}
	address, _ := netip.ParseAddr(peer.String())
	return address
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
	rest, more := pushLines(st.session, &st.framer, st.rest)
	if st.rest = rest; more || len(rest) == 0 {
		st.giveBack()
	}
	return progress{held: !more}
}

// pushLines cuts what was read into lines and hands them on until the session is
// held: then rest is what is left.
func pushLines(s *Session, framer *wire.Framer, data []byte) (rest []byte, more bool) {
	for len(data) > 0 {
		line, rest, complete, tooLong := framer.Next(data)
		data = rest
		switch {
		case !complete:
			continue
		case tooLong:
			more = s.TooLong()
		default:
			more = s.Line(line)
		}
		if !more {
			return data, false
		}
	}
	return nil, true
}

// giveBack returns the read buffer to whoever needs it next.
func (st *stream) giveBack() {
	readBuffers.Put(st.buffer)
	st.buffer, st.rest = nil, nil
}

// Wake implements Transport.
func (st *stream) Wake() { st.reader.wake() }

// Release implements Transport.
func (st *stream) Release() { st.reader.release() }

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
