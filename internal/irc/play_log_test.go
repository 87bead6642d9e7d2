package irc_test

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"
)

// closings counts the sessions that the server says it has closed. A client that
// hangs up can see its connection end before the server has drawn its
// conclusions; the log tells when it has.
type closings struct {
	count  atomic.Int64
	logged chan struct{} // holds one when count has grown
}

func newClosings() *closings { return &closings{logged: make(chan struct{}, 1)} }

// wait waits until n sessions have been closed in all.
func (c *closings) wait(n int) error {
	timeout := time.After(patience)
	for c.count.Load() < int64(n) {
		select {
		case <-c.logged:
		case <-timeout:
			return errors.New("the server has not noticed that the client is gone")
		}
	}
	return nil
}

// Handle implements slog.Handler.
func (c *closings) Handle(_ context.Context, r slog.Record) error {
	if r.Message == "closed" {
		c.count.Add(1)
		select {
		case c.logged <- struct{}{}:
		default:
		}
	}
	return nil
}

func (c *closings) Enabled(context.Context, slog.Level) bool { return true }
func (c *closings) WithAttrs([]slog.Attr) slog.Handler       { return c }
func (c *closings) WithGroup(string) slog.Handler            { return c }
