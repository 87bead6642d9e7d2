package irc_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linnet/internal/irc"
	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/store"
	"linnet/internal/irc/wire"
)

// exportedFile is what is read of an export.
type exportedFile struct {
	Format, Server string
	Account        struct {
		Name, Email string
		Verified    bool
	}
	Certificates []string
	Devices      []struct{ Label string }
	Sessions     []struct{ Nick string }
	Read         []struct{ Conversation string }
	Metadata     map[string]string
	Channels     []struct {
		Name, Access string
		Founder      bool
	}
	Audit   []struct{ Action, Target string }
	Said    []exportedLine
	Private []struct {
		With     string
		Messages []exportedLine
	}
}

type exportedLine struct {
	Channel, From, Kind, Command, Text string
	Params                             []string
	Tags                               map[string]string
}

func readExport(t *testing.T, text []byte) (file exportedFile) {
	t.Helper()
	for _, secret := range []string{"argon2", "sesame", "lin_"} {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("there is %q in it", secret)
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return file
}

// All that is kept of somebody is in an export, and nothing of others but what they said
// to her: from memory, from a disk while the server runs, and when it does not.
func TestExport(t *testing.T) {
	want := exportedFile{
		Format: "linnet-export-1", Server: "irc.test", Certificates: []string{"aa11"}, Metadata: map[string]string{"url": "https://a.test"},
		Said: []exportedLine{
			{Channel: "#tea", Kind: "event", Command: "JOIN", Params: []string{"Alice"}, Text: "alice"},
			{Channel: "#tea", Kind: "message", Command: "PRIVMSG", Text: "one <&>"},
			{Channel: "#tea", Kind: "reaction", Command: "TAGMSG", Tags: map[string]string{"+draft/react": ":)"}},
			{Channel: "#tea", Kind: "event", Command: "TOPIC", Text: "leaves"},
			{Channel: "#tea", Kind: "message", Command: "PRIVMSG", Text: "two\nthree"},
		},
	}
	want.Account.Name, want.Account.Verified = "Alice", true
	want.Devices = []struct{ Label string }{{"phone"}}
	want.Sessions = []struct{ Nick string }{{"alice"}}
	want.Read = []struct{ Conversation string }{{"#tea"}}
	want.Channels = []struct {
		Name, Access string
		Founder      bool
	}{{"#tea", "owner", true}}
	want.Private = []struct {
		With     string
		Messages []exportedLine
	}{{"bob", []exportedLine{
		{From: "alice", Kind: "message", Command: "PRIVMSG", Text: "four"}, {From: "bob", Kind: "message", Command: "PRIVMSG", Text: "five"},
	}}}
	for _, onDisk := range []bool{false, true} {
		cfg, err := settle(nil)
		if err != nil {
			t.Fatal(err)
		}
		options := irc.Options{Clock: newClock()}
		dir := t.TempDir()
		var kept *store.Store
		if onDisk {
			if kept, err = store.Open(dir); err != nil {
				t.Fatal(err)
			}
			options.Store = kept
		}
		srv, err := irc.New(cfg, options)
		if err != nil {
			t.Fatal(err)
		}
		srv.CheapPasswords()
		srv.AddAccount("Alice", "aa11")
		alice, bob := newClient("alice", pipeClient{newPipe(srv, netip.Addr{})}), newClient("bob", pipeClient{newPipe(srv, netip.Addr{})})
		say := func(c *client, lines ...string) {
			t.Helper()
			for _, line := range lines {
				c.say(line)
			}
			if err := c.sync(); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(alice.register("a", "message-tags,batch,draft/multiline,draft/read-marker,draft/metadata-2"), bob.register("b", "")); err != nil {
			t.Fatal(err)
		}
		say(bob, "NICK bob", "JOIN #tea")
		say(alice, "NS IDENTIFY Alice sesame", "NICK alice")
		say(alice, "DEVICE ADD phone", "METADATA * SET url :https://a.test")
		say(alice, "JOIN #tea", "PRIVMSG #tea :one <&>", "@+draft/react=:) TAGMSG #tea")
		say(bob, "PRIVMSG #tea :of another")
		say(bob, "MODE #tea +o alice")
		say(alice, "CS REGISTER #tea", "TOPIC #tea :leaves", "MARKREAD #tea timestamp=2026-01-02T15:04:05.000Z")
		say(alice, "BATCH +1 draft/multiline #tea", "@batch=1 PRIVMSG #tea :two", "@batch=1 PRIVMSG #tea :three", "BATCH -1")
		say(alice, "PRIVMSG bob :four")
		say(bob, "PRIVMSG alice :five")
		if err := srv.Export(t.Context(), "nobody", true, failingWriter{}); !errors.Is(err, irc.ErrNoAccount) {
			t.Errorf("of nobody: %v", err)
		}
		var text bytes.Buffer
		if err := srv.Export(t.Context(), "ALICE", false, &text); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, readExport(t, text.Bytes())); diff != "" {
			t.Errorf("on disk %v: %s\n%s", onDisk, diff, text.String())
		}
		if err := srv.Export(t.Context(), "alice", false, failingWriter{}); !errors.Is(err, errDiskFull) {
			t.Errorf("to one who does not take it: %v", err)
		}
		if err := srv.Shutdown(context.Background()); err != nil {
			t.Fatal(err)
		}
		if !onDisk {
			continue
		}
		rest, err := irc.OpenAtRest(kept, "ascii", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		text.Reset()
		if err := rest.Export(t.Context(), "alice", &text); err != nil {
			t.Fatal(err)
		}
		atRest := want // of whom nobody is there
		atRest.Server, atRest.Sessions = "", []struct{ Nick string }{}
		atRest.Private = slices.Clone(want.Private)
		if diff := cmp.Diff(atRest, readExport(t, text.Bytes())); diff != "" {
			t.Errorf("at rest: %s", diff)
		}
		if err := kept.Close(); err != nil {
			t.Error(err)
		}
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errDiskFull }

// However much there is, it is there once and in order.
func TestExportInPages(t *testing.T) {
	const hers, his, lines = 7, 8, 1234
	kept, err := store.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	noon := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	batch := history.Batch{LastID: 9, At: noon, Events: []chat.Event{
		chat.AccountSaved{Account: account.Account{ID: hers, Name: "alice", Created: noon}, At: noon},
		chat.Audited{Who: "alice!a@b", Action: "KILL", Target: "bob", At: noon},
		chat.Audited{Who: "root!r@b", Action: "KILL", Target: "bob", At: noon},
		chat.Audited{Who: "root!r@b", Action: "MUTE", Target: "Alice", At: noon},
	}}
	for n := range lines {
		for i, key := range []history.Key{history.Channel(3), history.Between(hers, his)} {
			e := history.Entry{Owner: hers, Line: &wire.Line{
				ID: fmt.Sprintf("%05d", 2*n+i), At: noon.Add(time.Duration(n/3) * time.Millisecond), Source: "alice!a@b", Command: "PRIVMSG", Params: []string{"x", fmt.Sprint(n)}, Text: true,
			}}
			if i == 1 && n%2 == 1 {
				e.Owner, e.Source = his, "Bob!b@b"
			}
			batch.Changes = append(batch.Changes, history.Change{Key: key, Entry: e})
		}
	}
	if err := kept.Commit(batch); err != nil {
		t.Fatal(err)
	}
	rest, err := irc.OpenAtRest(kept, "ascii", noon)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := rest.Export(t.Context(), "alice", &text); err != nil {
		t.Fatal(err)
	}
	file := readExport(t, text.Bytes())
	if len(file.Said) != lines || len(file.Private) != 1 || len(file.Private[0].Messages) != lines {
		t.Fatalf("%d said, %d private", len(file.Said), len(file.Private))
	}
	for n := range lines {
		if want := fmt.Sprint(n); file.Said[n].Text != want || file.Private[0].Messages[n].Text != want {
			t.Fatalf("at %d stand %+v and %+v", n, file.Said[n], file.Private[0].Messages[n])
		}
	}
	if file.Private[0].With != "x" || file.Said[0].Channel != "x" { // nothing else is known of them
		t.Errorf("with %q, in %q", file.Private[0].With, file.Said[0].Channel)
	}
	if len(file.Audit) != 2 || file.Audit[0].Target != "bob" || file.Audit[1].Action != "MUTE" {
		t.Errorf("of the audit log %+v", file.Audit)
	}
}

// Who has said much is told of as gone by and by, not under one lock.
func TestErasedIsToldInPieces(t *testing.T) {
	cfg, err := settle(nil)
	if err != nil {
		t.Fatal(err)
	}
	clock := newClock()
	srv, err := irc.New(cfg, irc.Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	srv.CheapPasswords()
	srv.AddAccount("Alice")
	alice, bob := newClient("alice", pipeClient{newPipe(srv, netip.Addr{})}), newClient("bob", pipeClient{newPipe(srv, netip.Addr{})})
	if err := errors.Join(alice.register("a", ""), bob.register("b", "draft/message-redaction,message-tags")); err != nil {
		t.Fatal(err)
	}
	say := func(c *client, lines ...string) {
		t.Helper()
		for _, line := range lines {
			c.say(line)
		}
		if err := c.sync(); err != nil {
			t.Fatal(err)
		}
	}
	redacted := func() (count int) {
		for _, line := range bob.heard {
			if strings.Contains(line, " REDACT #tea ") {
				count++
			}
		}
		return count
	}
	say(bob, "NICK bob", "JOIN #tea")
	say(alice, "NS IDENTIFY Alice sesame", "NICK alice", "JOIN #tea")
	for range 50 {
		say(alice, "PRIVMSG #tea :x")
	}
	ended, err := srv.Erase(t.Context(), "Alice", false)
	if err != nil || ended.Name != "Alice" {
		t.Fatal(err, ended)
	}
	say(bob)
	if got := redacted(); got != 20 {
		t.Errorf("told of %d at once", got)
	}
	for range 3 {
		clock.advance(time.Millisecond)
		say(bob)
	}
	if got := redacted(); got != 50 {
		t.Errorf("told of %d in all", got)
	}
	if _, err := srv.Erase(t.Context(), "Alice", false); !errors.Is(err, irc.ErrNoAccount) {
		t.Error(err)
	}
	if err := srv.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
}

// Whoever wants all of it on disk is told when it cannot be, and why.
func TestFlush(t *testing.T) {
	cfg, err := settle(nil)
	if err != nil {
		t.Fatal(err)
	}
	kept := newShelf()
	srv, err := irc.New(cfg, irc.Options{Clock: newClock(), Store: kept})
	if err != nil {
		t.Fatal(err)
	}
	alice := newClient("alice", pipeClient{newPipe(srv, netip.Addr{})})
	if err := alice.register("alice", ""); err != nil {
		t.Fatal(err)
	}
	say := func(lines ...string) {
		t.Helper()
		for _, line := range lines {
			alice.say(line)
		}
		if err := alice.sync(); err != nil {
			t.Fatal(err)
		}
	}
	stored := func(text string) (count int) {
		for _, key := range []chat.ChannelID{1, 2, 3, 4, 5, 6, 7, 8, 9} {
			for _, e := range kept.entries(history.Channel(key)) {
				if e.Params[len(e.Params)-1] == text {
					count++
				}
			}
		}
		return count
	}
	say("JOIN #general", "PRIVMSG #general :one")
	if err := srv.Flush(t.Context()); err != nil || stored("one") != 1 {
		t.Errorf("%v, stored %d times", err, stored("one"))
	}
	kept.breaks(errDiskFull)
	say("PRIVMSG #general :two")
	if err := srv.Flush(t.Context()); !errors.Is(err, errDiskFull) {
		t.Errorf("the disk is full: %v", err)
	}
	if err := srv.Export(t.Context(), "nobody", true, failingWriter{}); !errors.Is(err, errDiskFull) {
		t.Errorf("export from a full disk: %v", err)
	}
	kept.breaks(nil)
	if err := srv.Flush(t.Context()); err != nil || stored("two") != 1 {
		t.Errorf("%v, stored %d times", err, stored("two"))
	}
	if err := srv.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := srv.Flush(t.Context()); err == nil {
		t.Error("a server that has stopped wrote something")
	}
}
