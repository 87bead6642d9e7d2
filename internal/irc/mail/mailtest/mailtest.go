// Package mailtest is an SMTP server for tests: it takes letters and shows them.
package mailtest

import (
	"bufio"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"testing"
)

// Server takes letters at Address until the test ends.
type Server struct {
	Address string
	Letters chan Letter // as they come
}

// Letter is one that was taken.
type Letter struct {
	From, To string // of the envelope
	Header   mail.Header
	Body     string
}

// Start listens on this machine. A recipient for whom refuse has an answer, such as
// "550 nobody here", is refused with it.
func Start(t testing.TB, refuse map[string]string) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Address: l.Addr().String(), Letters: make(chan Letter, 16)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			s.serve(conn, refuse)
			conn.Close()
		}
	}()
	t.Cleanup(func() {
		l.Close()
		<-done
	})
	return s
}

// serve speaks as much of RFC 5321 as a client needs that hands letters in.
func (s *Server) serve(conn net.Conn, refuse map[string]string) {
	in := bufio.NewReader(conn)
	say := func(line string) { fmt.Fprintf(conn, "%s\r\n", line) }
	say("220 mail.test")
	var letter Letter
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch strings.ToUpper(verb) {
		case "EHLO", "HELO":
			say("250 mail.test")
		case "MAIL":
			letter = Letter{From: bare(rest)}
			say("250 ok")
		case "RCPT":
			letter.To = bare(rest)
			if answer := refuse[letter.To]; answer != "" {
				say(answer)
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go on")
			if err := letter.read(in); err != nil {
				say("451 " + err.Error())
				continue
			}
			s.Letters <- letter
			say("250 taken")
		case "QUIT":
			say("221 goodbye")
			return
		default:
			say("502 what?")
		}
	}
}

// bare takes the address out of "FROM:<a@b> ...".
func bare(text string) string {
	_, text, _ = strings.Cut(text, "<")
	text, _, _ = strings.Cut(text, ">")
	return text
}

// read reads a letter up to the lonely dot.
func (l *Letter) read(in *bufio.Reader) error {
	var text strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return err
		}
		if line == ".\r\n" {
			break
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
	message, err := mail.ReadMessage(strings.NewReader(text.String()))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(quotedprintable.NewReader(message.Body))
	l.Header, l.Body = message.Header, string(body)
	return err
}
