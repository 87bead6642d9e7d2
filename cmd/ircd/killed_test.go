package main

import (
	"bufio"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// rounds is how many times a server is killed: `make soak` does it more often.
var rounds = flag.Int("rounds", 5, "how many times the server is killed")

// spare is how much longer than promised something may wait for the disk on a machine
// that is busy with other tests: `make soak` gives none.
var spare = flag.Duration("spare", 750*time.Millisecond, "how much longer than promised something may wait for the disk")

// promised is how long after its echo a message is on disk, as long as writing takes
// half of that.
const promised = 100 * time.Millisecond

// A server that is killed at any moment, while many people talk and change things,
// has lost nothing of what it said was so: passwords, accounts, channels and all that
// belongs to them, read marks, bans of channels and of the server; and of what was said nothing that was echoed a
// tenth of a second ago or, with strict durability, at all. What is there is in the
// order in which it was heard, once, under the ids under which it was heard; and so is
// what a channel replays.
func TestKilled(t *testing.T) {
	c := newCrash(t)
	for c.round = range *rounds {
		c.durability = []string{"fast", "strict"}[c.round%2]
		c.onlyWords = c.round%4 == 0 || c.round%4 == 3
		c.start()
		c.verify()
		long := time.Duration(50+rand.IntN(400)) * time.Millisecond
		if c.durability == "fast" { // some of it must be on disk
			long += *spare
		}
		c.load(long)
	}
	c.start()
	c.verify()
	c.verifyAll()
	c.Logf("%d bans of the server were placed or lifted", c.guard.given)
	c.kill()
}

// crash is a server that is killed again and again, and those who use it.
type crash struct {
	*testing.T
	dir         string
	round       int
	durability  string
	onlyWords   bool // in this round, with nothing that would take them along to the disk
	noRedaction bool
	program     *exec.Cmd
	address     string
	killed      time.Time
	wasStrict   bool          // then
	allowed     time.Duration // how long before that something may have been said and not be on disk
	persons     []*person
	ledger      *ledger
	guard       *guard
}

func newCrash(t *testing.T) *crash {
	c := &crash{T: t, dir: t.TempDir(), ledger: newLedger()}
	for i := range 4 {
		c.persons = append(c.persons, newPerson(c, fmt.Sprint("w", i)))
	}
	c.guard = &guard{person: newPerson(c, "guard"), orders: map[string]*order{}}
	c.Cleanup(func() {
		if c.program != nil {
			_ = c.program.Process.Kill()
			_ = c.program.Wait()
		}
	})
	return c
}

// start starts the server and tells how long that took: from the first instruction
// to its answer.
func (c *crash) start() {
	c.Helper()
	text := "[limits]\nflood_rate = 0.0\nconnections_per_minute = 0\n[accounts]\nper_hour = 0\n[data]\ndurability = '" + c.durability + "'\n" +
		"[[opers]]\nname = 'root'\npassword = '" + sesame + "'\nclass = 'admin'\n"
	if err := os.WriteFile(c.dir+"/ircd.toml", []byte(text), 0o600); err != nil {
		c.Fatal(err)
	}
	c.program = asProgram("--config", c.dir+"/ircd.toml", "--data", c.dir+"/data", "--irc", "127.0.0.1:0", "--web=")
	took := c.begin()
	c.Logf("round %d: serving with %s durability after %v", c.round, c.durability, took.Round(time.Millisecond))
}

// begin runs the program until it answers.
func (c *crash) begin() (took time.Duration) {
	c.Helper()
	var trouble strings.Builder
	c.program.Stderr = &trouble
	stdout, err := c.program.StdoutPipe()
	if err != nil {
		c.Fatal(err)
	}
	began := time.Now()
	if err := c.program.Start(); err != nil {
		c.Fatal(err)
	}
	c.address = ""
	for said := bufio.NewScanner(stdout); c.address == "" && said.Scan(); {
		_, c.address, _ = strings.Cut(said.Text(), "irc://")
	}
	if c.address == "" {
		_ = c.program.Wait()
		c.Fatalf("round %d: it does not start: %s", c.round, &trouble)
	}
	conn := c.dial()
	defer conn.Close()
	fmt.Fprint(conn, "CAP LS\r\n")
	if _, err := bufio.NewReader(conn).ReadString('\n'); err != nil {
		c.Fatal(err)
	}
	return time.Since(began)
}

func (c *crash) dial() net.Conn {
	c.Helper()
	conn, err := net.DialTimeout("tcp", c.address, patience)
	if err != nil {
		c.Fatal(err)
	}
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		c.Fatal(err)
	}
	return conn
}

// load lets everybody do things for a while, and kills the server in the middle of
// that.
func (c *crash) load(d time.Duration) {
	pace := watchPace(c)
	var all sync.WaitGroup
	for _, p := range c.persons {
		all.Go(p.live)
	}
	if !c.onlyWords {
		all.Go(c.ledger.registrar(c))
		all.Go(c.guard.stand())
	}
	time.Sleep(d)
	c.kill()
	all.Wait()
	c.allowed = pace.allowed()
}

func (c *crash) kill() {
	c.killed, c.wasStrict = time.Now(), c.durability == "strict"
	if err := c.program.Process.Kill(); err != nil {
		c.Error(err)
	}
	_ = c.program.Wait()
	c.program = nil
}

// verify logs everybody in, and looks at all that they have been told is so.
func (c *crash) verify() {
	for _, p := range c.persons {
		p.logIn()
	}
	for _, p := range c.persons {
		p.verify()
	}
	c.ledger.verify(c)
	c.guard.verify()
}

// pace is what tells how long things may take just now: the disk, and this machine.
type pace struct {
	stop  chan struct{}
	ended chan struct{}
	lag   time.Duration // the most that somebody slept for too long
	slow  time.Duration // the slowest write of the server
}

// watchPace begins to look at that. A promise that holds for disks which write within
// half of it is to be tested on one that is busy with other things, and by a process
// which may not get its turn.
func watchPace(c *crash) *pace {
	w := &pace{stop: make(chan struct{}), ended: make(chan struct{})}
	p := newPerson(c, "watch")
	p.connect("")
	p.mustAsk("OPER root sesame", " 381 ")
	go func() {
		defer close(w.ended)
		const tick = 2 * time.Millisecond
		for n := 0; ; n++ {
			select {
			case <-w.stop:
				return
			default:
			}
			began := time.Now()
			time.Sleep(tick)
			w.lag = max(w.lag, time.Since(began)-tick)
			if n%5 > 0 {
				continue
			}
			line, err := p.ask("STATS d", "a write takes ")
			if err != nil {
				<-w.stop
				return
			}
			_, rest, _ := strings.Cut(line, "last few ")
			text, _, _ := strings.Cut(rest, ";")
			slowest, err := time.ParseDuration(text)
			if err != nil {
				c.Errorf("%q: %v", line, err)
			}
			w.slow = max(w.slow, slowest)
		}
	}()
	return w
}

// allowed is how long something may have waited for the disk.
func (w *pace) allowed() time.Duration {
	close(w.stop)
	<-w.ended
	return max(promised, 2*w.slow) + 2*w.lag + *spare
}

// Without a data directory nothing is ever written.
func TestNothingIsWritten(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("TMPDIR", dir)
	s := start(t, "--irc", "127.0.0.1:0", "--web", "127.0.0.1:0")
	nc := mustDial(t, "tcp", s.doors["irc"])
	lines := greet(t, nc)
	fmt.Fprint(nc, "JOIN #tea\r\nTOPIC #tea :leaves\r\nPRIVMSG #tea :hello\r\nPING :done\r\n")
	for lines.Scan() && !strings.Contains(lines.Text(), "PONG") {
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("there is now %v, %v", left, err)
	}
}
