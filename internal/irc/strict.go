package irc

import (
	"slices"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// Durability says when what somebody says is on disk.
type Durability string

const (
	// Fast: at most a tenth of a second after it was heard.
	Fast Durability = "fast"
	// Strict: before anybody hears it, who said it included.
	Strict Durability = "strict"
)

// With strict durability a message, or its redaction, is a record like any other:
// decided, written with all else that waits, decided anew, and only then heard. It
// differs in one thing. Its line has an id and a time, which are on disk before it
// happens; yet ids and times are in the order in which things happen, and others go
// on meanwhile. So ids of words under way are given out far apart, whatever happens
// before them finds room between, and until the last of them is heard the network's
// time stands still: for as long as one write takes. If that is far longer than it
// was before, time goes on, and the words are written once more with other ids.

// words are something that is said, or taken back, and not on disk yet.
type words struct {
	about []string // names it to its client, should it be refused
	// decide makes the event, by what is so now, or refuses it.
	decide func() (chat.Event, error)
	takes  *history.Entry // what is taken back by them
	id     string
	wrote  []history.Change
}

// utter lets something be said, and answers then. With strict durability it waits
// to be on disk, and the session with it.
func (c *call) utter(said chat.Said, target string) error {
	if !c.hub.isStrict() && !c.hub.isBehind() || len(c.hub.saidChanges(said)) == 0 {
		said.ID = c.hub.nextMsgid()
		c.happen(said)
		c.answerSaid(said)
		return nil
	}
	c.utterStored(said, target)
	return nil
}

// answerSaid tells that somebody who was talked to is away.
func (c *call) answerSaid(said chat.Said) {
	if u := c.net().UserByID(said.To); u != nil && said.Command == "PRIVMSG" {
		c.tellAway(u)
	}
}

// utterStored is utter once the message is on disk.
func (c *call) utterStored(said chat.Said, target string) {
	then := func() error {
		c.answerSaid(said)
		return nil
	}
	c.enqueue(&record{c: c, then: then, words: &words{
		about:  []string{middle(target)},
		decide: func() (chat.Event, error) { return c.hub.maySay(said, target) },
	}})
}

// isBehind says whether more is said than the disk can take: then who speaks waits as
// with strict durability, rather than that something is lost. A disk that takes nothing
// stops nobody.
func (h *hub) isBehind() bool {
	return h.disk != nil && h.disk.bytes > diskRoom/4 && !h.disk.trouble.is()
}

func (h *hub) isStrict() bool { return h.disk != nil && h.cfg.Durability == Strict }

// maySay decides on something that is to be said, or is on disk and to be heard
// now: who hears it, or that it may not be said.
func (h *hub) maySay(said chat.Said, target string) (chat.Said, error) {
	u := h.net.UserByID(said.From)
	if u == nil {
		return said, errSilent // there is nobody to be told
	}
	if said.Channel == 0 {
		to := h.net.UserByID(said.To)
		if to == nil {
			return said, chat.Refuse(chat.NoSuchNick, middle(target))
		}
		err := h.net.MayTell(u, to)
		if err == nil {
			said.Dropped, err = h.net.MayReach(u, to)
		}
		return said, err
	}
	ch := h.net.ChannelByID(said.Channel)
	if ch == nil {
		return said, chat.Refuse(chat.NoSuchChannel, middle(target))
	}
	switch {
	case said.Relayed && !h.net.MayRelay(u, ch):
		return said, chat.Refuse(chat.NeedOperator, ch.Name)
	case said.As != "" && !said.Relayed && !ch.Flags.Has('E'):
		return said, chat.Refuse(chat.NoRoleplay, ch.Name)
	}
	text := said.Text
	if len(said.Lines) > 0 {
		text = said.Lines[0].Text
	}
	what := chat.Speech{Notice: said.Command == "NOTICE", CTCP: isCTCP(text), Silent: said.Command == "TAGMSG"}
	heard, err := h.net.MaySpeak(u, ch, what, h.now)
	said.Moderated = heard > said.MinRank
	return said, err
}

// saidChanges is what is written of a message, nothing if it is not kept on disk.
func (h *hub) saidChanges(said chat.Said) []history.Change {
	fx := chat.Effect{By: h.net.UserByID(said.From)}
	if said.Channel != 0 {
		fx.Channel = h.net.ChannelByID(said.Channel)
	} else {
		fx.User = h.net.UserByID(said.To)
	}
	entry, kept := h.saidEntry(said, messageLine(said, fx))
	if key := saidKey(fx); kept && h.isStored(key) {
		return []history.Change{{Key: key, Entry: entry}}
	}
	return nil
}

// redactedChanges is what is written of a redaction.
func (h *hub) redactedChanges(ev chat.Redacted) []history.Change {
	fx := chat.Effect{By: h.net.UserByID(ev.By), User: h.net.UserOf(ev.To), Channel: h.net.ChannelByID(ev.Channel)}
	key := redactedKey(ev, fx)
	return []history.Change{{Key: key, Redact: ev.Message}, {Key: key, Entry: h.redactedEntry(ev, fx)}}
}

// isUnheard says whether an id is that of words which may be on disk and have not
// happened.
func (h *hub) isUnheard(id string) bool { return h.disk != nil && h.disk.unheard[id] }

// standStill makes the network's time stand still while words are under way, and
// returns what makes their ids.
func (h *hub) standStill() (nextID func() string) {
	h.still = h.clock.Now().Add(max(leastPatience, 4*h.disk.pace.slowest))
	return h.ids.ahead(h.now, h.random)
}

// leastPatience is for how long the network's time stands still for a disk that has
// always been faster.
const leastPatience = 250 * time.Millisecond

// begin decides on words that are to be written now, and puts down what of them.
func (w *words) begin(h *hub, id string) error {
	ev, err := w.decide()
	if err != nil {
		return err
	}
	w.id = id
	switch ev := w.stamped(h, ev).(type) {
	case chat.Said:
		w.wrote = h.saidChanges(ev)
	case chat.Redacted:
		w.wrote = h.redactedChanges(ev)
	}
	return nil
}

// stamped gives an event the id and the time that are on disk.
func (w *words) stamped(h *hub, ev chat.Event) chat.Event {
	switch ev := ev.(type) {
	case chat.Said:
		ev.ID, ev.At = w.id, h.now
		return ev
	case chat.Redacted:
		ev.ID, ev.At = w.id, h.now
		return ev
	}
	return ev
}

// takeBack has the disk forget what was written of words and is not so.
func (w *words) takeBack(h *hub) {
	for _, c := range w.wrote {
		switch {
		case c.Entry.Line != nil:
			h.disk.add(history.Change{Key: c.Key, Redact: c.Entry.ID})
		case !h.isGone(*w.takes): // nor has anybody else taken it back
			h.disk.add(history.Change{Key: c.Key, Entry: *w.takes})
		}
	}
	w.wrote = nil
}

// settleWords lets words be heard that have been written, or refuses them.
func (h *hub) settleWords(r *record, err error) {
	w := r.words
	switch {
	case err == nil:
		h.ids.resume(w.id)
	case !h.isStrict(): // it has waited only since the disk was behind
		w.id, w.wrote = h.nextMsgid(), nil
	default:
		for _, c := range w.wrote {
			h.tellTrouble(c.Key.Channel)
		}
		// A NOTICE is answered with no error: but who knows FAIL can tell it from one.
		r.c.quiet = r.c.quiet && !r.c.s.caps.has(capStandardReplies)
		h.refuseRecord(r, &failure{code: errNotStored.code, context: w.about, text: "This could not be stored, so nobody has heard it: try again later"})
		return
	}
	ev, err := w.decide()
	if err != nil {
		w.takeBack(h)
		h.refuseRecord(r, err)
		return
	}
	r.dequeue()
	h.carryOn(r.c, func(origin *Session) error {
		h.disk.written = w
		h.happen(origin, w.stamped(h, ev))
		h.disk.written = nil
		w.takeBack(h) // what is otherwise by now
		if origin == nil {
			return nil
		}
		return r.then()
	})
}

// isWritten says whether a change of what was said is on disk before it happens,
// just as it is. If it was written otherwise that is taken back.
func (d *disk) isWritten(c history.Change) bool {
	w := d.written
	if w == nil {
		return false
	}
	isEntry := c.Entry.Line != nil
	i := slices.IndexFunc(w.wrote, func(was history.Change) bool { return was.Redact == c.Redact && (was.Entry.Line != nil) == isEntry })
	if i < 0 {
		return false
	}
	was := w.wrote[i]
	w.wrote = slices.Delete(w.wrote, i, i+1)
	if was.Key == c.Key && (!isEntry || was.Entry.IsSame(c.Entry.Line)) {
		return true
	}
	if isEntry {
		d.add(history.Change{Key: was.Key, Redact: was.Entry.ID})
	}
	return false
}
