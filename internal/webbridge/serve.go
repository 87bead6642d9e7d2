package webbridge

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// newServer bounds what a stranger may cost before a request is read: net/http
// sets none of these by itself. A read or write timeout would end long
// downloads and is not needed: files are small, and the one body that is read has a
// time of its own (avatar.go).
func newServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
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
