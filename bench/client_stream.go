//go:build linux

package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
)

// Clients by TLS and by WebSocket have a goroutine each, for there are fewer of them.
// One lock stands in for the loop that the others share.

// door is how clients come in.
type door int

const (
	plain door = iota
	secure
	websocket
)

// streamed is a client that a goroutine reads for.
type streamed struct {
	conn net.Conn
	in   *bufio.Reader
	mu   sync.Mutex // one write at a time
	web  bool
}

// tlsClient offers the one key exchange that all servers have, so that none is measured
// at more work than the others: ours would agree on one that stands against quantum
// computers too.
//
//nolint:gosec // the certificate was made for this minute
var tlsClient = &tls.Config{InsecureSkipVerify: true, CurvePreferences: []tls.CurveID{tls.X25519}}

// dialStream connects by a door.
func (s *stage) dialStream(by door) (*streamed, error) {
	if by == secure {
		conn, err := tls.Dial("tcp", s.server.tls, tlsClient)
		if err != nil {
			return nil, err
		}
		return &streamed{conn: conn, in: bufio.NewReader(conn)}, nil
	}
	conn, err := net.Dial("tcp", s.server.web)
	if err != nil {
		return nil, err
	}
	st := &streamed{conn: conn, in: bufio.NewReader(conn), web: true}
	return st, st.upgrade(s.server)
}

// upgrade makes a WebSocket of a connection (RFC 6455, 4.1).
func (st *streamed) upgrade(srv *server) error {
	key := base64.StdEncoding.EncodeToString([]byte("the bench of ircd"))[:22] + "=="
	fmt.Fprintf(st.conn, "GET / HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Origin: http://%s\r\nSec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: text.ircv3.net\r\n\r\n", srv.web, srv.web, key)
	answer, err := http.ReadResponse(st.in, nil)
	if err != nil {
		return fmt.Errorf("upgrade: %w", err)
	}
	defer answer.Body.Close() // of 101 there is none
	if answer.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("upgrade: %s", answer.Status)
	}
	return nil
}

// write sends lines, each with its end.
func (st *streamed) write(lines []byte) error {
	st.mu.Lock()
	defer st.mu.Unlock()
	if !st.web {
		_, err := st.conn.Write(lines)
		return err
	}
	var frames []byte
	for line := range bytes.SplitSeq(bytes.TrimSuffix(lines, []byte("\r\n")), []byte("\r\n")) {
		frames = append(frames, 0x81) // the whole of a text
		if len(line) < 126 {
			frames = append(frames, 0x80|byte(len(line)))
		} else {
			frames = binary.BigEndian.AppendUint16(append(frames, 0x80|126), uint16(len(line))) //nolint:gosec // a line is short
		}
		frames = append(frames, 0, 0, 0, 0) // a mask that changes nothing
		frames = append(frames, line...)
	}
	_, err := st.conn.Write(frames)
	return err
}

// read hands on what comes until the end: bytes with the ends of their lines.
func (st *streamed) read(take func([]byte)) error {
	if !st.web {
		buffer := make([]byte, 16<<10)
		for {
			n, err := st.in.Read(buffer)
			if n > 0 {
				take(buffer[:n])
			}
			if err != nil {
				return err
			}
		}
	}
	var line []byte
	for {
		header := [2]byte{}
		if _, err := io.ReadFull(st.in, header[:]); err != nil {
			return err
		}
		size := int(header[1] & 0x7f)
		switch size {
		case 126:
			var long [2]byte
			if _, err := io.ReadFull(st.in, long[:]); err != nil {
				return err
			}
			size = int(binary.BigEndian.Uint16(long[:]))
		case 127:
			return errors.New("a frame too long for a line")
		}
		line = append(line[:0], make([]byte, size)...)
		if _, err := io.ReadFull(st.in, line); err != nil {
			return err
		}
		if op := header[0] & 0x0f; op == 1 || op == 2 {
			take(append(bytes.TrimRight(line, "\r\n"), '\r', '\n'))
		}
	}
}

// dialBy connects a client by a door.
func (s *stage) dialBy(by door, index int) (*client, error) {
	if by == plain {
		return s.dial(index)
	}
	st, err := s.dialStream(by)
	if err != nil {
		return nil, err
	}
	c := &client{stage: s, index: index, nick: fmt.Sprintf("b%d", index), stream: st}
	go func() {
		err := st.read(func(data []byte) {
			s.hearing.Lock()
			defer s.hearing.Unlock()
			_, _ = c.Input(data)
		})
		s.hearing.Lock()
		defer s.hearing.Unlock()
		if !c.expected && !errors.Is(err, net.ErrClosed) && !strings.Contains(fmt.Sprint(err), "closed") {
			s.fail(fmt.Errorf("%s was cut off: %w", c.nick, err))
		}
	}()
	return c, nil
}
