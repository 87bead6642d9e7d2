package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// clientPatience is how long a real client may take until something is seen: a
// loaded machine starts one slowly.
const clientPatience = 20 * time.Second

// program is the server as a process of its own, by its doors.
type program struct {
	irc    string // HOST:PORT
	ircs   string // HOST:PORT, with TLS
	socket string // the path of its Unix socket
	web    string // HOST:PORT
}

// place is where a client goes to.
type place struct {
	address  string // HOST:PORT
	tls      bool
	socket   string // a path, for who speaks to Unix sockets
	password string
	sasl     string // the mechanism by which to log in to the nick's account, "" for none
}

// startProgram starts the program with its defaults, at places that nobody else
// is at.
func startProgram(t *testing.T) *program {
	t.Helper()
	dir := t.TempDir()
	p := &program{socket: filepath.Join(dir, "irc.sock")}
	cert, config := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "ircd.toml")
	writeCertificate(t, cert)
	mustWrite(t, config, fmt.Sprintf(`[listen]
irc = ["127.0.0.1:0", "unix:%[1]s"]
web = "127.0.0.1:0"
[[listen.irc_tls]]
address = "127.0.0.1:0"
cert = "%[2]s"
key = "%[2]s"
`, p.socket, cert))
	cmd := exec.Command(os.Args[0], "--config", config, "--log-level", "warn")
	cmd.Env = append(os.Environ(), "IRCD_TEST_AS_PROGRAM=1")
	doors := map[string]*string{"irc": &p.irc, "ircs": &p.ircs, "http": &p.web}
	for lines := launch(t, cmd); (p.irc == "" || p.ircs == "" || p.web == "") && lines.Scan(); {
		for word := range strings.FieldsSeq(lines.Text()) {
			scheme, address, _ := strings.Cut(word, "://")
			if door := doors[scheme]; door != nil {
				*door = strings.TrimSuffix(address, "/")
			}
		}
	}
	if p.irc == "" || p.ircs == "" || p.web == "" {
		t.Fatalf("the program told of the doors %+v", p)
	}
	return p
}

// launch starts a server as a process that is asked to end with the test, and
// must do so properly. It returns what the server says.
func launch(t *testing.T, cmd *exec.Cmd) *bufio.Scanner {
	t.Helper()
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		kill := time.AfterFunc(clientPatience, func() { _ = cmd.Process.Kill() })
		defer kill.Stop()
		if err := cmd.Wait(); err != nil {
			t.Errorf("the program ended with: %v", err)
		}
	})
	return bufio.NewScanner(stdout)
}
