package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Somebody registers an account over TLS, makes her certificate known, and logs in
// by it alone (SASL EXTERNAL, RFC 4422 appendix A), with passwords that cost what
// they cost.
func TestLoginByCertificate(t *testing.T) {
	dir := t.TempDir()
	cert, config := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "ircd.toml")
	writeCertificate(t, cert)
	text := fmt.Sprintf("[listen]\nirc = []\n[[listen.irc_tls]]\naddress = '127.0.0.1:0'\ncert = '%s'\nkey = '%s'\n", cert, cert)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(dir, "own.pem")
	writeCertificate(t, own)
	pair, err := tls.LoadX509KeyPair(own, own)
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, "--config", config, "--web", "127.0.0.1:0")
	dial := func() *talker {
		client := &tls.Config{InsecureSkipVerify: true, ServerName: "irc.test", Certificates: []tls.Certificate{pair}}
		return newTalker(t, tls.Client(mustDial(t, "tcp", s.doors["ircs"]), client))
	}
	first := dial()
	first.say("NICK alice", "USER alice 0 * :Alice")
	first.hear(" 422 ")
	first.say("REGISTER * * sesame")
	first.hear("REGISTER SUCCESS alice")
	first.say("NICKSERV CERT ADD")
	first.hear("logs in from now on")
	first.say("QUIT")
	first.hear("ERROR")

	second := dial()
	second.say("CAP REQ sasl", "NICK alice", "USER alice 0 * :Alice", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
	second.hear(" 903 alice")
	second.say("CAP END")
	second.hear(" 001 alice")
}

// WeeChat logs in by SASL to an account that was registered here, and so has the nick
// that nobody else can have.
func TestRealClientsLogIn(t *testing.T) {
	server := startProgram(t)
	owner := newTalker(t, mustDial(t, "tcp", server.irc))
	owner.say("NICK wanda", "USER w 0 * :w")
	owner.hear(" 422 ")
	owner.say("REGISTER * * sesame")
	owner.hear("REGISTER SUCCESS wanda")
	owner.say("QUIT")
	owner.hear("ERROR")
	for _, mechanism := range []string{"plain", "scram-sha-256"} {
		t.Run(mechanism, func(t *testing.T) {
			guest := startWeeChat(t, place{address: server.irc, password: "sesame", sasl: mechanism}, "wanda")
			guest.shows("", "You are now logged in as wanda")
			guest.shows("", "Welcome to the Linnet Network, wanda!")
			guest.does(deed{what: "quit", text: "good night"})
		})
	}
}

// talker is a client that says lines and waits for some.
type talker struct {
	*testing.T
	conn  net.Conn
	lines *bufio.Scanner
}

func newTalker(t *testing.T, conn net.Conn) *talker {
	t.Helper()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return &talker{t, conn, bufio.NewScanner(conn)}
}

func (c *talker) say(lines ...string) {
	fmt.Fprintf(c.conn, "%s\r\n", strings.Join(lines, "\r\n"))
}

// hear waits for a line with a part.
func (c *talker) hear(part string) {
	c.Helper()
	var heard []string
	for c.lines.Scan() {
		heard = append(heard, c.lines.Text())
		if strings.Contains(c.lines.Text(), part) {
			return
		}
	}
	c.Fatalf("no %q in %q: %v", part, heard, c.lines.Err())
}
