// Package irc is the daemon: the doors, the sessions behind them, the table of
// commands, and the hub that owns the network. A line travels
//
//	transport -> session -> dispatch (the table, all gates) -> cmd_*.go (decides)
//	  -> hub (the one lock: apply, remember, announce) -> outboxes -> transports
//
// It knows the protocol; what is true on the network lives in chat, what was
// said in history, and the text of a line in wire.
package irc

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"log/slog"
	"net"
	"net/netip"
	"runtime"
	"sync"
	"time"

	"linnet/internal/irc/netloop"
)

// Server is an IRC server in memory.
type Server struct {
	hub   *hub
	loops func() *loops // opened with the first connection
	crew  crew          // begins with those that no loop has from the start
	// closeDisk writes what waits for the store, once.
	closeDisk func()
	handing   chan struct{} // has room for the exports that are handed out at once
}

// New makes a server; an error names the setting that is wrong.
func New(cfg Config, opts Options) (*Server, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if opts.Clock == nil {
		opts.Clock = systemClock{}
	}
	if opts.Random == nil {
		opts.Random = func(b []byte) { rand.Read(b) } //nolint:errcheck // crypto/rand never fails
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.Version == "" {
		opts.Version = "linnet-dev"
	}
	h, err := newHub(cfg, opts)
	if err != nil {
		return nil, err
	}
	s := &Server{hub: h, crew: newCrew(), loops: sync.OnceValue(func() *loops { return openLoops(h, loopCount()) }), closeDisk: sync.OnceFunc(h.closeDisk), handing: make(chan struct{}, exportsAtOnce)}
	return s, nil
}

// Attach makes a session of a connection that some transport has, with peer at the
// other end; the transport calls its methods from then on.
func (s *Server) Attach(t Transport, peer Peer) *Session { return s.hub.attach(t, peer) }

// WriteTimeout is how long a transport may wait for its peer to take anything.
func (s *Server) WriteTimeout() time.Duration {
	return time.Duration(s.hub.writeTimeout.Load())
}

// Visit counts a connection by HTTP from an address, and says whether it may stay: not if
// there are too many from there. In either case Unvisit follows, when it is closed or has
// become a session.
func (s *Server) Visit(from netip.Addr) bool {
	s.hub.lock()
	defer s.hub.unlock()
	return s.hub.crowding.visit(from, s.hub.cfg.Limits.ConnectionsPerAddress)
}

// Unvisit ends a visit.
func (s *Server) Unvisit(from netip.Addr) {
	s.hub.lock()
	defer s.hub.unlock()
	s.hub.crowding.unvisit(from)
}

// Listen listens as net.Listen does; connections that Serve accepts there cost the
// least.
func Listen(network, address string) (net.Listener, error) { return netloop.Listen(network, address) }

// loopCount is how many loops are of use: one thing at a time is all that the hub's
// lock lets them do, so more than one only pays where bytes are many, or encrypted.
func loopCount() int { return max(1, min(4, runtime.GOMAXPROCS(0)/2)) }

// Serve accepts connections until the listener is closed, and returns that error.
// A listener of crypto/tls makes secure ones.
func (s *Server) Serve(l net.Listener) error {
	if bare, is := l.(*netloop.Listener); is && len(s.loops().all) > 0 {
		return s.accept(func() error { return bare.Descriptors(s.loopDescriptor) })
	}
	return s.serve(l, nil)
}

// ServeTLS is Serve for secure connections.
func (s *Server) ServeTLS(l net.Listener, config *tls.Config) error { return s.serve(l, config) }

func (s *Server) serve(l net.Listener, config *tls.Config) error {
	return s.accept(func() error {
		conn, err := l.Accept()
		if err != nil {
			return err
		}
		s.hub.streams.Add(1)
		s.crew.do(func() { s.serveStream(conn, config) })
		return nil
	})
}

// accept calls next again and again, until it fails for good.
func (s *Server) accept(next func() error) error {
	for {
		err := next()
		if isTemporary(err) { // out of descriptors, most likely: others will go
			s.hub.log.Warn("accept", "err", err)
			time.Sleep(50 * time.Millisecond)
		} else if err != nil {
			return err
		}
	}
}

// Shutdown tells every client why, writes what waits for them, and closes; it
// returns when all connections of Serve are gone or ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	defer s.closeDisk()
	if err := s.hub.shutdown(ctx); err != nil {
		return err
	}
	gone := make(chan struct{})
	go func() {
		s.hub.streams.Wait()
		s.loops().close()
		close(gone)
	}()
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
