package irc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/picture"
)

// vault is the disk of a siege. It is written to by the hand of the siege, and each
// write is a while in which others go on, in which much time may pass, and which may
// fail.
type vault struct {
	Pictures
	durability Durability
	w          *siege // nil before it begins
	entries    map[history.Key][]history.Entry
	kept       map[string]chat.Event
	last       history.Kept // without events
	isWriting  bool
	isSound    bool // nothing fails any more, and nobody goes on
}

// vaultFor makes one for more than half of the sieges.
func vaultFor(seed uint64) *vault {
	if seed%7 > 3 {
		return nil
	}
	v := &vault{Pictures: picture.NewShelf(1 << 20), durability: Strict, entries: map[history.Key][]history.Entry{}, kept: map[string]chat.Event{}}
	if seed%7 == 3 {
		v.durability = Fast
	}
	return v
}

var errVault = errors.New("the vault is full")

func (v *vault) Talks(chat.UserID) ([]history.Talk, error) { return nil, nil }

func (v *vault) Find(key history.Key, q history.Query) ([]history.Entry, error) {
	return history.Select(v.entries[key], q), nil
}

func (v *vault) Search(_ context.Context, q history.Search) ([]history.Found, error) {
	var found []history.Found
	for _, key := range q.Keys {
		for _, e := range v.entries[key] {
			if q.Matches(e) {
				found = append(found, history.Found{Key: key, Entry: e})
			}
		}
	}
	return q.Pick(found), nil
}

// Trim drops what is over its time, or over the number of messages.
func (v *vault) Trim(_ context.Context, bounds func([]history.Key) []history.Bounds) error {
	for key, entries := range v.entries {
		b := bounds([]history.Key{key})[0]
		entries = slices.DeleteFunc(entries, func(e history.Entry) bool { return e.At.Before(b.Since) })
		if over := len(entries) - b.Most; b.Most > 0 && over > 0 {
			entries = entries[over:]
		}
		v.entries[key] = entries
	}
	return nil
}

func (v *vault) Commit(b history.Batch) error {
	w := v.w
	if w == nil {
		return nil
	}
	isBefore := w.chance(2) // for those who read what has not happened
	if isBefore {
		v.write(b)
	}
	if !v.isSound {
		v.meanwhile()
	}
	switch {
	case isBefore:
	case !v.isSound && w.chance(8):
		w.logf("the disk takes nothing")
		return errVault
	default:
		v.write(b)
	}
	return nil
}

// meanwhile is what happens during a write.
func (v *vault) meanwhile() {
	w := v.w
	v.isWriting = true
	defer func() { v.isWriting = false }()
	for range w.dice.IntN(4) {
		w.during = append(w.during, w.whoIsWhere()...)
		maps.Copy(w.sawBefore, w.sights())
		c := w.taps[w.dice.IntN(len(w.taps))]
		switch {
		case w.chance(8):
			w.logf("the disk is slow")
			w.clock.advance(time.Second)
		case w.chance(8) && len(w.taps) > 2:
			w.logf("%d hangs up", c.s.id)
			w.hangUp(c)
		case c.s.user != nil:
			w.self = c.s.name()
			w.send(c, w.pick([]string{w.line(), w.line(), "CHATHISTORY LATEST #general * 9", "SEARCH limit=9"}))
			w.hearsNothingUnheard(c)
		}
	}
	w.during = append(w.during, w.whoIsWhere()...)
	maps.Copy(w.sawBefore, w.sights())
}

// hearsNothingUnheard lets a client hear what it has been sent during a write: nothing
// of what is being written.
func (w *siege) hearsNothingUnheard(c *tap) {
	if c.deaf || c.gone {
		return
	}
	for _, line := range c.s.Take(nil) {
		tags, _, _, _ := parts(string(line))
		if id := msgidTag.FindStringSubmatch(";" + tags); id != nil && w.hub.disk.unheard[id[1]] {
			w.Fatalf("user %d hears what has not happened: %q", c.user, line)
		}
		w.hears(c, string(line), slices.Concat(w.before, w.during, w.whoIsWhere()))
	}
	c.s.Drained()
}

func (v *vault) write(b history.Batch) {
	v.keep(b)
	for _, c := range b.Changes {
		if c.Leaves != 0 {
			v.leave(c.Leaves)
			continue
		}
		if c.Guest != 0 {
			v.adopt(c.Guest, c.Heir)
			continue
		}
		id := c.Redact
		if c.Entry.Line != nil {
			id = c.Entry.ID
		}
		entries := v.entries[c.Key]
		at, has := slices.BinarySearchFunc(entries, id, func(e history.Entry, id string) int { return cmp.Compare(e.ID, id) })
		switch {
		case c.Forget:
			delete(v.entries, c.Key)
			if c.Gone {
				delete(v.kept, fmt.Sprint("channel ", c.Key.Channel))
			}
		case c.Redact != "" && has:
			v.entries[c.Key] = slices.Delete(entries, at, at+1)
		case c.Redact == "" && !has:
			v.entries[c.Key] = slices.Insert(entries, at, c.Entry)
		}
	}
}

// adopt makes the conversations of a guest those of an account.
func (v *vault) adopt(guest, heir chat.UserID) {
	for key, entries := range maps.Clone(v.entries) {
		if after := key.Adopted(guest, heir); after != key {
			delete(v.entries, key)
			v.entries[after] = history.InOrder(slices.Concat(v.entries[after], entries))
		}
	}
}

// store gives a siege a disk; its server's own writer stands aside.
func (w *siege) store(srv *Server) {
	srv.closeDisk()
	srv.closeDisk = func() {}
	w.vault.w = w
}

// write lets the disk have what waits for it.
func (w *siege) write() {
	if w.vault == nil || w.vault.isWriting {
		return
	}
	for more := true; more; {
		more, _ = w.hub.writeBatch() // an error has been told to whom it concerns
	}
}

// isWritten holds what strict durability is: what is to be stored is on disk when it
// happens.
func (w *siege) isWritten(said chat.Said) {
	if w.vault == nil || !w.hub.isStrict() {
		return
	}
	for _, c := range w.hub.saidChanges(said) {
		if !slices.ContainsFunc(w.vault.entries[c.Key], func(e history.Entry) bool { return e.ID == said.ID }) {
			w.Fatalf("%q is heard and not on disk", said.Text)
		}
	}
}

// inOrder holds the fifth law: ids and times are in the order in which things happen.
func (w *siege) inOrder(ev chat.Event) {
	value := reflect.ValueOf(ev)
	id := value.FieldByName("ID")
	if !id.IsValid() || id.Kind() != reflect.String || id.Len() != idLen {
		return
	}
	at := value.FieldByName("At").Interface().(time.Time)
	if id.String() <= w.lastID || at.Before(w.lastAt) {
		w.Fatalf("%T of %v with the id %s comes after one of %v with %s", ev, at, id, w.lastAt, w.lastID)
	}
	w.lastID, w.lastAt = id.String(), at
}

// checkDisk compares what is on disk in the end with what has happened, and with what
// memory still has.
func (w *siege) checkDisk() {
	if w.vault == nil {
		return
	}
	w.vault.isSound = true
	w.write()
	if waits := len(w.hub.disk.records) + len(w.hub.disk.changes) + len(w.hub.disk.unheard); waits > 0 || !w.hub.still.IsZero() {
		w.Fatalf("%d things still wait for the disk, or time stands still", waits)
	}
	happened := map[string]bool{}
	for _, ev := range w.events {
		if said, is := ev.(chat.Said); is {
			happened[said.ID] = true
		}
	}
	for key, entries := range w.vault.entries {
		for _, e := range entries {
			if w.redacted[e.ID] || e.Kind != history.Event && !happened[e.ID] {
				w.Fatalf("on disk is what has not happened, or was taken back: %s %q", e.ID, e.Params)
			}
		}
		here := w.hub.history.Find(key, history.Query{Limit: wholeRing, All: true})
		for _, e := range here {
			at, has := slices.BinarySearchFunc(entries, e.ID, func(e history.Entry, id string) int { return cmp.Compare(e.ID, id) })
			if w.hub.isStored(key) && (!has || !e.IsSame(entries[at].Line)) {
				w.Fatalf("not on disk, or otherwise: %s %q", e.ID, e.Params)
			}
		}
	}
}
