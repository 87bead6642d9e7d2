package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// running is a server in this process.
type running struct {
	doors map[string]string // scheme to address
	stop  func() error
}

// announcement takes what is said on stdout, which is said at once.
type announcement chan string

func (a announcement) Write(p []byte) (int, error) {
	a <- string(p)
	return len(p), nil
}

func start(t *testing.T, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	stdout, done := make(announcement, 1), make(chan error, 1)
	go func() { done <- run(ctx, args, strings.NewReader(""), stdout, io.Discard, noEnv) }()
	s := &running{doors: map[string]string{}}
	s.stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-done:
			return err
		case <-time.After(patience):
			return errors.New("it did not stop")
		}
	})
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	select {
	case text := <-stdout:
		if !strings.HasPrefix(text, "Linnet is running\n") {
			t.Errorf("it said %q", text)
		}
		for word := range strings.FieldsSeq(text) {
			if scheme, address, found := strings.Cut(word, "://"); found {
				s.doors[scheme] = strings.TrimSuffix(address, "/")
			}
		}
	case err := <-done:
		done <- nil
		t.Fatal(err)
	}
	return s
}

func noEnv(string) (string, bool) { return "", false }

// greet registers over a connection and reads to the end of the welcome.
func greet(t *testing.T, nc net.Conn) *bufio.Scanner {
	t.Helper()
	if err := nc.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(nc, "NICK alice\r\nUSER alice 0 * :Alice\r\n")
	lines := bufio.NewScanner(nc)
	for lines.Scan() {
		if strings.Contains(lines.Text(), " 422 ") {
			return lines
		}
	}
	t.Fatalf("no welcome: %v", lines.Err())
	return nil
}

func mustDial(t *testing.T, network, address string) net.Conn {
	t.Helper()
	nc, err := net.DialTimeout(network, address, patience)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	return nc
}

// It starts, says where, answers at both doors, and ends with a word to those
// who are there.
func TestServe(t *testing.T) {
	s := start(t, "--irc", "127.0.0.1:0", "--web", "127.0.0.1:0")
	lines := greet(t, mustDial(t, "tcp", s.doors["irc"]))
	response, err := http.Get("http://" + s.doors["http"] + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); string(body) != "ok\n" {
		t.Errorf("healthz: %q, %v", body, err)
	}
	if err := s.stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	last := ""
	for lines.Scan() {
		last = lines.Text()
	}
	if !strings.HasPrefix(last, "ERROR ") || lines.Err() != nil {
		t.Errorf("the last line was %q, %v", last, lines.Err())
	}
}

func TestServeUnix(t *testing.T) {
	path := filepath.Join(t.TempDir(), "irc")
	// A socket left by a server that crashed is no obstacle; one in use is.
	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false)
	left.Close()
	s := start(t, "--irc", "unix:"+path, "--web=")
	greet(t, mustDial(t, "unix", path))
	err = run(context.Background(), []string{"--irc", "unix:" + path, "--web="}, strings.NewReader(""), io.Discard, io.Discard, noEnv)
	if err == nil || !strings.Contains(err.Error(), "another program is there") {
		t.Errorf("a second server: %v", err)
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
}

func TestServeTLS(t *testing.T) {
	dir := t.TempDir()
	cert := filepath.Join(dir, "cert.pem")
	writeCertificate(t, cert)
	config := filepath.Join(dir, "ircd.toml")
	text := fmt.Sprintf("[listen]\nirc = []\nweb = '127.0.0.1:0'\n[[listen.irc_tls]]\naddress = '127.0.0.1:0'\ncert = '%s'\nkey = '%s'\n[web]\ncert = '%s'\nkey = '%s'\n", cert, cert, cert, cert)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, "--config", config, "--web", "127.0.0.1:0")
	client := &tls.Config{InsecureSkipVerify: true, ServerName: "irc.test"}
	nc := tls.Client(mustDial(t, "tcp", s.doors["ircs"]), client)
	greet(t, nc)
	old := client.Clone()
	old.MaxVersion = tls.VersionTLS11
	if err := tls.Client(mustDial(t, "tcp", s.doors["ircs"]), old).Handshake(); err == nil {
		t.Error("TLS 1.1 was accepted")
	}
	h := &http.Client{Transport: &http.Transport{TLSClientConfig: client, DisableKeepAlives: true}}
	response, err := h.Get("https://" + s.doors["https"] + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("https: status %d", response.StatusCode)
	}
}

// writeCertificate writes a new certificate and its key into one file.
func writeCertificate(t *testing.T, name string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"irc.test"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	text := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})...)
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A door that cannot be opened is named, with what helps, and no other is left
// open.
func TestCannotListen(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free.Close()
	at := taken.Addr().String()
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"irc":     {[]string{"--irc", free.Addr().String(), "--irc", at, "--web="}, "--irc: cannot listen at " + at + ": another program is there (another ircd?); stop it, or choose another place, such as --irc 127.0.0.1:6668"},
		"web":     {[]string{"--irc", "127.0.0.1:0", "--web", at}, "--web: cannot listen at " + at + ": another program is there (another ircd?); stop it, or choose another place, such as --web 127.0.0.1:8081"},
		"address": {[]string{"--irc", "192.0.2.1:6667", "--web="}, "--irc: cannot listen at 192.0.2.1:6667: this machine does not have that address; for all that it has, leave the host out, as in :6667"},
		"folder":  {[]string{"--irc", "unix:/nowhere/at/all", "--web="}, "--irc: cannot listen at unix:/nowhere/at/all: bind: no such file or directory"},
	} {
		t.Run(name, func(t *testing.T) {
			err := run(context.Background(), tt.args, strings.NewReader(""), io.Discard, io.Discard, noEnv)
			var typed *typedWrong
			if err == nil || err.Error() != tt.want || errors.As(err, &typed) {
				t.Errorf("\n got %v\nwant %s", err, tt.want)
			}
		})
	}
	l, err := net.Listen("tcp", free.Addr().String())
	if err != nil {
		t.Fatalf("a door was left open: %v", err)
	}
	l.Close()
}

// The program itself: either signal ends it with status 0; what failed is 1, and
// what was typed wrong 2.
func TestProgram(t *testing.T) {
	for _, sig := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		cmd := asProgram("--irc", "127.0.0.1:0", "--web", "127.0.0.1:0")
		var said strings.Builder
		cmd.Stderr = &said
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
			t.Error(err)
		}
		if err := cmd.Process.Signal(sig); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %v\n%s", sig, err, &said)
		}
	}
	for args, want := range map[string]int{"version": 0, "--irc unix:/nowhere/at/all": 1, "--wob": 2} {
		cmd := asProgram(strings.Fields(args)...)
		said, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != want {
			t.Errorf("ircd %s: status %d, want %d: %s", args, got, want, said)
		}
	}
}

// A second signal does not wait for those who have not finished.
func TestSecondSignal(t *testing.T) {
	cmd := asProgram("--irc", "127.0.0.1:0", "--web", "127.0.0.1:0")
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
	lines := bufio.NewScanner(stdout)
	address := ""
	for address == "" && lines.Scan() {
		_, address, _ = strings.Cut(lines.Text(), "http://")
	}
	// Somebody whose request never ends, and one whose does: connections are
	// accepted in order, so the server has seen both.
	fmt.Fprint(mustDial(t, "tcp", strings.TrimSuffix(address, "/")), "GET / HTTP/1.1\r\n")
	response, err := http.Get("http://" + address + "healthz")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	for log := bufio.NewScanner(stderr); log.Scan() && !strings.Contains(log.Text(), "stopping"); {
	}
	began := time.Now()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	err = cmd.Wait()
	if took := time.Since(began); took > graceful/2 || cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("it ended after %v with %v", took, err)
	}
}

// asProgram is the program as a process of its own.
func asProgram(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "IRCD_TEST_AS_PROGRAM=1")
	return cmd
}
