package irc_test

import (
	"context"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"linnet/internal/irc"
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
	alice := newClient("alice", pipeClient{newPipe(srv, netip.Addr{})})
	if err := alice.register("alice", "echo-message,standard-replies"); err != nil {
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
	hears("PRIVMSG #open :hello", "PRIVMSG #open :hello")
	hears("TOPIC #open", " 331 ")
	kept.breaks(nil)
	hears("TOPIC #open :tea", "TOPIC #open :tea")
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
