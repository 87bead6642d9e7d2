//go:build linux

package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// kind is a sort of server, and how it is set up without any limit that would be in
// the way of a measurement.
type kind struct {
	name    string
	program string // found on the PATH, or given
	// files are what it reads, by name; ports stand in them as {{IRC}}, {{TLS}} and
	// {{WEB}}, its folder as {{DIR}}.
	files map[string]string
	args  []string
	// can lists what it has of what a workload may need.
	can []string
	// backlog is how many connections may wait to be accepted. Who comes in vain tries
	// again a second later, which would measure nothing but that second.
	backlog int
	// collects says that it has a garbage collector: what a storm has left behind it
	// gives back later, and others never.
	collects bool
}

// errMissing says that a server is not installed, or has not what a workload needs.
var errMissing = errors.New("missing")

// place is where the program of a kind is; none if path is empty.
type place struct {
	kind kind
	path string
}

// findServers finds the programs, and builds ours.
func findServers(names []string, ours string) ([]place, error) {
	var places []place
	for _, name := range names {
		k, known := kinds[name]
		if !known {
			return nil, fmt.Errorf("-servers: %q: expected linnet, inspircd, ngircd or ergo", name)
		}
		p := place{kind: k}
		switch {
		case name == "linnet" && ours != "":
			p.path = ours
		case name == "linnet":
			dir, err := os.MkdirTemp("", "bench")
			if err != nil {
				return nil, err
			}
			p.path = filepath.Join(dir, "ircd")
			build := exec.Command("go", "build", "-trimpath", "-o", p.path, "./cmd/ircd")
			build.Env = append(os.Environ(), "CGO_ENABLED=0")
			build.Stderr = os.Stderr
			if err := build.Run(); err != nil {
				return nil, fmt.Errorf("build ours: %w", err)
			}
		case name == "ergo":
			p.path = os.Getenv("ERGO")
		default:
			p.path, _ = exec.LookPath(k.program)
		}
		places = append(places, p)
	}
	return places, nil
}

// server is one that runs.
type server struct {
	place
	irc, tls, web string // addresses
	process       *exec.Cmd
	dir           string
	exited        chan struct{} // closed when it has; why is in ended
	ended         error
}

// start starts a server in a folder of its own, and waits until it answers.
func (p place) start(needs []string) (*server, error) {
	if p.path == "" {
		return nil, fmt.Errorf("%w: not installed", errMissing)
	}
	for _, need := range needs {
		if !strings.Contains(" "+strings.Join(p.kind.can, " ")+" ", " "+need+" ") {
			return nil, fmt.Errorf("%w: it has no %s", errMissing, need)
		}
	}
	dir, err := os.MkdirTemp("", "bench-"+p.kind.name)
	if err != nil {
		return nil, err
	}
	_ = os.Chmod(dir, 0o755) //nolint:gosec // a server may run as another user
	ports, err := freePorts(3)
	if err != nil {
		return nil, err
	}
	if err := writeCertificate(dir); err != nil {
		return nil, err
	}
	fill := strings.NewReplacer("{{IRC}}", ports[0], "{{TLS}}", ports[1], "{{WEB}}", ports[2], "{{DIR}}", dir)
	for name, text := range p.kind.files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(fill.Replace(text)), 0o644); err != nil { //nolint:gosec // as above
			return nil, err
		}
	}
	s := &server{place: p, dir: dir, exited: make(chan struct{}),
		irc: "127.0.0.1:" + ports[0], tls: "127.0.0.1:" + ports[1], web: "127.0.0.1:" + ports[2]}
	var args []string
	for _, arg := range p.kind.args {
		args = append(args, fill.Replace(arg))
	}
	s.process = exec.Command(p.path, args...) //nolint:gosec // it is what was asked for
	s.process.Dir = dir
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	s.process.Stdout, s.process.Stderr = log, log
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	go func() {
		s.ended = s.process.Wait()
		close(s.exited)
	}()
	return s, s.await()
}

// await waits until the server accepts.
func (s *server) await() error {
	for range 200 {
		select {
		case <-s.exited:
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("it ended: %w\n%s", s.ended, log)
		case <-time.After(50 * time.Millisecond):
		}
		if conn, err := net.Dial("tcp", s.irc); err == nil {
			return conn.Close()
		}
	}
	s.stop()
	return errors.New("it does not answer within ten seconds")
}

// stop ends the server.
func (s *server) stop() {
	_ = s.process.Process.Kill()
	<-s.exited
	_ = os.RemoveAll(s.dir)
}

func freePorts(n int) ([]string, error) {
	var ports []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close()
		_, port, _ := net.SplitHostPort(l.Addr().String())
		ports = append(ports, port)
	}
	return ports, nil
}
