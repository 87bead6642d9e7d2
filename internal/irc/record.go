package irc

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linnet/internal/irc/chat"
)

// record lets an event happen that nobody may be told of before it outlives the
// process: a change of accounts, of channels that stay, of the server's bans. Then
// it answers; then is nil if there is nothing to say. Nothing of a command may
// come after it but what is in there.
func (c *call) record(ev chat.Event, then func() error) {
	c.recordAll([]chat.Event{ev}, then)
}

// recordAll is record for events of which all happen or none. With a disk the
// session waits while they are written, and they happen after that if they still
// may.
func (c *call) recordAll(events []chat.Event, then func() error) {
	if c.hub.disk != nil && len(c.net().Foresee(events...)) > 0 {
		c.beside = true
		c.s.hold(holdWork)
		c.hub.disk.records = append(c.hub.disk.records, &record{c: c, events: events, then: then})
		poke(c.hub.disk.hurry)
		return
	}
	for _, ev := range events {
		c.happen(ev)
	}
	if then != nil {
		c.explain(then())
	}
}

// record is call.record for what nobody has asked for.
func (h *hub) record(ev chat.Event) {
	if h.disk != nil && len(h.net.Foresee(ev)) > 0 {
		h.disk.records = append(h.disk.records, &record{events: []chat.Event{ev}})
		poke(h.disk.hurry)
		return
	}
	h.happen(nil, ev)
}

// record is something decided that waits to be written.
type record struct {
	c      *call // nil if nobody waits for it
	events []chat.Event
	then   func() error
	told   func(error) // how it ended, where there is no command to answer
	// states are what is kept of it, foreseen when it was its turn, and claims what
	// they are about.
	states []chat.Event
	claims []string
}

// decide is recordAll for whoever runs the server: it returns when the events have
// happened, or why they have not, and with it all that was decided before is on disk.
func (h *hub) decide(ctx context.Context, events ...chat.Event) error {
	ended := make(chan error, 1)
	var closed chan struct{} // never, without a disk
	h.lock()
	if h.disk == nil {
		for _, ev := range events {
			h.happen(nil, ev)
		}
		ended <- nil
	} else {
		h.disk.records = append(h.disk.records, &record{events: events, told: func(err error) { ended <- err }})
		closed = h.disk.ended
		poke(h.disk.hurry)
	}
	h.unlock()
	select {
	case err := <-ended:
		return err
	case <-closed:
		return errors.New("the server is stopping")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// recordsAtOnce is how many records share a write.
const recordsAtOnce = 256

// beginRecords takes from the queue those that may be written together: each about
// other things, since what one leaves behind the next begins with. foreseen is
// what is to be written.
func (h *hub) beginRecords() (group []*record, foreseen []chat.Event) {
	d := h.disk
	taken := map[string]bool{}
	for len(d.records) > 0 && len(group) < recordsAtOnce {
		r := d.records[0]
		for i, ev := range r.events {
			r.events[i] = dated(ev, h.now)
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
		group, foreseen = append(group, r), append(foreseen, r.states...)
	}
	return group, foreseen
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

// settle lets a record happen that has been written, or refuses it. If it is about
// something else than it was when that began, it is written once more.
func (h *hub) settle(r *record, err error) {
	if err != nil {
		h.refuseRecord(r, errNotStored)
		return
	}
	for i, ev := range r.events {
		r.events[i] = dated(ev, h.now)
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
	h.carryOn(r.c, func(origin *Session) error {
		h.disk.isQuiet = true
		for _, ev := range r.events {
			h.happen(origin, ev)
		}
		h.disk.isQuiet = false
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

// changedMeanwhile makes of why something may no longer happen what a client is told.
func changedMeanwhile(err error) error {
	var refusal *chat.Refusal
	var fail *failure
	if errors.As(err, &refusal) || errors.As(err, &fail) {
		return err
	}
	return &failure{code: "CHANGED_MEANWHILE", text: "Nothing has changed: " + err.Error()}
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

// refuseRecord answers that a record does not happen.
func (h *hub) refuseRecord(r *record, err error) {
	err = changedMeanwhile(err)
	h.carryOn(r.c, func(origin *Session) error {
		if origin == nil {
			return nil
		}
		return err
	})
	if r.told != nil {
		r.told(errors.New(inWords(err)))
	}
}

// carryOn goes on with a command that was beside the lock. For a session that has
// gone meanwhile (nil), and for nobody, nothing is answered.
func (h *hub) carryOn(c *call, do func(origin *Session) error) {
	if c == nil || c.s.closed {
		_ = do(nil)
		return
	}
	c.beside = false
	c.s.answer = c.answer
	c.explain(do(c.s))
	c.end()
	h.turnPages(c.s)
	if c.s.work == nil && !c.beside {
		c.s.release(holdWork)
	}
}

// dated gives an event the time at which it happens, which is later than that at
// which it was decided.
func dated(ev chat.Event, now time.Time) chat.Event {
	switch ev := ev.(type) {
	case chat.TopicChanged:
		ev.At = now
		return ev
	case chat.ModesChanged:
		ev.At = now
		return ev
	case chat.EntryTimed:
		ev.At = now
		return ev
	case chat.ChannelRenamed:
		ev.At = now
		return ev
	case chat.MetadataChanged:
		ev.At = now
		return ev
	}
	return ev
}
