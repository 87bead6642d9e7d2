// Package mail hands letters to one SMTP server. It knows nothing of accounts.
package mail

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"strings"
	"time"
)

// TLS says how the way to the server is kept secret.
type TLS string

const (
	StartTLS TLS = "starttls" // asked for, and insisted on
	Implicit TLS = "tls"      // from the first byte
	None     TLS = "none"     // for a server on the same machine
)

// Server is where letters are handed in.
type Server struct {
	Address        string // host:port
	From           string // the sender's address
	User, Password string // none if User is empty
	TLS            TLS
}

// Letter is a text to one person.
type Letter struct {
	To, Subject, Body string
	At                time.Time
	ID                string // left of the @ in its Message-ID
}

// ErrAddress says that the server wants no letters to that address.
var ErrAddress = errors.New("the server takes no letters to that address")

// timeout bounds the whole conversation with the server.
const timeout = 20 * time.Second

// ParseAddress returns the bare address of text, which must be nothing else.
func ParseAddress(text string) (string, error) {
	parsed, err := mail.ParseAddress(text)
	switch {
	case err != nil:
		return "", err
	case parsed.Address != text, len(text) > 254, strings.ContainsAny(text, " \t\r\n\"<>"):
		return "", errors.New("expected a plain address such as me@example.org")
	}
	return text, nil
}

// Send hands a letter in. It waits for the server, and no longer than timeout.
func (s Server) Send(l Letter) error {
	client, err := s.connect()
	if err != nil {
		return fmt.Errorf("connect to %s: %w", s.Address, err)
	}
	defer func() { _ = client.Close() }() // after Quit it is closed already
	if s.User != "" {
		host, _, _ := net.SplitHostPort(s.Address)
		if err := client.Auth(smtp.PlainAuth("", s.User, s.Password, host)); err != nil {
			return fmt.Errorf("log in to %s: %w", s.Address, err)
		}
	}
	if err := client.Mail(s.From); err != nil {
		return fmt.Errorf("from %s: %w", s.From, err)
	}
	if err := client.Rcpt(l.To); err != nil {
		var refused *textproto.Error
		if errors.As(err, &refused) && refused.Code >= 500 {
			return fmt.Errorf("%w: %w", ErrAddress, err)
		}
		return fmt.Errorf("recipient: %w", err)
	}
	body, err := client.Data()
	if err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	if _, err := body.Write(s.compose(l)); err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	if err := body.Close(); err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	return client.Quit()
}

func (s Server) connect() (*smtp.Client, error) {
	host, _, err := net.SplitHostPort(s.Address)
	if err != nil {
		return nil, err
	}
	conn, err := net.DialTimeout("tcp", s.Address, timeout)
	if err != nil {
		return nil, err
	}
	if err := conn.SetDeadline(time.Now().Add(timeout)); err != nil {
		conn.Close()
		return nil, err
	}
	secure := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if s.TLS == Implicit {
		conn = tls.Client(conn, secure)
	}
	client, err := smtp.NewClient(conn, host)
	if err != nil {
		conn.Close()
		return nil, err
	}
	if s.TLS == StartTLS {
		if err := client.StartTLS(secure); err != nil {
			_ = client.Close()
			return nil, err
		}
	}
	return client, nil
}

// compose writes a letter as plain text (RFC 5322, RFC 2045), marked as one that
// no program should answer (RFC 3834).
func (s Server) compose(l Letter) []byte {
	_, domain, _ := strings.Cut(s.From, "@")
	var b bytes.Buffer
	for _, field := range [][2]string{
		{"From", s.From}, {"To", l.To}, {"Subject", mime.QEncoding.Encode("utf-8", l.Subject)},
		{"Date", l.At.Format(time.RFC1123Z)}, {"Message-ID", "<" + l.ID + "@" + domain + ">"},
		{"Auto-Submitted", "auto-generated"}, {"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"}, {"Content-Transfer-Encoding", "quoted-printable"},
	} {
		b.WriteString(field[0] + ": " + field[1] + "\r\n")
	}
	b.WriteString("\r\n")
	w := quotedprintable.NewWriter(&b)
	w.Write([]byte(strings.ReplaceAll(l.Body, "\n", "\r\n"))) //nolint:errcheck // a buffer takes everything
	w.Close()                                                 //nolint:errcheck // a buffer takes everything
	return b.Bytes()
}
