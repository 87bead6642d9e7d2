package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// settingsFile is the file of a server with one operator, and more.
func settingsFile(more string) string {
	return "[[opers]]\nname = 'root'\nclass = 'admin'\npassword = '" + sesame + "'\n" + more
}

func mustWrite(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// asOperator says a line as an operator, and returns what is heard up to one with
// a word in it.
func asOperator(t *testing.T, nc net.Conn, line, until string) string {
	t.Helper()
	lines := greet(t, nc)
	fmt.Fprintf(nc, "OPER root sesame\r\n%s\r\n", line)
	var heard []string
	for lines.Scan() {
		heard = append(heard, lines.Text())
		if strings.Contains(lines.Text(), until) {
			return strings.Join(heard, "\n")
		}
	}
	t.Fatalf("%s: never heard %q: %q", line, until, heard)
	return ""
}

// REHASH reads the file again as it is now. What is wrong in it is told exactly and
// changes nothing.
func TestRehash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ircd.toml")
	mustWrite(t, path, settingsFile(""))
	s := start(t, "--config", path, "--irc", "127.0.0.1:0", "--web=")
	nc := mustDial(t, "tcp", s.doors["irc"])
	mustWrite(t, path, settingsFile("[server]\nnmae = 'x'"))
	heard := asOperator(t, nc, "REHASH", " 400 ")
	if want := "REHASH :" + path + ":6: server.nmae: no such setting"; !strings.Contains(heard, want) {
		t.Errorf("heard %q, want %q", heard, want)
	}
	mustWrite(t, path, settingsFile("[server]\nmotd = 'new words'\n[listen]\nirc = ['127.0.0.1:1']"))
	fmt.Fprint(nc, "REHASH\r\nMOTD\r\n")
	lines := bufio.NewScanner(nc)
	for _, want := range []string{" 382 alice " + path + " :", " 375 ", " 372 alice :- new words", " 376 "} {
		if !lines.Scan() || !strings.Contains(lines.Text(), want) {
			t.Errorf("heard %q (%v), want %q", lines.Text(), lines.Err(), want)
		}
	}
}

// A new certificate is shown to whoever comes after REHASH.
func TestRehashCertificate(t *testing.T) {
	dir := t.TempDir()
	cert, path := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "ircd.toml")
	writeCertificate(t, cert)
	mustWrite(t, path, settingsFile(fmt.Sprintf("[listen]\nirc = []\n[[listen.irc_tls]]\naddress = '127.0.0.1:0'\ncert = '%[1]s'\nkey = '%[1]s'\n", cert)))
	s := start(t, "--config", path, "--web=")
	client := &tls.Config{InsecureSkipVerify: true}
	dial := func() *tls.Conn {
		nc := tls.Client(mustDial(t, "tcp", s.doors["ircs"]), client)
		if err := nc.Handshake(); err != nil {
			t.Fatal(err)
		}
		return nc
	}
	first := dial()
	writeCertificate(t, cert)
	asOperator(t, first, "REHASH", " 382 ")
	was, is := first.ConnectionState().PeerCertificates[0], dial().ConnectionState().PeerCertificates[0]
	if was.Equal(is) {
		t.Error("the certificate is still the old one")
	}
}

// DIE ends the program as a signal would, RESTART so that it is started anew.
func TestDieAndRestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ircd.toml")
	mustWrite(t, path, settingsFile(""))
	for line, want := range map[string]error{"DIE": nil, "RESTART": errRestart} {
		stdout, done := make(announcement, 1), make(chan error, 1)
		go func() {
			done <- run(context.Background(), []string{"--config", path, "--irc", "127.0.0.1:0", "--web="}, strings.NewReader(""), stdout, io.Discard, noEnv)
		}()
		_, address, _ := strings.Cut(<-stdout, "irc://")
		asOperator(t, mustDial(t, "tcp", strings.TrimSpace(address)), line, "ERROR :")
		if err := <-done; !errors.Is(err, want) || want == nil && err != nil {
			t.Errorf("%s: it ended with %v, want %v", line, err, want)
		}
	}
}

// The program itself: RESTART puts a new one in its place, SIGHUP makes it read its
// settings again, and DIE ends it with status 0.
func TestProgramStartsAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ircd.toml")
	mustWrite(t, path, settingsFile(""))
	cmd := asProgram("--config", path, "--irc", "127.0.0.1:0", "--web=")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	said, log := bufio.NewScanner(stdout), bufio.NewScanner(stderr)
	address := func() string {
		for said.Scan() {
			if _, address, found := strings.Cut(said.Text(), "irc://"); found {
				return strings.TrimSpace(address)
			}
		}
		t.Fatal("it did not say where it is")
		return ""
	}
	asOperator(t, mustDial(t, "tcp", address()), "RESTART", "Server is restarting")
	second := address()
	mustWrite(t, path, settingsFile("[limits]\ntopic = 0"))
	if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	for log.Scan() && !strings.Contains(log.Text(), "limits.topic: 0: expected 1 to 390") {
	}
	asOperator(t, mustDial(t, "tcp", second), "DIE", "Server is shutting down")
	go func() { _, _ = io.Copy(io.Discard, stderr) }()
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}
