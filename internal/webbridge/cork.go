package webbridge

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// cork stands between the WebSocket library and the network. The library writes
// a frame at a time and flushes each; lines are therefore framed by us and go
// past it, many in one write. What it writes by itself are control frames (pong,
// close), each in one Write: a mutex around whole writes keeps all at frame
// boundaries.
type cork struct {
	net.Conn
	early []byte // read with the request, before the upgrade

	mu     sync.Mutex // held around one write
	closed bool       // a close frame was written, and nothing may follow it

	deadlineMu sync.Mutex
	closeBy    time.Time // set once, when the end has begun
}

func (c *cork) Read(p []byte) (int, error) {
	if len(c.early) > 0 {
		n := copy(p, c.early)
		c.early = c.early[n:]
		return n, nil
	}
	return c.Conn.Read(p)
}

// Write is how the library writes a control frame.
func (c *cork) Write(frame []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(frame) > 0 && frame[0]&0x0f == opClose {
		c.closed = true
	}
	return c.Conn.Write(frame)
}

// writeFrames writes whole frames at once. After a close frame it refuses
// (RFC 6455, 5.5.1).
func (c *cork) writeFrames(frames []byte, timeout time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return net.ErrClosed
	}
	c.extend(timeout)
	_, err := c.Conn.Write(frames)
	return err
}

// extend gives the next write its time, unless the end has begun.
func (c *cork) extend(timeout time.Duration) {
	c.deadlineMu.Lock()
	defer c.deadlineMu.Unlock()
	if c.closeBy.IsZero() {
		_ = c.SetWriteDeadline(time.Now().Add(timeout))
	}
}

// endBy bounds all that is still read and written, a write under way included.
func (c *cork) endBy(timeout time.Duration) {
	c.deadlineMu.Lock()
	defer c.deadlineMu.Unlock()
	if c.closeBy.IsZero() {
		c.closeBy = time.Now().Add(timeout)
		_ = c.SetDeadline(c.closeBy)
	}
}

// Sizes of the library's own buffers, which live as long as a connection. It reads
// headers through the first, messages past it; the second holds the largest control
// frame, so that each is one Write.
const (
	readBuffer    = 16
	controlBuffer = 2 + 125
)

// beneath is what the library takes for its connection: it reads, writes and closes by
// whoever carries the bytes.
type beneath struct {
	net.Conn // none; the library calls nothing else
	carrier  io.ReadWriteCloser
}

func (b *beneath) Read(p []byte) (int, error)  { return b.carrier.Read(p) }
func (b *beneath) Write(p []byte) (int, error) { return b.carrier.Write(p) }
func (b *beneath) Close() error                { return b.carrier.Close() }

// hijacker takes the connection, and hands the library what is beneath.
type hijacker struct {
	http.ResponseWriter
	beneath *beneath
	conn    net.Conn
	early   []byte // read with the request, before the upgrade
}

// Hijack implements http.Hijacker. The buffers of net/http are left behind.
func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	nc, rw, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	early, _ := rw.Peek(rw.Reader.Buffered())
	h.conn, h.early, h.beneath = nc, slices.Clone(early), &beneath{}
	return h.beneath, bufio.NewReadWriter(
		bufio.NewReaderSize(h.beneath, readBuffer),
		bufio.NewWriterSize(h.beneath, controlBuffer),
	), nil
}
