package irc

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/picture"
)

// slate is a disk that is written to by the hand of a test.
type slate struct {
	Pictures
	meanwhile func() error // once it is written, before that is known
	writes    int
	entries   []history.Entry // all of one channel
}

func (s *slate) Load() (history.Kept, error)               { return history.Kept{}, nil }
func (s *slate) Talks(chat.UserID) ([]history.Talk, error) { return nil, nil }

func (s *slate) Search(context.Context, history.Search) ([]history.Found, error) { return nil, nil }

func (s *slate) Trim(context.Context, func([]history.Key) []history.Bounds) error { return nil }

func (s *slate) Find(_ history.Key, q history.Query) ([]history.Entry, error) {
	return history.Select(s.entries, q), nil
}

func (s *slate) Commit(b history.Batch) error {
	s.writes++
	for _, c := range b.Changes {
		s.entries = slices.DeleteFunc(s.entries, func(e history.Entry) bool { return e.ID == c.Redact })
		if c.Entry.Line != nil {
			s.entries = append(s.entries, c.Entry)
		}
	}
	do := s.meanwhile
	s.meanwhile = nil
	if do == nil {
		return nil
	}
	return do()
}

// texts are those of the messages on it, each behind the nick of who said it.
func (s *slate) texts() (texts []string) {
	for _, e := range s.entries {
		if e.Kind != history.Event {
			nick, _, _ := strings.Cut(e.Source, "!")
			texts = append(texts, nick+": "+e.Params[len(e.Params)-1])
		}
	}
	return texts
}

// desk is a server with strict durability on one goroutine, and some who are in #tea:
// alice has opened it.
type desk struct {
	*testing.T
	srv   *Server
	clock *siegeClock
	slate *slate
	ends  map[string]*tap
}

const deskCaps = "batch echo-message server-time message-tags labeled-response standard-replies draft/chathistory draft/event-playback draft/message-redaction"

func newDesk(t *testing.T, names ...string) *desk {
	cfg := DefaultConfig()
	cfg.Name, cfg.Channels, cfg.ChannelModes, cfg.Durability = "irc.test", nil, "n", Strict
	cfg.Limits.FloodRate = 0
	d := &desk{T: t, clock: &siegeClock{now: time.Date(2026, 1, 2, 15, 4, 5, 0, time.UTC)}, slate: &slate{Pictures: picture.NewShelf(1 << 20)}, ends: map[string]*tap{}}
	srv, err := New(cfg, Options{Clock: d.clock, Store: d.slate, Random: func([]byte) {}})
	if err != nil {
		t.Fatal(err)
	}
	d.srv = srv
	srv.closeDisk() // from here on it is written by hand
	srv.hub.spawn = func(work func()) { work() }
	for _, name := range names {
		d.connect(name, deskCaps)
	}
	return d
}

func (d *desk) connect(name, caps string) {
	c := &tap{}
	c.s = d.srv.Attach(c, c.Peer())
	d.ends[name] = c
	for _, line := range []string{"CAP REQ :" + caps, "NICK " + name, "USER u 0 * :u", "CAP END", "JOIN #tea"} {
		c.s.Line([]byte(line))
	}
	d.hears(name)
}

// say lets somebody say a line, and hands it to nobody else.
func (d *desk) say(name, line string) { d.ends[name].s.Line([]byte(line)) }

// write writes what waits.
func (d *desk) write() {
	for more := true; more; {
		more, _ = d.srv.hub.writeBatch()
	}
}

// hears is all that somebody has heard since she was asked last, but for tags.
func (d *desk) hears(name string) string {
	var heard []string
	for _, line := range d.ends[name].s.Take(nil) {
		text := strings.TrimSuffix(string(line), "\r\n")
		if strings.HasPrefix(text, "@") {
			_, text, _ = strings.Cut(text, " ")
		}
		heard = append(heard, text)
	}
	d.ends[name].s.Drained()
	return strings.Join(heard, "\n")
}

// expects is what somebody has heard now, "" for nothing.
func (d *desk) expects(name, want string) {
	d.Helper()
	if heard := d.hears(name); (want == "") != (heard == "") || !strings.Contains(heard, want) {
		d.Errorf("%s heard %q, expected %q", name, heard, want)
	}
}

func (d *desk) expectsOnDisk(want ...string) {
	d.Helper()
	d.write()
	if got := d.slate.texts(); !slices.Equal(got, want) {
		d.Errorf("on disk are %q, expected %q", got, want)
	}
}

func TestStrictIsHeardOnceWritten(t *testing.T) {
	d := newDesk(t, "alice", "bob")
	d.hears("alice")
	for _, line := range []string{"PRIVMSG #tea :one", "NOTICE #tea :two", "@+draft/react=x TAGMSG #tea", "PRIVMSG @#tea :only for some"} {
		d.say("alice", line)
		isKept := !strings.Contains(line, "@#")
		if isKept {
			d.expects("alice", "")
			d.expects("bob", "")
		}
		d.write()
		d.expects("alice", "#tea")
		if isKept {
			d.expects("bob", "#tea")
		}
	}
	d.expectsOnDisk("alice: one", "alice: two", "alice: #tea")
}

// What is not stored waits for nothing.
func TestStrictHoldsNobodyElse(t *testing.T) {
	d := newDesk(t, "alice", "bob")
	d.hears("alice")
	d.say("alice", "PRIVMSG #tea :one")
	d.say("bob", "PRIVMSG alice :two guests are not stored")
	d.expects("alice", "two guests")
	d.say("bob", "@+typing=active TAGMSG #tea")
	d.expects("alice", "TAGMSG")
	d.say("bob", "PRIVMSG #tea :\x01VERSION\x01")
	d.expects("alice", "VERSION")
}

// All who wait share a write, and what was said first is heard first.
func TestStrictSharesWrites(t *testing.T) {
	d := newDesk(t, "alice", "bob", "carol")
	d.write()
	before := d.slate.writes
	for _, name := range []string{"carol", "alice", "bob"} {
		d.hears(name)
		d.say(name, "PRIVMSG #tea :one")
	}
	d.expectsOnDisk("carol: one", "alice: one", "bob: one")
	if d.slate.writes != before+1 {
		t.Errorf("%d writes", d.slate.writes-before)
	}
	heard := d.hears("bob")
	if a, c := strings.Index(heard, ":alice!"), strings.Index(heard, ":carol!"); a < c || strings.Index(heard, ":bob!") < a {
		t.Errorf("heard in another order: %s", heard)
	}
}

func TestStrictFails(t *testing.T) {
	d := newDesk(t, "alice", "bob")
	d.connect("plain", "echo-message")
	d.write()
	full := func() error { return errVault }
	for _, c := range []struct{ name, line, want string }{
		{"bob", "PRIVMSG #tea :lost", "FAIL PRIVMSG TEMPORARILY_UNAVAILABLE #tea :This could not be stored, so nobody has heard it: try again later"},
		{"bob", "NOTICE #tea :lost", "FAIL NOTICE TEMPORARILY_UNAVAILABLE #tea :"},
		{"bob", "REDACT #tea " + "0123456789abcdefghjkmnpqrs", "UNKNOWN_MSGID"},
		{"plain", "PRIVMSG #tea :lost", ":irc.test NOTICE plain :PRIVMSG #tea: This could not be stored"},
		{"plain", "NOTICE #tea :lost", ""},
	} {
		d.hears("alice")
		d.hears(c.name)
		d.say(c.name, c.line)
		d.slate.meanwhile = full
		d.write()
		d.slate.meanwhile = nil
		d.expects(c.name, c.want)
		if heard := d.hears("alice"); strings.Contains(heard, "lost") {
			t.Errorf("%s: alice heard %q", c.line, heard)
		}
	}
	d.slate.entries = nil // this disk has written it all the same
	d.say("bob", "PRIVMSG #tea :kept")
	d.expectsOnDisk("bob: kept")
	d.expects("alice", "kept")
}

// What is no longer legal once it is written is not heard, and is not on disk.
func TestStrictDecidesAnew(t *testing.T) {
	for _, c := range []struct{ meanwhile, want string }{
		{"MODE #tea +m", " 404 bob #tea :Cannot send to channel (+m)"},
		{"MODE #tea +b ~q:bob", " 404 bob #tea :Cannot send to channel (+b)"},
		{"KICK #tea bob", " 404 bob #tea :Cannot send to channel (+n)"},
		{"PRIVMSG #tea :nothing", "PRIVMSG #tea :one"},
	} {
		d := newDesk(t, "alice", "bob", "carol")
		d.hears("bob")
		d.say("bob", "PRIVMSG #tea :one")
		d.slate.meanwhile = func() error { d.say("alice", c.meanwhile); return nil }
		d.write()
		d.expects("bob", c.want)
		heard := strings.Contains(d.hears("carol"), "one")
		d.write()
		if stored := slices.Contains(d.slate.texts(), "bob: one"); stored != heard || heard != strings.HasPrefix(c.want, "PRIVMSG") {
			t.Errorf("%s: heard %v, stored %v", c.meanwhile, heard, stored)
		}
	}
}

// On disk is what was heard, if something of it has changed since it was written.
func TestStrictIsWrittenAsItWasHeard(t *testing.T) {
	d := newDesk(t, "alice", "bob")
	d.say("bob", "PRIVMSG #tea :one")
	d.slate.meanwhile = func() error {
		h := d.srv.hub
		h.lock()
		h.happen(nil, chat.NickChanged{User: h.net.User("bob").ID, Nick: "rob", At: h.now})
		h.unlock()
		return nil
	}
	d.write()
	d.expects("alice", ":rob!~u@localhost PRIVMSG #tea :one")
	d.expectsOnDisk("rob: one")
}

// The order of ids, times and history is that in which everybody hears what happens,
// however long a write takes.
func TestStrictKeepsTheOrder(t *testing.T) {
	for _, slow := range []time.Duration{10 * time.Millisecond, 10 * time.Second} {
		d := newDesk(t, "alice", "bob", "carol")
		d.write()
		var heard []string
		listen := func() {
			for _, line := range d.ends["carol"].s.Take(nil) {
				text := string(line)
				if id := msgidTag.FindStringSubmatch(";" + text); id != nil {
					first, _, _ := strings.Cut(text, ";")
					heard = append(heard, first+id[1])
				}
			}
		}
		d.hears("carol")
		for range 3 {
			d.say("alice", "PRIVMSG #tea :from alice")
			d.say("bob", "PRIVMSG #tea :from bob")
			d.slate.meanwhile = func() error {
				d.clock.advance(slow)
				d.say("carol", "TOPIC #tea :"+slow.String())
				d.say("carol", "PART #tea")
				d.say("carol", "JOIN #tea")
				d.say("carol", "TOPIC #tea :again")
				return nil
			}
			d.clock.advance(time.Second)
			d.write()
			listen()
		}
		if len(heard) != 3*6 || !slices.IsSorted(heard) || len(slices.Compact(heard)) != 3*6 {
			t.Errorf("a disk that takes %v: heard %q", slow, heard)
		}
		d.expectsOnDisk("alice: from alice", "bob: from bob", "alice: from alice", "bob: from bob", "alice: from alice", "bob: from bob")
	}
}

// A disk that takes far longer than ever stops no clock.
func TestStrictLetsTimeGoOn(t *testing.T) {
	d := newDesk(t, "alice", "bob")
	d.hears("alice")
	d.say("bob", "PRIVMSG #tea :one")
	d.slate.meanwhile = func() error {
		began := d.srv.hub.now
		d.clock.advance(leastPatience - time.Millisecond)
		d.srv.hub.look()
		if went := d.srv.hub.now.Sub(began); went != 0 {
			t.Errorf("time went on by %v", went)
		}
		d.clock.advance(time.Minute)
		if went := d.srv.hub.now.Sub(began); went < leastPatience {
			t.Errorf("time went on by %v only", went)
		}
		return nil
	}
	d.write()
	d.expects("alice", "PRIVMSG #tea :one")
	d.expectsOnDisk("bob: one")
	if id, at := d.slate.entries[len(d.slate.entries)-1].ID, d.srv.hub.now; !atOf(id).Equal(at) {
		t.Errorf("its id is of %v, at %v", atOf(id), at)
	}
}

func atOf(id string) time.Time { at, _ := msgidTime(id); return at }

// Who reads the past finds nothing in it that has not happened, and all that has.
func TestStrictShowsNothingBeforeItIsHeard(t *testing.T) {
	for _, isSlow := range []bool{false, true} {
		d := newDesk(t, "alice", "bob")
		for _, text := range []string{"one", "two", "three", "four"} {
			d.say("alice", "PRIVMSG #tea :"+text)
			d.write()
		}
		h := d.srv.hub
		h.history.Forget(h.net.Channel("#tea").ID) // there was no room for it
		d.say("alice", "PRIVMSG #tea :five")
		d.slate.meanwhile = func() error {
			if isSlow {
				d.clock.advance(time.Minute)
				d.say("bob", "TOPIC #tea :so that something comes after it")
			}
			for _, ask := range []string{"AFTER #tea timestamp=2020-01-01T00:00:00.000Z 9", "BEFORE #tea timestamp=2030-01-01T00:00:00.000Z 9", "LATEST #tea * 4"} {
				d.hears("bob")
				d.say("bob", "CHATHISTORY "+ask)
				if heard := d.hears("bob"); strings.Contains(heard, "five") || !isSlow && strings.Count(heard, "PRIVMSG #tea") != 4 {
					t.Errorf("%s: heard %q", ask, heard)
				}
			}
			return nil
		}
		d.write()
		d.expects("bob", "five")
	}
}

// A redaction is on disk before it is told; one that is refused meanwhile takes nothing.
func TestStrictRedaction(t *testing.T) {
	for _, isRefused := range []bool{false, true} {
		d := newDesk(t, "alice", "bob")
		d.say("bob", "PRIVMSG #tea :one")
		d.write()
		id := d.slate.entries[len(d.slate.entries)-1].ID
		d.hears("alice")
		d.hears("bob")
		d.say("bob", "REDACT #tea "+id)
		d.expects("alice", "")
		d.slate.meanwhile = func() error {
			if isRefused {
				d.say("alice", "KICK #tea bob")
				d.hears("alice")
			}
			return nil
		}
		d.write()
		if isRefused {
			d.expects("alice", "")
			d.expects("bob", "FAIL REDACT INVALID_TARGET #tea")
			d.expectsOnDisk("bob: one")
			continue
		}
		d.expects("alice", "REDACT #tea "+id)
		d.expectsOnDisk()
	}
}

// The answer to one line with several targets is one, and comes when all are done.
func TestStrictAnswersOnce(t *testing.T) {
	d := newDesk(t, "alice", "bob")
	d.say("alice", "JOIN #two")
	d.write()
	d.hears("alice")
	d.say("alice", "@label=x PRIVMSG #tea,bob,#none,#two :hello")
	d.write()
	heard := d.hears("alice")
	if strings.Count(heard, "PRIVMSG") != 3 || strings.Count(heard, " 403 ") != 1 || strings.Count(heard, "BATCH") != 2 || !strings.HasPrefix(heard, ":irc.test BATCH +") {
		t.Errorf("heard %q", heard)
	}
}

// When more is said than the disk can take, who speaks waits for it, and nothing is
// lost; but a disk that takes nothing stops nobody.
func TestWhoIsFasterThanTheDiskWaits(t *testing.T) {
	for _, takes := range []error{nil, errVault} {
		d := newDesk(t, "alice", "bob")
		d.srv.hub.cfg.Durability = Fast
		d.write()
		d.hears("bob")
		d.say("alice", "PRIVMSG #tea :one")
		d.expects("bob", "one") // as always
		d.srv.hub.disk.bytes += diskRoom / 2
		d.say("alice", "PRIVMSG #tea :two")
		d.expects("bob", "")
		d.slate.meanwhile = func() error { return takes }
		d.write()
		d.expects("bob", "two")
		if takes != nil {
			d.say("bob", "PRIVMSG #tea :three")
			d.expects("alice", "three")
			d.slate.entries = nil // this disk has written it all the same
		}
		d.srv.hub.disk.bytes -= diskRoom / 2
		d.write()
		if got := strings.Join(d.slate.texts(), " "); !strings.Contains(got, "two") || strings.Contains(got, "three") != (takes != nil) {
			t.Errorf("on disk are %q", got)
		}
	}
}
