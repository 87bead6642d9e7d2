package irc_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/coder/websocket"

	"linnet/internal/irc"
	"linnet/internal/webbridge"
)

// door is a way into a server. The same conversations come in by each.
type door struct {
	name string
	// open makes the door ready; what it returns connects one client by it, which
	// the server believes to come from an address.
	open func(t *testing.T, srv *irc.Server, binary bool) dialer
	// stored says that the server behind it has a store.
	stored bool
	// strict says that it has every message on disk before anybody hears it.
	strict bool
}

// dialer connects one client; an invalid address is that of this machine.
type dialer func(from netip.Addr) (wireConn, error)

var doors = []door{
	{name: "pipe", open: openPipe}, {name: "tcp", open: openTCP}, {name: "websocket", open: openWebSocket},
	{name: "stored", open: openPipe, stored: true},
	{name: "strict", open: openPipe, stored: true, strict: true},
}

func openPipe(_ *testing.T, srv *irc.Server, _ bool) dialer {
	return func(from netip.Addr) (wireConn, error) { return pipeClient{newPipe(srv, from)}, nil }
}

func mustListen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// serving runs a server's Serve until the test ends.
func serving(t *testing.T, l net.Listener, serve func(net.Listener) error) {
	var done sync.WaitGroup
	done.Go(func() {
		if err := serve(l); err != nil && !errors.Is(err, net.ErrClosed) && !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("serve: %v", err)
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		done.Wait()
	})
}

func openTCP(t *testing.T, srv *irc.Server, _ bool) dialer {
	l := pretending{mustListen(t), make(chan netip.Addr, 16)}
	serving(t, l, srv.Serve)
	return func(from netip.Addr) (wireConn, error) {
		l.from <- from
		conn, err := net.DialTimeout("tcp", l.Addr().String(), patience)
		if err != nil {
			return nil, err
		}
		return &tcpClient{conn.(*net.TCPConn), bufio.NewReader(conn)}, nil
	}
}

// pretending is a listener whose connections seem to come from the addresses in
// a queue. Who dials puts one there first, and connections come in that order.
type pretending struct {
	net.Listener
	from chan netip.Addr
}

func (l pretending) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if from := <-l.from; from.IsValid() {
		return pretended{conn.(*net.TCPConn), from}, nil
	}
	return conn, nil
}

type pretended struct {
	*net.TCPConn
	from netip.Addr
}

func (c pretended) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(c.from, 50000))
}

type tcpClient struct {
	*net.TCPConn
	in *bufio.Reader
}

func (c *tcpClient) Write(line string) error {
	_, err := io.WriteString(c.TCPConn, line+"\r\n")
	return err
}

func (c *tcpClient) Read() (string, error) {
	line, err := c.in.ReadString('\n')
	return strings.TrimSuffix(line, "\r\n"), err
}

func (c *tcpClient) HangUp() error { return c.CloseWrite() }

func openWebSocket(t *testing.T, srv *irc.Server, binary bool) dialer {
	files := fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}
	bridge, err := webbridge.New(srv, files, webbridge.Config{TrustedProxies: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	l := mustListen(t)
	serving(t, l, bridge.Serve)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := bridge.Shutdown(ctx); err != nil {
			t.Errorf("shut the bridge down: %v", err)
		}
	})
	return func(from netip.Addr) (wireConn, error) { return dialWebSocket(l.Addr().String(), from, binary) }
}

// webClient sends text, or binary messages where a conversation needs bytes that
// are not UTF-8.
type webClient struct {
	conn *websocket.Conn
	raw  *net.TCPConn
	kind websocket.MessageType
}

// dialWebSocket comes in through a proxy that is trusted, if it comes from far.
func dialWebSocket(address string, from netip.Addr, binary bool) (wireConn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c := &webClient{kind: websocket.MessageText}
	protocol := "text.ircv3.net"
	if binary {
		c.kind, protocol = websocket.MessageBinary, "binary.ircv3.net"
	}
	dialer := &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		if err == nil {
			c.raw = conn.(*net.TCPConn)
		}
		return conn, err
	}}
	header := http.Header{}
	if from.IsValid() {
		header.Set("X-Forwarded-For", from.String())
	}
	conn, response, err := websocket.Dial(ctx, "ws://"+address+"/ws", &websocket.DialOptions{
		HTTPHeader: header,
		HTTPClient: &http.Client{Transport: dialer}, Subprotocols: []string{protocol},
	})
	if err != nil {
		return nil, err
	}
	if got := response.Header.Get("Sec-WebSocket-Protocol"); got != protocol {
		_ = conn.CloseNow()
		return nil, errors.New("the server chose the sub-protocol " + got)
	}
	conn.SetReadLimit(16 << 10)
	c.conn = conn
	return c, nil
}

func (c *webClient) Write(line string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return c.conn.Write(ctx, c.kind, []byte(line))
}

func (c *webClient) Read() (string, error) {
	kind, message, err := c.conn.Read(context.Background())
	if err == nil && kind != c.kind {
		return "", errors.New("a message of the other kind than was agreed on")
	}
	return string(message), err
}

func (c *webClient) HangUp() error { return c.raw.CloseWrite() }
func (c *webClient) Close() error  { return c.conn.CloseNow() }
