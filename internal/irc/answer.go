package irc

import (
	"slices"
	"strconv"

	"linnet/internal/irc/wire"
)

// answer gathers what a labelled command causes for its own client, until it is
// known how many lines there are (IRCv3 labeled-response): none is an ACK, one
// carries the label, more are a batch that does.
type answer struct {
	label string
	first logical // the only one so far
	batch string  // open, once there were two
	// whole is set when the command's own batch carries the label: then nothing
	// more is to be done.
	whole bool
}

// logical is one logical message as bytes: a line, or a batch from its first line
// to its last.
type logical [][]byte

// labelled returns it with the label of what it answers.
func (l logical) labelled(label string) logical {
	tagged := slices.Clone(l)
	tagged[0] = wire.WithTag(l[0], "label", label)
	return tagged
}

// within returns it as part of a batch: lines between the first and the last are
// part of it through those.
func (l logical) within(batch string) logical {
	tagged := slices.Clone(l)
	tagged[0] = wire.WithTag(l[0], "batch", batch)
	if last := len(l) - 1; last > 0 {
		tagged[last] = wire.WithTag(l[last], "batch", batch)
	}
	return tagged
}

// add takes one message of the answer. A batched one stands inside a batch of its
// own already.
func (a *answer) add(s *Session, message logical, batched bool) {
	switch {
	case a.whole:
		s.pushAll(message, true)
	case a.batch != "":
		if !batched {
			message = message.within(a.batch)
		}
		s.pushAll(message, true)
	case a.first == nil:
		a.first = message
	default:
		a.open(s)
		a.add(s, message, batched)
	}
}

// open begins the batch that the lines so far and all to come belong to.
func (a *answer) open(s *Session) {
	a.batch = s.hub.nextBatch()
	s.push(wire.WithTag(batchLine(s.hub, "+"+a.batch, "labeled-response"), "label", a.label), true)
	if a.first != nil {
		s.pushAll(a.first.within(a.batch), true)
		a.first = nil
	}
}

// finish ends the answer.
func (a *answer) finish(s *Session) {
	switch {
	case a.whole:
	case a.batch != "":
		s.push(batchLine(s.hub, "-"+a.batch), true)
	case a.first != nil:
		s.pushAll(a.first.labelled(a.label), true)
	default:
		ack := wire.Line{Source: s.hub.cfg.Name, Command: "ACK"}
		s.push(wire.WithTag(ack.Form(0), "label", a.label), true)
	}
}

// nextBatch returns a batch reference; it need be unique only per connection.
func (h *hub) nextBatch() string {
	h.batches++
	return strconv.FormatUint(h.batches, 36)
}

func batchLine(h *hub, params ...string) []byte {
	line := wire.Line{Source: h.cfg.Name, Command: "BATCH", Params: params}
	return line.Form(0)
}

// batch is a batch that a command sends to its own client; a client without the
// capability gets the bare lines.
type batch struct {
	c   *call
	ref string
}

// openBatch begins a batch. alone says that the whole answer will be in it, so
// that it can carry the label itself.
func (c *call) openBatch(alone bool, kind string, params ...string) batch {
	b := batch{c: c}
	if !c.s.caps.has(capBatch) {
		return b
	}
	if b.ref = tapeBatch; c.tape == nil {
		b.ref = c.hub.nextBatch()
	}
	form := batchLine(c.hub, append([]string{"+" + b.ref, kind}, params...)...)
	if a := c.s.answer; a != nil && alone && !c.foreign && a.first == nil && a.batch == "" {
		a.whole = true
		form = wire.WithTag(form, "label", a.label)
	}
	c.sendForm(form, false)
	return b
}

// send puts a line into the batch. A multiline message is a batch in the batch, or
// some lines of it.
func (b batch) send(line *wire.Line) {
	if line.Multiline == nil {
		b.put(line.Form(b.c.s.shape))
		return
	}
	forms, nested := line.Forms(b.c.s.shape)
	switch {
	case !nested:
		for _, form := range forms {
			b.put(form)
		}
	case b.ref == "":
		b.c.sendAll(forms, false)
	default:
		b.c.sendAll(logical(forms).within(b.ref), true)
	}
}

func (b batch) put(form []byte) {
	if b.ref == "" {
		b.c.sendForm(form, false)
		return
	}
	b.c.sendForm(wire.WithTag(form, "batch", b.ref), true)
}

// close ends the batch.
func (b batch) close() {
	if b.ref != "" {
		b.c.sendForm(batchLine(b.c.hub, "-"+b.ref), false)
	}
}
