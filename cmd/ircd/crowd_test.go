package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// The crowd is run without the race detector (make test-crowd), whose memory is
// not the server's.
const (
	crowdSize = 5000
	// crowdDoor is how many may be on their way in at once.
	crowdDoor = 200
	// idleLimit is the resident memory that an idle member may cost.
	idleLimit = 10 << 10
	// crowdPatience bounds every wait for one member, settled for the memory that
	// a storm has used to be given back.
	crowdPatience = 2 * time.Minute
	settled       = 45 * time.Second
)

// TestCrowdMemory: five thousand members of one channel, idle after the storm of
// their joining.
func TestCrowdMemory(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "ircd")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	address, pid := startBinary(t, binary)
	before := resident(t, pid)
	var entered sync.WaitGroup
	failed := make(chan error, crowdSize)
	door := make(chan struct{}, crowdDoor)
	for i := range crowdSize {
		entered.Add(1)
		door <- struct{}{}
		m := &crowdMember{nick: fmt.Sprintf("m%d", i), entered: sync.OnceFunc(func() {
			<-door
			entered.Done()
		})}
		if err := m.enter(address); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { m.conn.Close() })
		go func() {
			if err := m.listen(); err != nil {
				failed <- fmt.Errorf("%s: %w", m.nick, err)
				m.entered()
			}
		}()
	}
	entered.Wait()
	select {
	case err := <-failed:
		t.Fatal(err)
	default:
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	each := (resident(t, pid) - before) / crowdSize
	storm := each
	for deadline := time.Now().Add(settled); each >= idleLimit/2 && time.Now().Before(deadline); <-tick.C {
		each = (resident(t, pid) - before) / crowdSize
	}
	t.Logf("%d idle members of one channel: %.1f KB of resident memory each, %.1f when the last had joined",
		crowdSize, float64(each)/1024, float64(storm)/1024)
	if each >= idleLimit {
		t.Errorf("an idle member costs %d bytes, at most %d are allowed", each, idleLimit)
	}
}

// startBinary starts a built server on a port of its own.
func startBinary(t *testing.T, binary string) (address string, pid int) {
	t.Helper()
	cmd := exec.Command(binary, "--irc", "127.0.0.1:0", "--web", "127.0.0.1:0", "--log-level", "error")
	found := regexp.MustCompile(`irc://([0-9.:]+)`)
	for lines := launch(t, cmd); lines.Scan(); {
		if match := found.FindStringSubmatch(lines.Text()); match != nil {
			return match[1], cmd.Process.Pid
		}
	}
	t.Fatal("the server did not say where it is")
	return "", 0
}

// resident returns the resident memory of a process in bytes.
func resident(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	match := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(status)
	if match == nil {
		t.Fatalf("no VmRSS in %s", status)
	}
	kb, err := strconv.Atoi(string(match[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kb << 10
}

// crowdMember is somebody who joins and then only listens.
type crowdMember struct {
	nick    string
	conn    net.Conn
	entered func() // called when it is in the channel
}

func (m *crowdMember) enter(address string) error {
	conn, err := net.DialTimeout("tcp", address, crowdPatience)
	if err != nil {
		return err
	}
	m.conn = conn
	_, err = fmt.Fprintf(conn, "NICK %s\r\nUSER %s 0 * :%s\r\nJOIN #general\r\n", m.nick, m.nick, m.nick)
	return err
}

func (m *crowdMember) listen() error {
	in := bufio.NewReaderSize(m.conn, 16<<10)
	isIn := false
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			if isIn {
				return nil // the test is over
			}
			return err
		}
		switch {
		case strings.HasPrefix(line, "PING ") || strings.Contains(line, " PING "):
			fmt.Fprintf(m.conn, "PONG x\r\n")
		case strings.Contains(line, " 366 "):
			isIn = true
			m.entered()
		}
	}
}
