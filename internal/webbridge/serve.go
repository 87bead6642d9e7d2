package webbridge

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	// answerTime is how long anybody may take to read an answer: files are small, and what
	// is not has a time of its own (export.go).
	answerTime = 2 * time.Minute
	// bodyTime is how long a body may take to come that nobody wants; a picture has its
	// own (avatar.go).
	bodyTime = 10 * time.Second
)

// newServer bounds what a stranger may cost: net/http sets none of these by itself.
func newServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      answerTime,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// withBodyTime bounds how long a body may take to come. net/http waits for what was
// announced, read or not, before it goes on with a connection.
func withBodyTime(most time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.ContentLength != 0 {
				_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(most))
			}
			next.ServeHTTP(w, r)
		})
	}
}

// count has the daemon count connections by where they come from, until they are closed
// or sessions, and closes those that are too many. What a proxy connects for is known only
// with each request.
func (b *Bridge) count(conn net.Conn, state http.ConnState) {
	from := parseHop(conn.RemoteAddr().String())
	if b.proxies.trust(from) {
		return
	}
	switch state {
	case http.StateNew:
		if !b.irc.Visit(from) {
			_ = conn.Close()
		}
	case http.StateHijacked, http.StateClosed:
		b.irc.Unvisit(from)
	case http.StateActive, http.StateIdle: // it is counted
	}
}

// Serve answers the connections of a listener until Shutdown, and then returns
// http.ErrServerClosed. A listener from tls.NewListener must not offer HTTP/2,
// which has no way to open these WebSockets.
func (b *Bridge) Serve(l net.Listener) error { return b.server.Serve(l) }

// Shutdown takes no more requests and waits until those under way are answered
// and all WebSockets are gone. It does not ask them to go: that is what
// irc.Server.Shutdown does, before. When ctx ends they are closed as they are.
func (b *Bridge) Shutdown(ctx context.Context) error {
	err := b.server.Shutdown(ctx)
	if errors.Is(err, net.ErrClosed) {
		err = nil // whoever opened the door has shut it already
	}
	if err != nil {
		_ = b.server.Close()
	}
	for _, c := range b.snapshot() {
		select {
		case <-c.gone:
		case <-ctx.Done():
			err = ctx.Err()
			c.fail(err)
			<-c.gone
		}
	}
	return err
}

func (b *Bridge) snapshot() []*conn {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := make([]*conn, 0, len(b.open))
	for c := range b.open {
		all = append(all, c)
	}
	return all
}

func (b *Bridge) add(c *conn) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open[c] = struct{}{}
}

func (b *Bridge) remove(c *conn) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.open, c)
}
