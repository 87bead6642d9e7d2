package irc

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/store"
	"linnet/internal/irc/wire"
)

// slowDisk is a store that writes when it is let.
type slowDisk struct {
	Store
	mu   sync.Mutex
	held chan struct{} // closed when writing may go on, nil if it may
	// meanwhile happens once, while something is looked up.
	meanwhile func()
}

func (d *slowDisk) Find(key history.Key, q history.Query) ([]history.Entry, error) {
	found, err := d.Store.Find(key, q)
	if do := d.meanwhile; do != nil {
		d.meanwhile = nil
		do()
	}
	return found, err
}

func (d *slowDisk) Commit(b history.Batch) error {
	d.mu.Lock()
	held := d.held
	d.mu.Unlock()
	if held != nil {
		<-held
	}
	return d.Store.Commit(b)
}

func (d *slowDisk) hold() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.held == nil {
		d.held = make(chan struct{})
	}
}

func (d *slowDisk) letGo() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.held != nil {
		close(d.held)
		d.held = nil
	}
}

// annals is a conversation that somebody reads while others go on with it: a server
// with a short memory and a disk, and beside it a list that forgets nothing.
type annals struct {
	*rapid.T
	clock          *siegeClock
	hub            *hub
	disk           *slowDisk
	writer, reader *scribe
	target         string // as the reader calls it
	said           []history.Entry
	taken          []string // ids
}

func newAnnals(t *rapid.T, dir string) *annals {
	cfg := DefaultConfig()
	cfg.Limits.FloodRate, cfg.Limits.RedactWindow = 0, 0
	cfg.Limits.Replay = rapid.IntRange(1, 8).Draw(t, "ring")
	if rapid.IntRange(0, 3).Draw(t, "little memory") == 0 {
		cfg.Limits.HistoryMemory = 1 << 20
	}
	dir, err := os.MkdirTemp(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	kept, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	a := &annals{T: t, clock: &siegeClock{now: time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)}, disk: &slowDisk{Store: kept}}
	srv, err := New(cfg, Options{Clock: a.clock, Store: a.disk})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		a.disk.letGo()
		_ = srv.Shutdown(context.Background())
		_ = kept.Close()
	})
	a.hub = srv.hub
	a.hub.spawn = func(work func()) { work() }
	a.writer = newScribe(t, srv, "writer", "message-tags echo-message draft/message-redaction")
	a.reader = newScribe(t, srv, "reader", "batch message-tags server-time draft/chathistory soju.im/search")
	a.target = "#tea"
	if rapid.Bool().Draw(t, "in private") {
		a.target = "writer"
		a.logIn(a.writer)
	}
	return a
}

// logIn gives somebody an account.
func (a *annals) logIn(c *scribe) {
	a.hub.lock()
	defer a.hub.unlock()
	u := c.s.user
	owner := account.Account{ID: account.ID(a.hub.nextID()), Name: u.Nick, Verified: true}
	a.hub.happen(nil, chat.AccountSaved{Account: owner, At: a.hub.now})
	a.hub.happen(nil, chat.LoggedIn{User: u.ID, Account: owner.ID, At: a.hub.now})
}

// readerAs is how the writer calls what the reader calls target.
func (a *annals) readerAs() string {
	if a.target == "#tea" {
		return a.target
	}
	return "reader"
}

// goOn lets some things happen.
func (a *annals) goOn(most int) {
	for range rapid.IntRange(0, most).Draw(a.T, "things") {
		switch rapid.IntRange(0, 9).Draw(a.T, "what") {
		case 0:
			a.disk.hold()
		case 1:
			a.settle()
		case 2, 3:
			a.takeBack()
		case 4:
			if a.reader.s.user.Account == "" && a.target != "#tea" {
				a.logIn(a.reader) // and what she has read as a guest is her account's
			}
		case 5:
			a.clock.advance(time.Duration(rapid.IntRange(1, 3).Draw(a.T, "passes")) * time.Millisecond)
		default:
			word := rapid.SampledFrom([]string{"odd", "even"}).Draw(a.T, "word")
			heard := a.writer.says(fmt.Sprintf("PRIVMSG %s :%s %d", a.readerAs(), word, len(a.said)))
			a.said = append(a.said, history.Entry{Line: &wire.Line{ID: id(heard), At: a.clock.Now(), Source: "writer", Params: []string{word}}})
		}
	}
}

// takeBack redacts a message.
func (a *annals) takeBack() {
	if len(a.said) > 0 {
		id := rapid.SampledFrom(a.said).Draw(a.T, "redacted").ID
		a.writer.says("REDACT " + a.readerAs() + " " + id)
		a.taken = append(a.taken, id)
	}
}

// settle has all that waits written.
func (a *annals) settle() {
	a.disk.letGo()
	a.hub.settled()
}

// settled returns when nothing waits for the disk.
func (h *hub) settled() {
	for {
		h.lock()
		d := h.disk
		isDone := len(d.changes) == 0 && d.flight.IsEmpty() && len(d.states.events) == 0
		h.unlock()
		if isDone {
			return
		}
		poke(d.hurry)
		runtime.Gosched()
	}
}

// left is what has been said and not taken back.
func (a *annals) left() []history.Entry {
	return slices.DeleteFunc(slices.Clone(a.said), func(e history.Entry) bool { return slices.Contains(a.taken, e.ID) })
}

// ask asks and returns the ids of what is answered.
func (a *annals) ask(format string, args ...any) []string {
	a.reader.says("PING x") // what was told live is not the question
	line := fmt.Sprintf(format, args...)
	page := a.reader.says(line)
	if len(page) < 2 || !strings.Contains(page[0], "BATCH +") || !strings.Contains(page[len(page)-1], "BATCH -") {
		a.Fatalf("%s was answered %q", line, page)
	}
	_, ids := a.reader.told(page)
	return ids
}

func (a *annals) isAnswered(want []history.Entry, format string, args ...any) []string {
	got := a.ask(format, args...)
	var ids []string
	for _, e := range want {
		ids = append(ids, e.ID)
	}
	if !slices.Equal(got, ids) {
		a.Fatalf("%s was answered %v, expected %v of %d", fmt.Sprintf(format, args...), got, ids, len(a.said))
	}
	return got
}

// place draws a place in the conversation, of a message that may be gone or of none.
func (a *annals) place(name string) (text string, ref *history.Ref) {
	at := a.clock.Now().Add(-time.Duration(rapid.IntRange(-1, 12).Draw(a.T, name+" before")) * time.Millisecond)
	if len(a.said) > 0 && rapid.IntRange(0, 2).Draw(a.T, name+" by id") > 0 {
		e := rapid.SampledFrom(a.said).Draw(a.T, name)
		return "msgid=" + e.ID, &history.Ref{ID: e.ID, At: e.At}
	}
	return "timestamp=" + wire.FormatTime(at), &history.Ref{At: at}
}

// TestThePastIsWhole: memory holds less than was said, the disk lags behind, messages
// come and are taken back: every question about the past is answered as by a list that
// forgets nothing.
func TestThePastIsWhole(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		a := newAnnals(t, dir)
		for range 10 {
			a.goOn(12)
			limit := rapid.IntRange(0, 3).Draw(t, "limit")
			limit = min(limit, a.hub.cfg.Limits.Replay)
			text, ref := a.place("place")
			list := finder{search: func(q history.Query) []history.Entry {
				if q.Limit <= 0 {
					return nil
				}
				return history.Select(a.left(), q)
			}}
			switch sub := rapid.SampledFrom([]string{"LATEST", "LATEST *", "BEFORE", "AFTER", "AROUND", "BETWEEN", "SEARCH"}).Draw(t, "asks"); sub {
			case "LATEST *":
				a.isAnswered(historyCommands["LATEST"].find(list, []*history.Ref{nil}, limit), "CHATHISTORY LATEST %s * %d", a.target, limit)
			case "BETWEEN":
				text2, ref2 := a.place("other place")
				a.isAnswered(findBetween(list, []*history.Ref{ref, ref2}, limit), "CHATHISTORY BETWEEN %s %s %s %d", a.target, text, text2, limit)
			case "SEARCH":
				a.isAnsweredSearch(limit)
			default:
				a.isAnswered(historyCommands[sub].find(list, []*history.Ref{ref}, limit), "CHATHISTORY %s %s %s %d", sub, a.target, text, limit)
			}
		}
	})
}

// isAnsweredSearch asks for a word, between two moments.
func (a *annals) isAnsweredSearch(limit int) {
	word := rapid.SampledFrom([]string{"odd", "eve", "nothing"}).Draw(a.T, "sought")
	q := history.Search{Phrases: history.ParsePhrases(word), Limit: limit}
	line := fmt.Sprintf("SEARCH in=%s;text=%s;limit=%d", a.target, word, limit)
	for _, name := range []string{"after", "before"} {
		if at := a.clock.Now().Add(-time.Duration(rapid.IntRange(0, 12).Draw(a.T, name)) * time.Millisecond); rapid.Bool().Draw(a.T, "has "+name) {
			line += ";" + name + "=" + wire.FormatTime(at)
			if name == "after" {
				q.After, q.Oldest = at, true
			} else {
				q.Before = at
			}
		}
	}
	var all []history.Found
	for _, e := range a.left() {
		if q.Matches(e) {
			all = append(all, history.Found{Entry: e})
		}
	}
	var want []history.Entry
	for _, f := range q.Pick(all) {
		want = append(want, f.Entry)
	}
	a.isAnswered(want, "%s", line)
}

// TestPagingGivesTheWhole: whatever the size of the pages, and whatever happens between
// two of them, a reader gets all that was said and not taken back, once and in order,
// either way.
func TestPagingGivesTheWhole(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		a := newAnnals(t, dir)
		a.goOn(60)
		first, size := len(a.said), rapid.IntRange(1, a.hub.cfg.Limits.Replay).Draw(t, "page")
		forwards := rapid.Bool().Draw(t, "forwards")
		sub, place := "BEFORE", "timestamp=2027-01-01T00:00:00.000Z"
		if forwards {
			sub, place = "AFTER", "timestamp=2025-01-01T00:00:00.000Z"
		}
		var all []string
		for {
			if rapid.IntRange(0, 2).Draw(t, "meanwhile") == 0 {
				a.disk.meanwhile = a.takeBack
			}
			page := a.ask("CHATHISTORY %s %s %s %d", sub, a.target, place, size)
			a.disk.meanwhile = nil
			if slices.ContainsFunc(page, func(id string) bool { return slices.Contains(a.taken, id) }) {
				t.Fatalf("%v has what was taken back", page)
			}
			switch {
			case len(page) == 0:
				a.isWhole(all, first, forwards)
				return
			case forwards:
				all, place = append(all, page...), "msgid="+page[len(page)-1]
			default:
				all, place = append(page, all...), "msgid="+page[0]
			}
			if len(a.said) < first+30 {
				a.goOn(3)
			}
		}
	})
}

// isWhole checks what a reader has got: of what was there before it began all must be,
// and forwards also what came meanwhile.
func (a *annals) isWhole(got []string, first int, forwards bool) {
	if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
		a.Fatalf("out of order, or twice: %v", got)
	}
	for i, e := range a.said {
		isThere := slices.Contains(got, e.ID)
		if isDue := i < first || forwards; isDue != isThere && !slices.Contains(a.taken, e.ID) {
			a.Fatalf("the %d-th of %d (%d at first) is there: %v", i, len(a.said), first, isThere)
		}
	}
}
