package main

import (
	"crypto/tls"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"
)

// whoAmI registers and returns the line of WHOIS that tells where one comes from.
func whoAmI(t *testing.T, nc net.Conn) string {
	t.Helper()
	lines := greet(t, nc)
	fmt.Fprint(nc, "WHOIS alice\r\nQUIT\r\n")
	told := ""
	for lines.Scan() { // to the end: the next one wants the same nick
		if strings.Contains(lines.Text(), " 338 ") {
			told = lines.Text()
		}
	}
	if told == "" {
		t.Fatalf("no 338: %v", lines.Err())
	}
	return told
}

// A proxy that is trusted says for whom it connects, in plain and before TLS; one
// that says nothing connects for itself.
func TestProxyProtocol(t *testing.T) {
	dir := t.TempDir()
	cert, path := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "ircd.toml")
	writeCertificate(t, cert)
	mustWrite(t, path, fmt.Sprintf("[listen]\nirc = ['127.0.0.1:0']\nproxies = ['127.0.0.1']\n[[listen.irc_tls]]\naddress = '127.0.0.1:0'\ncert = '%[1]s'\nkey = '%[1]s'\n", cert))
	s := start(t, "--config", path, "--web=")
	const header = "PROXY TCP4 203.0.113.7 192.0.2.1 50000 6667\r\n"
	plain := mustDial(t, "tcp", s.doors["irc"])
	fmt.Fprint(plain, header)
	if line := whoAmI(t, plain); !strings.Contains(line, " ~alice@203.0.113.7 203.0.113.7 ") {
		t.Errorf("through the proxy: %q", line)
	}
	secret := mustDial(t, "tcp", s.doors["ircs"])
	fmt.Fprint(secret, header)
	if line := whoAmI(t, tls.Client(secret, &tls.Config{InsecureSkipVerify: true})); !strings.Contains(line, " ~alice@203.0.113.7 203.0.113.7 ") {
		t.Errorf("through the proxy, by TLS: %q", line)
	}
	if line := whoAmI(t, mustDial(t, "tcp", s.doors["irc"])); !strings.Contains(line, " 127.0.0.1 ") {
		t.Errorf("the proxy itself: %q", line)
	}
}

// Nobody else is believed: to them it is a line like any other.
func TestProxyProtocolOfStrangers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ircd.toml")
	mustWrite(t, path, "[listen]\nirc = ['127.0.0.1:0']\nproxies = ['192.0.2.0/24']\n")
	s := start(t, "--config", path, "--web=")
	nc := mustDial(t, "tcp", s.doors["irc"])
	fmt.Fprint(nc, "PROXY TCP4 203.0.113.7 192.0.2.1 50000 6667\r\n")
	if line := whoAmI(t, nc); !strings.Contains(line, " 127.0.0.1 ") {
		t.Errorf("a stranger: %q", line)
	}
}
