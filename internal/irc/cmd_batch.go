package irc

import (
	"fmt"
	"strings"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// clientBatch is a batch that a client has opened (IRCv3 client-batch, draft) and
// that becomes a message once it is closed. A dead one has been answered with an
// error: it takes no room and swallows what still comes for it.
type clientBatch struct {
	ref, label string
	target     string
	tags       []wire.Tag // of the opening BATCH
	command    string     // of all lines, once there is one
	lines      []chat.Line
	bytes      int
	hasText    bool // not all lines are blank
	dead       bool
	timer      deadline
}

// multilineLimits is the value of the capability draft/multiline.
func multilineLimits(h *hub, _ Peer) string {
	return fmt.Sprintf("max-bytes=%d,max-lines=%d", h.cfg.Limits.MultilineBytes, h.cfg.Limits.MultilineLines)
}

// cmdBatch opens and closes a client's batch.
func cmdBatch(c *call) error {
	mark := c.Param(0)
	switch ref, opens := strings.CutPrefix(mark, "+"); {
	case opens:
		return c.beginBatch(ref)
	case strings.HasPrefix(mark, "-"):
		return c.endBatch(mark[1:])
	}
	return badReference(mark)
}

// beginBatch opens a batch. Whatever is wrong with it, its lines will come, and
// must not be taken for messages of their own.
func (c *call) beginBatch(ref string) error {
	wasOpen := c.s.batch != nil && !c.s.batch.dead
	c.s.dropBatch()
	b := &clientBatch{ref: ref, target: c.Param(2), tags: c.Tags}
	c.s.own().batch = b
	var err error
	switch kind := c.Param(1); {
	case !isReference(ref):
		err = badReference(ref)
	case kind == "":
		err = &numericError{num: ERR_NEEDMOREPARAMS, params: []string{"BATCH"}}
	case kind != "draft/multiline":
		err = &failure{code: "UNKNOWN_TYPE", context: []string{ref, middle(kind)}, text: "Batches of this type are not for clients"}
	case wasOpen:
		err = invalidMultiline("Another batch was open: neither is taken")
	case len(c.Params) != 3 || b.target == "":
		err = invalidMultiline("Invalid multiline batch: it has one target")
	}
	if err != nil {
		b.dead = true
		return err
	}
	if c.answer != nil { // what answers is the message
		b.label = c.answer.label
		c.answer, c.s.answer = nil, nil
	}
	b.timer.due = alarmFunc(func(time.Time) { c.hub.batchTimedOut(c.s, b) })
	c.hub.timers.set(&b.timer, c.hub.now.Add(c.hub.cfg.Limits.BatchTimeout))
	return nil
}

// batchTimedOut gives up a batch that was open for too long, unless its client was
// kept from going on.
func (h *hub) batchTimedOut(s *Session, b *clientBatch) {
	if s.holds != 0 {
		h.timers.set(&b.timer, h.now.Add(h.cfg.Limits.BatchTimeout))
		return
	}
	c := &call{hub: h, s: s, user: s.user, Message: wire.Message{Command: "BATCH"}}
	c.explain(c.giveUp(b, &failure{code: "TIMEOUT", context: []string{b.ref}, text: "The batch was open for too long"}))
	c.end()
}

// endBatch closes a batch and says what it holds.
func (c *call) endBatch(ref string) error {
	b := c.s.batch
	if b == nil || b.ref != ref {
		return invalidMultiline("No batch of this reference is open")
	}
	c.s.dropBatch()
	switch {
	case b.dead:
		return nil
	case !b.hasText:
		return c.giveUp(b, invalidMultiline("Invalid multiline batch with blank lines only"))
	}
	c.answerTo(b)
	c.Message = wire.Message{Command: b.command, Params: []string{b.target}, Tags: b.tags}
	c.quiet = commands[b.command].quiet
	c.lines = b.lines
	return c.say(b.target)
}

// giveUp makes a batch dead and passes on why.
func (c *call) giveUp(b *clientBatch, why error) error {
	c.answerTo(b)
	c.hub.timers.clear(&b.timer)
	b.dead, b.label, b.lines, b.tags = true, "", nil, nil
	return why
}

// answerTo makes what follows the answer to the opening BATCH. A line that has a
// label of its own is acknowledged under that.
func (c *call) answerTo(b *clientBatch) {
	if b.label != "" {
		c.finish()
		c.answer = &answer{label: b.label}
		c.s.answer = c.answer
	}
}

// dropBatch forgets the session's batch.
func (s *Session) dropBatch() {
	if s.batch != nil {
		s.hub.timers.clear(&s.batch.timer)
		s.own().batch = nil
	}
}

// isReference says whether a reference tag has allowed characters only (IRCv3
// batch, "The BATCH verb").
func isReference(ref string) bool {
	return ref != "" && strings.Trim(ref, "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == ""
}

func badReference(ref string) error {
	return &failure{code: "INVALID_REFTAG", context: []string{middle(ref)}, text: "A reference is letters, digits and hyphens behind + or -"}
}
