package irc_test

import (
	"errors"
	"io"
	"net/netip"
	"strings"
	"sync"
	"time"

	"linnet/internal/irc"
)

// pipe is a connection without a socket: the least that a transport can be.
type pipe struct {
	peer    irc.Peer
	session *irc.Session
	in, out chan string
	wake    chan struct{}
	release chan struct{}
	closing chan struct{} // the server closes
	hung    chan struct{} // the client hangs up

	closeOnce, hangOnce sync.Once
}

func newPipe(srv *irc.Server, from netip.Addr) *pipe {
	p := &pipe{
		peer: irc.Peer{Kind: "pipe", Address: from},
		in:   make(chan string, 256), out: make(chan string, 256),
		wake: make(chan struct{}, 1), release: make(chan struct{}, 1),
		closing: make(chan struct{}), hung: make(chan struct{}),
	}
	p.session = srv.Attach(p, p.Peer())
	go p.read()
	go p.write()
	return p
}

// read pushes lines to the session, and waits while it is held.
func (p *pipe) read() {
	for {
		select {
		case line := <-p.in:
			if p.session.Line([]byte(line)) {
				continue
			}
			select {
			case <-p.release:
				continue
			case <-p.hung:
			case <-p.closing:
			}
		case <-p.hung:
			if len(p.in) > 0 {
				continue
			}
		case <-p.closing:
		}
		p.session.Gone(nil)
		return
	}
}

// write takes what waits in the session whenever it says so.
func (p *pipe) write() {
	defer close(p.out)
	for closing := false; !closing; {
		select {
		case <-p.wake:
		case <-p.closing:
			closing = true
		}
		for lines := p.session.Take(nil); len(lines) > 0; lines = p.session.Take(nil) {
			for _, line := range lines {
				p.out <- strings.TrimSuffix(string(line), "\r\n")
			}
			p.session.Drained()
		}
	}
}

func (p *pipe) Peer() irc.Peer { return p.peer }

func (p *pipe) Wake() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

func (p *pipe) Release() { p.release <- struct{}{} }

// Close is called by the server, and by the client when the test is over.
func (p *pipe) Close() { p.closeOnce.Do(func() { close(p.closing) }) }

// pipeClient is the other end.
type pipeClient struct{ *pipe }

func (c pipeClient) Write(line string) error {
	select {
	case c.in <- line:
		return nil
	case <-c.closing:
		return io.ErrClosedPipe
	case <-time.After(patience):
		return errors.New("the server reads nothing")
	}
}

func (c pipeClient) Read() (string, error) {
	line, open := <-c.out
	if !open {
		return "", io.EOF
	}
	return line, nil
}

func (c pipeClient) HangUp() error {
	c.hangOnce.Do(func() { close(c.hung) })
	return nil
}

func (c pipeClient) Close() error { return c.HangUp() }
