package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"linnet/internal/irc/store"
)

// room is what makes a place for data full, and empties it again.
type room struct {
	name        string
	fill, empty func() error
}

// limited lets the program make no file grow: that can be done anywhere.
func limited(c *crash) room {
	limit := func(most uint64) error {
		return unix.Prlimit(c.program.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: most, Max: unix.RLIM_INFINITY}, nil)
	}
	return room{"file size", func() error {
		log, err := os.Stat(filepath.Join(c.dir, "data", store.FileName+"-wal"))
		if err != nil {
			return err
		}
		return limit(uint64(log.Size()) + 16<<10)
	}, func() error { return limit(math.MaxUint64) }}
}

// small puts the data on a file system of its own that something else fills, if this
// process may make one.
func small(c *crash) (r room, err error) {
	data := filepath.Join(c.dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		return r, err
	}
	if err := unix.Mount("tmpfs", data, "tmpfs", 0, "size=128m"); err != nil {
		return r, err
	}
	c.Cleanup(func() { _ = unix.Unmount(data, unix.MNT_DETACH) })
	filler := filepath.Join(data, "filler")
	return room{"file system", func() error {
		f, err := os.Create(filler)
		if err != nil {
			return err
		}
		if _, err := io.Copy(f, zeros{}); !errors.Is(err, unix.ENOSPC) {
			return fmt.Errorf("filling it: %w", err)
		}
		return f.Close()
	}, func() error { return os.Remove(filler) }}, nil
}

// zeros are without end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// A full disk stops nobody from talking and spoils nothing. Whoever has to know is told:
// the operators of a channel, whoever wants something stored, who runs the server; and
// how much was lost, if anything was, when there is room again.
func TestTheDiskIsFull(t *testing.T) {
	inRooms(t, "fast", fullFast)
	inRooms(t, "strict", fullStrict)
}

// What finds no room in memory either, because the disk is full for long, is counted.
// It takes a lot of words, and a server without a race detector.
func TestCrowdedDisk(t *testing.T) { inRooms(t, "lost", fullLost) }

// inRooms plays something in a file system of its own, and with a limit.
func inRooms(t *testing.T, name string, play func(*crash, room)) {
	t.Run(name, func(t *testing.T) {
		c := newCrash(t)
		r, err := small(c)
		if err != nil {
			t.Logf("no file system of its own may be made here (%v): the size of files is limited instead", err)
			r = limited(c)
		}
		play(c, r)
	})
	t.Run(name+" by a limit", func(t *testing.T) {
		c := newCrash(t)
		play(c, limited(c))
	})
}

// open starts the server with alice, whose channel #alice is, and bob in it.
func (c *crash) open(durability string) (alice, bob *person) {
	c.durability = durability
	c.start()
	alice, bob = newPerson(c, "alice"), newPerson(c, "bob")
	alice.caps += " draft/multiline"
	bob.caps = alice.caps
	alice.logIn()
	bob.connect("")
	bob.mustAsk("JOIN #alice", " 366 ")
	return alice, bob
}

func must(t interface {
	Helper()
	Fatal(...any)
}, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// converse lets alice say so much, and bob hear it: lines, or as many pages of them,
// each one message.
func converse(alice, bob *person, n int, pages bool) {
	alice.Helper()
	line, mark := "PRIVMSG #alice :"+strings.Repeat("much ", 75)+"\r\n", " PRIVMSG #alice :"
	if pages {
		line, mark = "BATCH +x draft/multiline #alice\r\n"+strings.Repeat("@batch=x "+line, 40)+"BATCH -x\r\n", " draft/multiline #alice"
	}
	go func() {
		for range n {
			_, _ = io.WriteString(alice.conn, line)
		}
	}()
	var both sync.WaitGroup
	for _, p := range []*person{alice, bob} {
		both.Go(func() {
			heard := 0
			for heard < n && p.lines.Scan() {
				p.notes(p.lines.Text())
				if strings.Contains(p.lines.Text(), mark) {
					heard++
				}
			}
			if heard < n {
				alice.Errorf("%s hears %d of %d: %v", p.name, heard, n, p.lines.Err())
			}
		})
	}
	both.Wait()
}

// isTold waits until somebody is told something in a notice.
func (p *person) isTold(part string) (notice string) {
	p.Helper()
	for { // until the connection's own deadline
		if i := slices.IndexFunc(p.notices, func(notice string) bool { return strings.Contains(notice, part) }); i >= 0 {
			return p.notices[i]
		}
		if !p.lines.Scan() {
			p.Fatalf("%s is not told %q but %q: %v", p.name, part, p.notices, p.lines.Err())
		}
		p.notes(p.lines.Text())
	}
}

// isRefused lets somebody try what cannot be stored.
func (p *person) isRefused(line, fail string) {
	p.Helper()
	if _, err := p.ask(line, "this cannot be"); !errors.Is(err, errRefused) || !strings.Contains(err.Error(), fail) {
		p.Errorf("%s: %q, expected %q", p.name, err, fail)
	}
}

// stored kills the server, and counts the messages that are on disk.
func (c *crash) stored() (count int) {
	c.Helper()
	c.kill()
	for _, ids := range c.conversations(filepath.Join(c.dir, "data")) {
		count += len(ids)
	}
	return count
}

func fullFast(c *crash, r room) {
	alice, bob := c.open("fast")
	converse(alice, bob, 20, false)
	must(c, r.fill())
	converse(alice, bob, 100, false)
	alice.isTold("NOTICE @#alice :What is said here cannot be stored at the moment: it is remembered only while the server runs")
	alice.isRefused("TOPIC #alice :tea", "FAIL TOPIC TEMPORARILY_UNAVAILABLE")
	alice.isRefused("METADATA * SET note :tea", "FAIL METADATA TEMPORARILY_UNAVAILABLE")
	bob.isRefused("REGISTER * * sesame", "FAIL REGISTER TEMPORARILY_UNAVAILABLE")
	bob.mustAsk("OPER root sesame", " 381 ")
	if line := bob.mustAsk("STATS d", "trouble: "); !strings.Contains(line, "lost to the disk: 0 messages; trouble: since ") || !strings.Contains(line, store.ErrFull.Error()) {
		c.Errorf("STATS d: %q", line)
	}
	alice.mustAsk("TOPIC #alice", " 332 alice #alice :first")
	must(c, r.empty())
	if notice := alice.isTold("What is said here is stored again"); !strings.HasSuffix(notice, " again") {
		c.Errorf("lost is what was not: %s", notice)
	}
	alice.mustAsk("TOPIC #alice :tea", "TOPIC #alice :tea")
	if count := c.stored(); count != 120 {
		c.Errorf("%d messages are stored of 120", count)
	}
}

var howManyLost = regexp.MustCompile(`stored again; (\d+) messages of the time since .* are not$`)

func fullLost(c *crash, r room) {
	alice, bob := c.open("fast")
	must(c, r.fill())
	const all = 1300 // pages, which are more than may wait
	converse(alice, bob, all, true)
	must(c, r.empty())
	told := howManyLost.FindStringSubmatch(alice.isTold("What is said here is stored again"))
	if told == nil {
		c.Fatalf("how much is lost is not told: %q", alice.notices)
	}
	lost, err := strconv.Atoi(told[1])
	must(c, err)
	alice.mustAsk("TOPIC #alice :tea", "TOPIC #alice :tea") // and what memory still had of it is there as well
	if count := c.stored(); lost == 0 || count+lost != all {
		c.Errorf("%d messages are stored of %d, and lost are %d", count, all, lost)
	}
	c.Logf("%s: %d of %d are lost", r.name, lost, all)
}

func fullStrict(c *crash, r room) {
	alice, bob := c.open("strict")
	must(c, r.fill())
	said := 0
	for said < 1000 {
		_, err := alice.ask(fmt.Sprintf("PRIVMSG #alice :%d %s", said, strings.Repeat("much ", 75)), fmt.Sprint("PRIVMSG #alice :", said))
		if errors.Is(err, errRefused) && strings.Contains(err.Error(), "FAIL PRIVMSG TEMPORARILY_UNAVAILABLE #alice :This could not be stored") {
			break
		}
		must(c, err)
		said++
	}
	alice.isTold("NOTICE @#alice :What is said here cannot be stored at the moment, and so is refused")
	if heard := len(bob.hearsUntil("PING :now", ":now", " PRIVMSG #alice :")); heard != said {
		c.Errorf("bob heard %d messages, and %d were said", heard, said)
	}
	must(c, r.empty())
	alice.mustAsk("PRIVMSG #alice :at once", "PRIVMSG #alice :at once")
	if count := c.stored(); count != said+1 {
		c.Errorf("%d messages are stored of %d", count, said+1)
	}
}
