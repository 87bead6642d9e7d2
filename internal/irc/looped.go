package irc

import (
	"net"
	"net/netip"
	"slices"
	"sync/atomic"
	"time"

	"linnet/internal/irc/netloop"
	"linnet/internal/irc/wire"
)

// looped is a plain socket on a loop as a transport: no goroutine and no buffer of
// its own, however many there are. Its loop does everything with it, one thing at a
// time.
type looped struct {
	netloop.Conn
	session *Session
	framer  wire.Framer
	rest    []byte // of what was read, while the session is held
	closing atomic.Bool
}

// loops are opened when the first connection comes.
type loops struct {
	all  []*netloop.Loop
	next atomic.Uint32
}

// openLoops opens as many as are of use; none where there are no loops.
func openLoops(h *hub, n int) *loops {
	l := &loops{}
	for range n {
		loop, err := netloop.New(netloop.Options{
			WriteTimeout: func() time.Duration { return time.Duration(h.writeTimeout.Load()) },
			CloseTimeout: closeTimeout,
		})
		if err != nil {
			break
		}
		l.all = append(l.all, loop)
	}
	return l
}

// pick returns the loop whose turn it is, nil if there is none.
func (l *loops) pick() *netloop.Loop {
	if len(l.all) == 0 {
		return nil
	}
	return l.all[int(l.next.Add(1))%len(l.all)]
}

// close ends all loops; no connection should be left on them.
func (l *loops) close() {
	for _, loop := range l.all {
		loop.Close()
	}
}

// loopDescriptor begins with a connection that is no more than a descriptor.
func (s *Server) loopDescriptor(fd int, from netip.Addr) {
	peer := Peer{Kind: "tcp", Address: from.Unmap()}
	if !from.IsValid() {
		peer.Kind, peer.Secure = "unix", true
	}
	s.hub.streams.Add(1)
	s.loop(fd, peer)
}

// loopConn takes a connection over. False means that it cannot be.
func (s *Server) loopConn(conn net.Conn) bool {
	if len(s.loops().all) == 0 {
		return false
	}
	peer := peerOf(conn)
	fd, err := netloop.Take(conn)
	if err != nil {
		return false
	}
	s.loop(fd, peer)
	return true
}

func (s *Server) loop(fd int, peer Peer) {
	t := &looped{}
	s.loops().pick().Own(&t.Conn, fd, t, false)
	t.session = s.hub.attach(t, peer)
	t.Start()
}

// Input implements netloop.Side.
func (t *looped) Input(data []byte) (more bool, err error) {
	rest, more := pushLines(t.session, &t.framer, data)
	if !more && len(rest) > 0 {
		t.rest = slices.Clone(rest)
	}
	return more, nil
}

// Resume implements netloop.Side.
func (t *looped) Resume() (more bool, err error) {
	rest, more := pushLines(t.session, &t.framer, t.rest)
	if t.rest = rest; more {
		t.rest = nil
	}
	return more, nil
}

// Output implements netloop.Side.
func (t *looped) Output(room *[]byte) (out []byte, more bool) { return t.session.out.takeBytes(room) }

// Written implements netloop.Side.
func (t *looped) Written() { t.session.Drained() }

// MayGo implements netloop.Side: what is on its way to the disk was said.
func (t *looped) MayGo() bool { return !t.session.isSpeaking() }

// Gone implements netloop.Side.
func (t *looped) Gone(err error) {
	if !t.closing.Load() {
		t.session.Gone(err)
	}
}

// Closed implements netloop.Side.
func (t *looped) Closed() { t.session.hub.streams.Done() }

// Close implements Transport.
func (t *looped) Close() {
	if !t.closing.Swap(true) {
		t.Conn.Close()
	}
}
