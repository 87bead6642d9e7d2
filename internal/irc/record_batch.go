package irc

import (
	"fmt"
	"slices"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// How many records share a write. Words are little work, and there may be many.
const (
	recordsAtOnce = 256
	wordsAtOnce   = 4096
)

// group is what is written together of the queue.
type group struct {
	records  []*record
	foreseen []chat.Event     // that are to be kept
	changes  []history.Change // of what is said
	words    int              // how many of the records are such
}

// beginRecords takes from the queue those that may be written together: each about
// other things, since what one leaves behind the next begins with.
func (h *hub) beginRecords() (g group) {
	d := h.disk
	taken := map[string]bool{}
	var nextID func() string
	for room := wordsAtOnce; len(d.records) > 0 && room > 0; room-- {
		r := d.records[0]
		if r.words != nil {
			d.records = d.records[1:]
			if nextID == nil {
				nextID = h.standStill()
			}
			if err := r.words.begin(h, nextID()); err != nil {
				h.refuseRecord(r, err)
				continue
			}
			g.records, g.changes = append(g.records, r), append(g.changes, r.words.wrote...)
			g.words++
			d.unheard[r.words.id] = true
			continue
		}
		room -= wordsAtOnce/recordsAtOnce - 1
		for i, ev := range r.events {
			r.events[i] = chat.Dated(ev, h.now)
		}
		if err := h.net.MayStill(r.events...); err != nil {
			d.records = d.records[1:]
			h.refuseRecord(r, err)
			continue
		}
		r.states = h.net.Foresee(r.events...)
		r.claims = h.claims(r.states)
		if slices.ContainsFunc(r.claims, func(key string) bool { return taken[key] }) {
			break
		}
		d.records = d.records[1:]
		for _, key := range r.claims {
			taken[key] = true
		}
		g.records, g.foreseen = append(g.records, r), append(g.foreseen, r.states...)
	}
	if g.words == 0 { // all were refused
		h.still = time.Time{}
	}
	return g
}

// claims names what states are about; an account also claims its name, and one of its
// markers all of them, since there are only so many.
func (h *hub) claims(states []chat.Event) []string {
	var keys []string
	for _, ev := range states {
		keys = append(keys, stateKey(ev))
		switch ev := ev.(type) {
		case chat.AccountSaved:
			keys = append(keys, "name "+h.net.Fold(ev.Account.Name))
		case chat.MarkerMoved:
			keys = append(keys, fmt.Sprint("markers ", ev.Account))
		}
	}
	return keys
}

// errNotStored is what a client is told whose change could not be written.
var errNotStored = &failure{code: "TEMPORARILY_UNAVAILABLE", text: "This could not be stored, so nothing has changed: try again later"}

// settleAll lets what has been written happen, or refuses it, in its order. Between
// two others get their turn with the lock, though time stands still until the last
// of what is said has been heard.
func (h *hub) settleAll(g group, err error) {
	d := h.disk
	var late []*record
	isLate := g.words > 0 && h.still.IsZero()
	if g.words > 0 && !isLate {
		h.still = h.clock.Now().Add(time.Hour)
	}
	for i, r := range g.records {
		switch {
		case isLate && r.words != nil && err == nil:
			r.words.takeBack(h)
			late = append(late, r)
		default:
			h.settle(r, err)
		}
		if r.words != nil {
			delete(d.unheard, r.words.id)
		}
		if (i+1)%settledAtOnce == 0 {
			h.unlock()
			h.lock()
		}
	}
	h.still = time.Time{}
	d.records = slices.Concat(late, d.records)
}

// settledAtOnce is how many records happen under one lock.
const settledAtOnce = 32

// settle lets a record happen that has been written, or refuses it. If it is about
// something else than it was when that began, it is written once more.
func (h *hub) settle(r *record, err error) {
	if r.words != nil {
		h.settleWords(r, err)
		return
	}
	if err != nil {
		why := errNotStored
		if r.c != nil && r.c.unstored != nil {
			why = r.c.unstored
		}
		h.refuseRecord(r, why)
		return
	}
	for i, ev := range r.events {
		r.events[i] = chat.Dated(ev, h.now)
	}
	if err := h.net.MayStill(r.events...); err != nil {
		h.unwrite(r)
		h.refuseRecord(r, err)
		return
	}
	if !slices.Equal(h.claims(h.net.Foresee(r.events...)), r.claims) {
		h.unwrite(r)
		h.disk.records = slices.Insert(h.disk.records, 0, r)
		return
	}
	r.dequeue()
	h.carryOn(r.c, func(origin *Session) error {
		for _, ev := range r.events {
			h.disk.isQuiet = true
			h.happen(origin, ev)
		}
		h.renew(r)
		if origin == nil || r.then == nil {
			return nil
		}
		return r.then()
	})
	if r.told != nil {
		r.told(nil)
	}
}

// unwrite has what is so written in place of what a record would have made of it.
func (h *hub) unwrite(r *record) {
	for _, state := range r.states {
		if present := h.net.Present(state); present != nil {
			h.disk.save(present)
		}
	}
}

// renew replaces what waits and is older than a record that has been written, such as
// when a device was seen meanwhile: it would undo that.
func (h *hub) renew(r *record) {
	for _, state := range r.states {
		if present := h.net.Present(state); present != nil && h.disk.states.has(present) {
			h.disk.save(present)
		}
	}
}
