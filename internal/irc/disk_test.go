package irc_test

import (
	"context"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc"
	"linnet/internal/irc/history"
)

// A disk that takes nothing refuses what must be on it first, and stops nobody
// from talking; with room again all is as before, and what waited is stored.
func TestFullDisk(t *testing.T) {
	cfg, err := settle([]setting{{"modes", "#open n"}})
	if err != nil {
		t.Fatal(err)
	}
	kept := newShelf()
	srv, err := irc.New(cfg, irc.Options{Clock: newClock(), Store: kept})
	if err != nil {
		t.Fatal(err)
	}
	srv.CheapPasswords()
	alice := newClient("alice", pipeClient{newPipe(srv, netip.Addr{})})
	if err := alice.register("alice", "echo-message,standard-replies,draft/read-marker"); err != nil {
		t.Fatal(err)
	}
	hears := func(say, want string) {
		t.Helper()
		alice.say(say)
		if err := alice.sync(); err != nil {
			t.Fatal(err)
		}
		if heard := strings.Join(alice.heard, "\n"); !strings.Contains(heard, want) {
			t.Errorf("%q: heard %q, expected %q", say, heard, want)
		}
		alice.heard = nil
	}
	hears("JOIN #open", " 366 ")
	kept.breaks(errDiskFull)
	hears("TOPIC #open :tea", "FAIL TOPIC TEMPORARILY_UNAVAILABLE ")
	hears("REGISTER * * sesame", "FAIL REGISTER TEMPORARILY_UNAVAILABLE alice :")
	hears("PRIVMSG #open :hello", "PRIVMSG #open :hello")
	hears("TOPIC #open", " 331 ")
	kept.breaks(nil)
	hears("TOPIC #open :tea", "TOPIC #open :tea")
	hears("REGISTER * * sesame", "REGISTER SUCCESS alice :")
	kept.breaks(errDiskFull)
	hears("MARKREAD #open timestamp=2026-01-02T15:04:05.000Z", "FAIL MARKREAD INTERNAL_ERROR #open :")
	kept.breaks(nil)
	hears("MARKREAD #open", "MARKREAD #open *")
	if err := srv.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, b := range kept.batches {
		for _, c := range b.Changes {
			if c.Entry.Line != nil && c.Entry.Command == "PRIVMSG" {
				found++
			}
		}
	}
	if found != 1 {
		t.Errorf("the message was stored %d times", found)
	}
}

// Who says her last words, leaves and hangs up without waiting has said them, though
// each waits for the disk.
func TestWhoHangsUpHasSaidIt(t *testing.T) {
	cfg, err := settle([]setting{{"modes", "#open n"}})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Durability = irc.Strict
	kept := newShelf()
	srv, err := irc.New(cfg, irc.Options{Clock: newClock(), Store: kept})
	if err != nil {
		t.Fatal(err)
	}
	l := mustListen(t)
	serving(t, l, srv.Serve)
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	said := []string{"one", "two", "three", "four"}
	text := "NICK alice\r\nUSER a 0 * :a\r\nJOIN #open\r\n"
	for _, word := range said {
		text += "PRIVMSG #open :" + word + "\r\n"
	}
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, conn); err != nil { // until the server has closed as well
		t.Fatal(err)
	}
	if err := srv.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	var stored []string
	for _, b := range kept.batches {
		for _, c := range b.Changes {
			if c.Entry.Line != nil && c.Entry.Command == "PRIVMSG" {
				stored = append(stored, c.Entry.Params[1])
			}
		}
	}
	if !slices.Equal(stored, said) {
		t.Errorf("stored are %q", stored)
	}
}

// slowDisk is a shelf of which each write waits for the word to end.
type slowDisk struct {
	*shelf
	begun, ends chan struct{}
}

func (d slowDisk) Commit(b history.Batch) error {
	d.begun <- struct{}{}
	<-d.ends
	return d.shelf.Commit(b)
}

// pausing is a clock that tells how long somebody wants to wait.
type pausing struct {
	*clock
	pauses chan time.Duration
}

func (c pausing) AfterFunc(d time.Duration, f func()) func() {
	stop := c.clock.AfterFunc(d, f)
	if d < time.Second {
		c.pauses <- d
	}
	return stop
}

// On a busy disk whose writes take 60 ms, what is said while nothing is written is
// there 85 ms later, and what is said meanwhile with the next write, which comes at
// once.
func TestABusyDisk(t *testing.T) {
	const write = 60 * time.Millisecond
	cfg, err := settle(nil)
	if err != nil {
		t.Fatal(err)
	}
	clock := pausing{newClock(), make(chan time.Duration, 10)}
	disk := slowDisk{newShelf(), make(chan struct{}), make(chan struct{})}
	srv, err := irc.New(cfg, irc.Options{Clock: clock, Store: disk})
	if err != nil {
		t.Fatal(err)
	}
	alice := newClient("alice", pipeClient{newPipe(srv, netip.Addr{})})
	if err := alice.register("alice", "echo-message"); err != nil {
		t.Fatal(err)
	}
	say := func(line string) {
		alice.say(line)
		if err := alice.sync(); err != nil {
			t.Fatal(err)
		}
	}
	say("JOIN #new")
	say("PRIVMSG #new :one")
	for range 5 { // as it is after a while, too
		if waits := <-clock.pauses; waits != 25*time.Millisecond {
			t.Fatalf("it waits for more for %v", waits)
		}
		clock.advance(25 * time.Millisecond)
		<-disk.begun
		clock.advance(write / 2)
		say("PRIVMSG #new :two")
		clock.advance(write / 2)
		disk.ends <- struct{}{}
		<-disk.begun // at once: it has waited for long enough
		clock.advance(write)
		disk.ends <- struct{}{}
		say("PRIVMSG #new :one")
	}
	go func() {
		for range disk.begun {
			disk.ends <- struct{}{}
		}
	}()
	if err := srv.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	close(disk.begun)
}
