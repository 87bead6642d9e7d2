package irc

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// ledger is a disk that is written to by hand, and remembers each write.
type ledger struct {
	*vault
	batches []history.Batch
	broken  error
}

func (l *ledger) Commit(b history.Batch) error {
	if l.broken != nil {
		return l.broken
	}
	l.batches = append(l.batches, b)
	l.write(b)
	return nil
}

// rows are those of people in all batches, and of channels, by id.
func (l *ledger) rows() (people map[chat.UserID]int, channels map[chat.ChannelID][]chat.ChannelState) {
	people, channels = map[chat.UserID]int{}, map[chat.ChannelID][]chat.ChannelState{}
	for _, b := range l.batches {
		for _, ev := range b.Events {
			switch ev := ev.(type) {
			case chat.UserRestored:
				people[ev.State.User]++
			case chat.UserLeft:
				people[ev.User]++
			case chat.ChannelRestored:
				channels[ev.State.Channel] = append(channels[ev.State.Channel], ev.State)
			}
		}
	}
	return people, channels
}

// outlived is a server whose disk is a ledger.
type outlived struct {
	*testing.T
	srv   *Server
	disk  *ledger
	clock *siegeClock
}

func outlive(t *testing.T, disk *ledger, at time.Time) *outlived {
	t.Helper()
	if disk == nil {
		disk = &ledger{vault: vaultFor(3)}
	}
	return outliveOn(t, disk, disk, at)
}

// outliveOn is outlive with something before the disk.
func outliveOn(t *testing.T, door Store, disk *ledger, at time.Time) *outlived {
	t.Helper()
	cfg := DefaultConfig()
	cfg.Name = "irc.test"
	o := &outlived{T: t, disk: disk, clock: &siegeClock{now: at}}
	var err error
	if o.srv, err = New(cfg, Options{Clock: o.clock, Store: door}); err != nil {
		t.Fatal(err)
	}
	o.srv.closeDisk() // its own writer stands aside
	o.srv.hub.spawn = func(work func()) { work() }
	disk.batches = nil
	return o
}

func (o *outlived) enter(nick, caps string) *tap {
	c := &tap{}
	c.s = o.srv.Attach(c, c.Peer())
	o.says(c, "CAP REQ :"+caps, "NICK "+nick, "USER "+nick+" 0 * :"+nick, "CAP END")
	return c
}

func (o *outlived) says(c *tap, lines ...string) (heard string) {
	for _, line := range lines {
		c.s.Line([]byte(line))
	}
	for _, line := range c.s.Take(nil) {
		heard += string(line)
	}
	c.s.Drained()
	return heard
}

// writes lets the disk have all that waits, and says in how many batches.
func (o *outlived) writes() int {
	o.Helper()
	before := len(o.disk.batches)
	for more := true; more; {
		var err error
		if more, err = o.srv.hub.writeBatch(); err != nil {
			break
		}
	}
	return len(o.disk.batches) - before
}

const resumes = "linnet.chat/resume"

var dusk = time.Date(2026, 1, 2, 20, 0, 0, 0, time.UTC)

// However much happens to people until the next batch, each is a row in it; and no
// batch looks up so many that others would notice.
func TestAStormIsARowEach(t *testing.T) {
	o := outlive(t, nil, dusk)
	var all []*tap
	for i := range peopleAtOnce + 100 {
		c := o.enter(fmt.Sprint("guest", i), resumes)
		o.says(c, "JOIN #tea", "AWAY :lunch", "AWAY", fmt.Sprint("NICK friend", i))
		all = append(all, c)
	}
	if n := o.writes(); n != 2 {
		t.Errorf("%d batches, expected 2", n)
	}
	people, channels := o.disk.rows()
	for id, n := range people {
		if n != 1 {
			t.Errorf("user %d is written %d times", id, n)
		}
	}
	tea := o.srv.hub.net.Channel("#tea")
	if rows := channels[tea.ID]; len(people) != len(all) || len(rows) != 1 || rows[0].Created.IsZero() {
		t.Errorf("%d people and %+v are written", len(people), rows)
	}
	o.disk.batches = nil
	for i := range 50 {
		o.says(all[0], fmt.Sprint("NICK busy", i), "MODE #tea +m", "MODE #tea -m")
	}
	o.says(all[1], "PART #tea")
	o.writes()
	people, channels = o.disk.rows()
	if len(people) != 2 || len(channels[tea.ID]) != 1 || len(o.disk.batches) != 1 {
		t.Errorf("%v and %+v are written", people, channels)
	}
}

// Who asks for no token costs nothing: of a channel no more is written than that it is
// there.
func TestWithoutTokensNobodyIsWritten(t *testing.T) {
	o := outlive(t, nil, dusk)
	for i := range 5 {
		c := o.enter(fmt.Sprint("guest", i), "server-time")
		o.says(c, "JOIN #tea", "MODE #tea +m", "AWAY :lunch", fmt.Sprint("NICK friend", i), "TOPIC #tea :leaves")
		o.writes()
	}
	people, channels := o.disk.rows()
	rows := channels[o.srv.hub.net.Channel("#tea").ID]
	if len(people) != 0 || len(rows) != 1 {
		t.Errorf("%v and %+v are written", people, rows)
	}
	for _, row := range rows {
		if row.Topic.Text != "" || !row.Created.IsZero() {
			t.Errorf("more is written than that it is there: %+v", row)
		}
	}
}

// People who come and go while the disk takes nothing leave nothing behind that waits
// for it.
func TestPeopleOfAFullDisk(t *testing.T) {
	o := outlive(t, nil, dusk)
	stays := o.enter("stays", resumes)
	o.writes()
	o.disk.broken = errVault
	for i := range 20 {
		c := o.enter(fmt.Sprint("guest", i), resumes)
		o.says(c, "JOIN #tea")
		o.writes()
		o.says(c, "QUIT")
		o.writes()
	}
	o.says(stays, "NICK stayed")
	o.writes()
	back := &o.srv.hub.disk.back
	if len(back.written) != 1 || len(back.queue) != len(back.waiting) || len(back.queue) > 21 {
		t.Errorf("of the past %v are remembered, and %v wait", back.written, back.queue)
	}
	o.disk.broken = nil
	o.disk.batches = nil
	o.writes()
	people, _ := o.disk.rows()
	if len(people) != 1 || len(back.queue)+len(back.waiting) != 0 {
		t.Errorf("%v is written", people)
	}
	if kept, _ := o.disk.Load(); !slices.ContainsFunc(kept.Events, func(ev chat.Event) bool {
		back, is := ev.(chat.UserRestored)
		return is && back.State.Nick == "stayed"
	}) {
		t.Error("who stayed is not on disk under her new nick")
	}
}

// A clock that was set back does not keep anybody from coming back, nor what is said
// then from standing behind what was said before.
func TestTheClockWasSetBack(t *testing.T) {
	before := outlive(t, nil, dusk)
	dave := before.enter("dave", resumes+" message-tags echo-message")
	first := lastMsgid(before.says(dave, "JOIN #tea", "PRIVMSG #tea :before"))
	token := mustFind(t, before.enter("erin", resumes).s.hub, "erin")
	before.writes()

	after := outlive(t, before.disk, dusk.Add(-time.Hour))
	net := after.srv.hub.net
	if net.User("dave") == nil || net.SessionByToken(token) == nil || net.Channel("#tea") == nil {
		t.Fatal("somebody or something has not come back")
	}
	bob := after.enter("bob", "message-tags echo-message")
	if second := lastMsgid(after.says(bob, "JOIN #tea", "PRIVMSG #tea :after")); first == "" || second <= first {
		t.Errorf("%q comes after %q", second, first)
	}
	after.clock.advance(2 * time.Hour)
	if net.User("dave") != nil {
		t.Error("the grace never ends")
	}
	if err := net.Check(); err != nil {
		t.Error(err)
	}
}

// lastMsgid returns that of the last line that has one.
func lastMsgid(heard string) string {
	all := msgidTag.FindAllStringSubmatch(strings.ReplaceAll(heard, "@", ";"), -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

// mustFind returns the hash of a user's token.
func mustFind(t *testing.T, h *hub, nick string) chat.TokenHash {
	t.Helper()
	u := h.net.User(nick)
	if u == nil || len(u.Sessions) == 0 {
		t.Fatalf("%s is not there", nick)
	}
	return h.net.Session(u.Sessions[0]).Token
}
