package irc

import (
	"errors"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// receive does what one line of so many bytes says, or tells why it cannot be read.
func (h *hub) receive(s *Session, msg wire.Message, size int, err error) (more bool) {
	h.lock()
	defer h.unlock()
	if s.closed {
		s.parked = true
		return false
	}
	wasPinged := s.pinged
	s.heard, s.pinged = chat.MomentOf(h.now), false
	s.received.lines++
	s.received.bytes += size
	cost := 1
	if err == nil {
		cost = h.dispatch(s, msg)
	} else if !errors.Is(err, wire.ErrEmpty) {
		h.unreadable(s, msg, err)
	}
	if cost == 0 && !wasPinged { // an answer that nobody has asked for
		cost = 1
	}
	h.throttle(s, cost)
	h.turnPages(s)
	if !s.closed && s.mustWait() {
		s.hold(holdFull)
	}
	s.parked = s.closed || s.holds != 0
	return !s.parked
}

// unreadable answers a line that is no message.
func (h *hub) unreadable(s *Session, msg wire.Message, err error) {
	c := newCall(h, s, msg)
	defer c.end()
	if b := s.batch; b != nil && !b.dead { // of which a line is missing now
		_ = c.giveUp(b, nil)
	}
	switch {
	case errors.Is(err, wire.ErrTooLong):
		c.reply(ERR_INPUTTOOLONG)
	case errors.Is(err, wire.ErrInvalidUTF8):
		c.fail(&failure{code: invalidUTF8, text: "Message rejected, your IRC software MUST use UTF-8 encoding on this network"})
	default:
		c.reply(ERR_UNKNOWNCOMMAND, "*")
	}
}

// throttle makes a client that sends faster than the rate wait.
func (h *hub) throttle(s *Session, cost int) {
	limits := &h.cfg.Limits
	wait := s.flood.pass(h.now, cost, limits.FloodBurst, limits.FloodRate)
	if wait == 0 || s.closed {
		return
	}
	s.hold(holdFlood)
	if s.unflood == nil {
		s.own().unflood = &deadline{due: (*flooding)(s)}
	}
	h.timers.set(s.unflood, h.now.Add(wait))
}

// turnPages goes on with a session's long answer until it is done or the outbox
// is full enough. Between two pages others get their turn with the lock.
func (h *hub) turnPages(s *Session) {
	for s.work != nil && !s.mustWait() {
		c := s.work
		s.answer = c.answer
		more := c.next()
		if !more {
			c.next = nil
		}
		if c.beside { // it goes on when that is done
			s.work, s.answer = nil, nil
			return
		}
		if !more {
			c.finish()
		}
		s.answer = nil
		if !more {
			s.work = nil
			s.release(holdWork)
			return
		}
		h.unlock()
		h.lock()
	}
}

// refill goes on with what waited for a session's outbox to drain.
func (h *hub) refill(s *Session) {
	h.lock()
	defer h.unlock()
	s.thirsty.Store(false)
	h.turnPages(s)
	if !s.mustWait() {
		s.release(holdFull)
	}
}
