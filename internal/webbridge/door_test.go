package webbridge

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/coder/websocket"
	"go.uber.org/goleak"

	"linnet/internal/irc"
)

// Every test must leave nothing running behind: a connection that is over keeps
// no goroutine.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// door is a daemon and its web door, on a port of their own.
type door struct {
	t       *testing.T
	address string
	bridge  *Bridge
	taps    chan *tap
}

// way is how WebSockets are carried.
type way int

const (
	looped  way = iota // by a loop, where there is one
	waiting            // by goroutines
)

// eachWay tries something by each.
func eachWay(t *testing.T, try func(*testing.T, way)) {
	t.Run("looped", func(t *testing.T) { try(t, looped) })
	t.Run("waiting", func(t *testing.T) { try(t, waiting) })
}

func openDoor(t *testing.T, by way, set func(*irc.Config, *Config)) *door {
	t.Helper()
	ircConfig, webConfig := irc.DefaultConfig(), Config{}
	ircConfig.Name = "irc.test"
	ircConfig.Limits.FloodRate = 0
	if set != nil {
		set(&ircConfig, &webConfig)
	}
	srv, err := irc.New(ircConfig, irc.Options{Uploads: true, Downloads: "https://chat.test"})
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}
	bridge, err := New(srv, files, webConfig)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := &door{t: t, address: l.Addr().String(), bridge: bridge, taps: make(chan *tap, 100)}
	served := make(chan error, 1)
	go func() { served <- bridge.Serve(&tapListener{l, by, d.taps}) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := srv.Shutdown(ctx); err != nil {
			t.Errorf("irc shutdown: %v", err)
		}
		if err := bridge.Shutdown(ctx); err != nil {
			t.Errorf("web shutdown: %v", err)
		}
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("serve: %v", err)
		}
	})
	return d
}

// tapListener tells of each connection that the server accepts, and taps those that
// goroutines carry.
type tapListener struct {
	net.Listener
	by   way
	taps chan *tap
}

func (l *tapListener) Accept() (net.Conn, error) {
	nc, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	// A small buffer in the kernel makes a slow reader felt early.
	_ = nc.(*net.TCPConn).SetWriteBuffer(4 << 10)
	t := &tap{Conn: nc, writes: make(chan int, 10000)}
	l.taps <- t
	if l.by == looped {
		return nc, nil
	}
	return t, nil
}

// tap counts the server's writes to a connection, and can hold them back. No loop can
// have it.
type tap struct {
	net.Conn
	writes chan int
	gate   chan struct{} // writes wait until it is closed; nil lets them through
}

// NetConn returns what is tapped.
func (t *tap) NetConn() net.Conn { return t.Conn }

func (t *tap) Write(p []byte) (int, error) {
	if t.gate != nil {
		<-t.gate
	}
	t.writes <- len(p)
	return t.Conn.Write(p)
}

// client is one WebSocket to a door.
type client struct {
	t  *testing.T
	ws *websocket.Conn
	// kind is the type of the messages that it sends and expects.
	kind websocket.MessageType
	tap  *tap
}

func (d *door) connect(protocols ...string) *client {
	d.t.Helper()
	return d.connectWith(&websocket.DialOptions{Subprotocols: protocols}, "/ws")
}

func (d *door) connectWith(opts *websocket.DialOptions, path string) *client {
	d.t.Helper()
	transport := &http.Transport{DisableKeepAlives: true}
	opts.HTTPClient = &http.Client{Transport: transport}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, "ws://"+d.address+path, opts)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { ws.CloseNow() })
	kind := websocket.MessageText
	if ws.Subprotocol() == binaryProtocol {
		kind = websocket.MessageBinary
	}
	return &client{t: d.t, ws: ws, kind: kind, tap: <-d.taps}
}

// register connects a client under a nick and reads its welcome.
func (d *door) register(nick string, protocols ...string) *client {
	d.t.Helper()
	c := d.connect(protocols...)
	c.send("NICK "+nick, "USER "+nick+" 0 * :"+nick)
	c.until(" 422 ")
	return c
}

func (c *client) send(lines ...string) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for _, line := range lines {
		if err := c.ws.Write(ctx, c.kind, []byte(line)); err != nil {
			c.t.Fatalf("send %.60q: %v", line, err)
		}
	}
}

func (c *client) read() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	kind, line, err := c.ws.Read(ctx)
	if err == nil && kind != c.kind {
		err = fmt.Errorf("a message of type %v, want %v: %q", kind, c.kind, line)
	}
	return string(line), err
}

func (c *client) next() string {
	c.t.Helper()
	line, err := c.read()
	if err != nil {
		c.t.Fatal(err)
	}
	if strings.ContainsAny(line, "\r\n") {
		c.t.Fatalf("a message with a line's end in it: %q", line)
	}
	return line
}

// expect reads one line and wants it to contain a text.
func (c *client) expect(want string) {
	c.t.Helper()
	if got := c.next(); !strings.Contains(got, want) {
		c.t.Fatalf("heard %q, want %q", got, want)
	}
}

// until reads up to and with a line that contains a text.
func (c *client) until(want string) string {
	c.t.Helper()
	for {
		if line := c.next(); strings.Contains(line, want) {
			return line
		}
	}
}

// untilClosed reads to the end and returns the last line and the status.
func (c *client) untilClosed() (last string, status websocket.StatusCode) {
	c.t.Helper()
	for {
		line, err := c.read()
		if errors.Is(err, context.DeadlineExceeded) {
			c.t.Fatal("the connection was not closed")
		}
		if err != nil {
			return last, websocket.CloseStatus(err)
		}
		last = line
	}
}
