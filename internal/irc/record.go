package irc

import (
	"context"
	"errors"

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
		c.enqueue(&record{c: c, events: events, then: then})
		return
	}
	for _, ev := range events {
		c.happen(ev)
	}
	if then != nil {
		c.explain(then())
	}
}

// record is call.record for what no command waits for. told hears how it ended, under
// the lock; nil is nobody.
func (h *hub) record(ev chat.Event, told func(error)) {
	if h.disk != nil && len(h.net.Foresee(ev)) > 0 {
		h.disk.records = append(h.disk.records, &record{events: []chat.Event{ev}, told: told})
		poke(h.disk.hurry)
		return
	}
	h.happen(nil, ev)
	if told != nil {
		told(nil)
	}
}

// record is something decided that waits to be written.
type record struct {
	c      *call // nil if nobody waits for it
	events []chat.Event
	words  *words // in place of events
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

// enqueue puts a record in the queue. A command may leave several there; it goes on
// when all are done with.
func (c *call) enqueue(r *record) {
	c.queued++
	c.beside = true
	c.s.hold(holdWork)
	if r.words != nil {
		c.s.speaking++
	}
	c.hub.disk.records = append(c.hub.disk.records, r)
	poke(c.hub.disk.hurry)
}

// dequeue is told of each record that is done with.
func (r *record) dequeue() {
	if r.c == nil {
		return
	}
	r.c.queued--
	if r.words != nil {
		r.c.s.speaking--
	}
}

// changedMeanwhile makes of why something may no longer happen what a client is told.
func changedMeanwhile(err error) error {
	var refusal *chat.Refusal
	var fail *failure
	if errors.As(err, &refusal) || errors.As(err, &fail) || errors.Is(err, errSilent) {
		return err
	}
	return &failure{code: "CHANGED_MEANWHILE", text: "Nothing has changed: " + err.Error()}
}

// refuseRecord answers that a record does not happen.
func (h *hub) refuseRecord(r *record, err error) {
	err = changedMeanwhile(err)
	r.dequeue()
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
	c.beside = c.queued > 0
	c.s.answer = c.answer
	c.explain(do(c.s))
	c.end()
	h.turnPages(c.s)
	if c.s.work == nil && !c.beside {
		c.s.release(holdWork)
	}
}
