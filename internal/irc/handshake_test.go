package irc

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Nobody waits for another's connection, and whoever is done begins with the next.
func TestCrew(t *testing.T) {
	c := newCrew()
	slow, isOver := make(chan struct{}), make(chan struct{})
	c.do(func() {
		<-slow
		close(isOver)
	})
	worker := func() string {
		name := make(chan string)
		c.do(func() {
			stack := make([]byte, 64)
			head, _, _ := strings.Cut(string(stack[:runtime.Stack(stack, false)]), " [")
			name <- head
		})
		return <-name
	}
	seen := map[string]bool{}
	for deadline := time.Now().Add(10 * time.Second); ; {
		name := worker()
		if seen[name] {
			break
		}
		seen[name] = true
		if time.Now().After(deadline) {
			t.Fatalf("%d jobs, one after another, took %d goroutines", len(seen), len(seen))
		}
	}
	close(slow)
	<-isOver
}

// Who shakes hands a byte at a time is cut off in time, though each byte comes soon.
func TestHandshakeBounded(t *testing.T) {
	ours, theirs := net.Pipe()
	defer ours.Close()
	defer theirs.Close()
	go func() {
		if _, err := theirs.Write([]byte{22, 3, 1, 0x40, 0}); err != nil { // a record of 16 KB
			return
		}
		next := time.NewTicker(10 * time.Millisecond)
		defer next.Stop()
		for range next.C {
			if _, err := theirs.Write([]byte{0}); err != nil {
				return
			}
		}
	}()
	err := shakeHands(tls.Server(&tlsWire{Conn: ours}, &tls.Config{MinVersion: tls.VersionTLS12}), 200*time.Millisecond)
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("it ended with %v, want a deadline", err)
	}
}

// far is a connection from some address.
type far struct {
	net.Conn
	from net.Addr
}

func (f far) RemoteAddr() net.Addr { return f.from }

// givenListener accepts what it is given.
type givenListener chan net.Conn

func (l givenListener) Accept() (net.Conn, error) {
	conn, open := <-l
	if !open {
		return nil, net.ErrClosed
	}
	return conn, nil
}
func (l givenListener) Close() error   { return nil }
func (l givenListener) Addr() net.Addr { return &net.TCPAddr{} }

// Handshakes that are begun and left there are as many from one address as connections may
// be: the next is closed unheard, those before go on, and who comes from elsewhere is heard.
func TestHandshakesBounded(t *testing.T) {
	srv, _ := newServer(t, func(cfg *Config) { cfg.Limits.ConnectionsPerAddress = 2 })
	l := make(givenListener)
	served := make(chan error)
	go func() { served <- srv.ServeTLS(l, &tls.Config{MinVersion: tls.VersionTLS12}) }()
	var mine []net.Conn
	for _, from := range []string{"192.0.2.1:1", "192.0.2.1:2", "192.0.2.1:3", "192.0.2.2:1"} {
		ours, theirs := net.Pipe()
		addr, err := net.ResolveTCPAddr("tcp", from)
		if err != nil {
			t.Fatal(err)
		}
		l <- far{theirs, addr}
		mine = append(mine, ours)
		if len(mine) == 3 {
			if n, err := ours.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
				t.Fatalf("the third of an address reads %d, %v", n, err)
			}
		} else if _, err := ours.Write([]byte{22}); err != nil { // whoever is not read waits here
			t.Fatalf("%s is not heard: %v", from, err)
		}
	}
	for _, conn := range mine {
		_ = conn.Close()
	}
	close(l)
	<-served
}
