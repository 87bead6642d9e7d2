package irc_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"linnet/internal/irc"
)

// byteClient is a connection that takes any bytes.
type byteClient struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
}

func newByteClient(t *testing.T, conn net.Conn, err error) *byteClient {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return &byteClient{t, conn, bufio.NewReader(conn)}
}

func (c *byteClient) send(text string) {
	c.t.Helper()
	if _, err := io.WriteString(c.conn, text); err != nil {
		c.t.Fatal(err)
	}
}

// until reads up to a line that has some part.
func (c *byteClient) until(part string) (heard string) {
	c.t.Helper()
	for {
		line, err := c.in.ReadString('\n')
		heard += line
		if err != nil {
			c.t.Fatalf("waits for %q: %v; heard %q", part, err, heard)
		}
		if err := wellFormed(strings.TrimSuffix(line, "\r\n")); err != nil {
			c.t.Error(err)
		}
		if strings.Contains(line, part) {
			return heard
		}
	}
}

func (c *byteClient) register(nick string) {
	c.t.Helper()
	c.send("NICK " + nick + "\r\nUSER u 0 * :u\r\n")
	c.until(" 422 ")
}

// mustSettle is the settings of the conversations.
func mustSettle(t *testing.T) irc.Config {
	t.Helper()
	cfg, err := settle(nil)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// serveOn runs a server by some listener, and holds that nothing is left of it.
func serveOn(t *testing.T, cfg irc.Config, l net.Listener, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	leaks := goleak.IgnoreCurrent()
	srv, err := irc.New(cfg, irc.Options{})
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	t.Cleanup(func() {
		l.Close()
		<-served
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := srv.Shutdown(ctx); err != nil {
			t.Errorf("shut down: %v", err)
		}
		goleak.VerifyNone(t, leaks)
	})
}

func TestBrokenLines(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	serveOn(t, mustSettle(t), l, err)
	conn, err := net.Dial("tcp", l.Addr().String())
	c := newByteClient(t, conn, err)
	c.send("NI")
	c.send("CK ali")
	c.send("ce\r")
	c.send("\nUSER u 0 * :u\n\r\n\n   \r\n")
	c.until(" 422 alice ")
	for _, tt := range []struct{ name, bytes, answer string }{
		{"half a line, and the rest", "PING one", ""},
		{"", "-token\r\n", "PONG irc.test :one-token"},
		{"two lines in one write", "PING a\r\nPING b\r\n", "PONG irc.test :b"},
		{"100 KB without an end", strings.Repeat("x", 100<<10), ""},
		{"", "\r\n", " 417 alice "},
		{"the limit", "PING " + strings.Repeat("x", 505) + "\r\n", "PONG irc.test :xxx"},
		{"one byte over", "PING " + strings.Repeat("x", 506) + "\r\n", " 417 alice "},
		{"tags over", "@+x=" + strings.Repeat("x", 4092) + " PING y\r\n", " 417 alice "},
		{"a NUL", "PING a\x00b\r\n", " 421 alice * "},
		{"a CR inside", "PRIVMSG alice :a\rQUIT\r\n", " 421 alice * "},
		{"not UTF-8", "PRIVMSG alice :caf\xe9\r\n", "FAIL PRIVMSG INVALID_UTF8 "},
		{"a source of one's own", ":irc.test PING hello\r\n", "PONG irc.test :hello"},
		{"nothing but tags", "@a=b\r\n", " 421 alice * "},
		{"and all is well", "PING end\r\n", "PONG irc.test :end"},
	} {
		c.send(tt.bytes)
		if tt.answer == "" {
			continue
		}
		if heard := c.until(tt.answer); strings.Contains(heard, "QUIT") || strings.Contains(heard, "ERROR") {
			t.Errorf("%s: %q", tt.name, heard)
		}
	}
}

func TestAUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "irc")
	l, err := net.Listen("unix", path)
	serveOn(t, mustSettle(t), l, err)
	conn, err := net.Dial("unix", path)
	c := newByteClient(t, conn, err)
	c.register("alice")
	c.send("WHOIS alice\r\n")
	heard := c.until(" 318 ")
	if !strings.Contains(heard, " 311 alice alice ~u localhost * :u") || strings.Contains(heard, " 338 ") {
		t.Errorf("of a user without an address WHOIS says %q", heard)
	}
}

// certificate is a fresh key with its own signature.
func certificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, of, of, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func TestTLS(t *testing.T) {
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := tls.NewListener(tcp, &tls.Config{Certificates: []tls.Certificate{certificate(t)}, ClientAuth: tls.RequestClientCert})
	serveOn(t, mustSettle(t), l, nil)

	mine := certificate(t)
	client := &tls.Config{InsecureSkipVerify: true} //nolint:gosec // the certificate is its own
	with := client.Clone()
	with.Certificates = []tls.Certificate{mine}
	conn, err := tls.Dial("tcp", l.Addr().String(), with)
	alice := newByteClient(t, conn, err)
	alice.register("alice")
	plain, err := tls.Dial("tcp", l.Addr().String(), client)
	bob := newByteClient(t, plain, err)
	bob.register("bob")

	fingerprint := " 276 alice alice :has client certificate fingerprint " + irc.Fingerprint(mine.Certificate[0])
	alice.send("WHOIS alice\r\n")
	if heard := alice.until(" 318 "); !strings.Contains(heard, " 671 ") || !strings.Contains(heard, fingerprint) {
		t.Errorf("alice is told of herself: %q", heard)
	}
	bob.send("WHOIS alice\r\nWHOIS bob\r\n")
	if heard := bob.until(" 318 "); !strings.Contains(heard, " 671 bob alice ") || strings.Contains(heard, " 276 ") {
		t.Errorf("bob is told of alice: %q", heard)
	}
	if heard := bob.until(" 318 "); strings.Contains(heard, " 276 ") {
		t.Errorf("bob has a certificate: %q", heard)
	}

	// Who talks without shaking hands keeps nobody waiting.
	raw, err := net.Dial("tcp", l.Addr().String())
	rude := newByteClient(t, raw, err)
	rude.send("NICK rude\r\nUSER u 0 * :u\r\n")
	if _, err := io.ReadAll(rude.conn); err != nil && !strings.Contains(err.Error(), "reset") {
		t.Errorf("it was not hung up on: %v", err)
	}
	bob.send("PING still\r\n")
	bob.until("still")
}
