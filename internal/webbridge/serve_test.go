package webbridge

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"linnet/internal/irc"
)

func mustDial(t *testing.T, to net.Addr) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", to.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(patience))
	return conn
}

// A body that is announced and never comes holds its connection for a while only, whoever
// is asked.
func TestBodyThatNeverComes(t *testing.T) {
	s := httptest.NewServer(withBodyTime(50 * time.Millisecond)(http.NotFoundHandler()))
	defer s.Close()
	for _, request := range []string{
		"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n",
		"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
	} {
		conn := mustDial(t, s.Listener.Addr())
		if _, err := io.WriteString(conn, request); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(conn); err != nil {
			t.Errorf("%q is not ended: %v", request, err)
		}
	}
}

// Who asks and asks and takes no answer is gone when the time is over.
func TestAnswerThatIsNotTaken(t *testing.T) {
	gone := make(chan struct{})
	big := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		defer close(gone)
		for {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	})
	server := newServer(big, slog.New(slog.DiscardHandler))
	if server.WriteTimeout != answerTime {
		t.Errorf("an answer may take %v", server.WriteTimeout)
	}
	server.WriteTimeout = 50 * time.Millisecond
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { done <- server.Serve(l) }()
	conn := mustDial(t, l.Addr())
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	<-gone
	_ = server.Close()
	<-done
}

// visitor is a connection from some address.
type visitor struct {
	net.Conn
	from     string
	isClosed bool
}

func (v *visitor) RemoteAddr() net.Addr {
	addr, _ := net.ResolveTCPAddr("tcp", v.from)
	return addr
}

func (v *visitor) Close() error {
	v.isClosed = true
	return nil
}

// From one address there are four connections for each session that there may be; what has
// become a session counts no more, and a trusted proxy brings as many as it likes.
func TestVisitorsAreCounted(t *testing.T) {
	d := openDoor(t, looped, func(irc *irc.Config, web *Config) {
		irc.Limits.ConnectionsPerAddress = 1
		web.TrustedProxies = []string{"192.0.2.9"}
	})
	visit := func(from string) *visitor {
		v := &visitor{from: from}
		d.bridge.count(v, http.StateNew)
		return v
	}
	var here []*visitor
	for range 4 {
		v := visit("192.0.2.1:1")
		d.bridge.count(v, http.StateActive)
		d.bridge.count(v, http.StateIdle)
		here = append(here, v)
	}
	tooMany := visit("192.0.2.1:2")
	d.bridge.count(tooMany, http.StateClosed)
	d.bridge.count(here[0], http.StateHijacked)
	next := visit("192.0.2.1:3")
	if !tooMany.isClosed || next.isClosed || here[1].isClosed {
		t.Errorf("closed: the fifth %v, who came when one had become a session %v, the second %v", tooMany.isClosed, next.isClosed, here[1].isClosed)
	}
	for range 10 {
		if visit("192.0.2.9:1").isClosed || visit("127.0.0.1:1").isClosed {
			t.Fatal("a trusted proxy or this machine is closed")
		}
	}
}
