package irc

import (
	"fmt"
	"time"

	"linnet/internal/irc/wire"
)

// unregistered is a session whose time to register runs.
type unregistered Session

func (u *unregistered) ring(time.Time) { u.hub.end((*Session)(u), "Registration timed out") }

// watched is a session that is asked whether it is there when it has been silent, and
// ended if it stays so.
type watched Session

// watch plans the next look at a registered session.
func (h *hub) watch(s *Session) {
	s.timer.due = (*watched)(s)
	next := s.heard.Time().Add(h.cfg.Limits.PingInterval)
	if s.pinged {
		next = next.Add(h.cfg.Limits.PingTimeout)
	}
	h.timers.set(&s.timer, next)
}

func (w *watched) ring(now time.Time) {
	s, h := (*Session)(w), w.hub
	limits, silent := &h.cfg.Limits, now.Sub(s.heard.Time())
	switch {
	case s.pinged && silent >= limits.PingInterval+limits.PingTimeout:
		reason := fmt.Sprintf("Ping timeout: %d seconds", int(silent.Seconds()))
		s.push(errorLine(s, reason), true)
		h.drop(s, reason)
		s.transport.Close()
		return
	case !s.pinged && silent >= limits.PingInterval:
		s.pinged = true
		s.out.rest()
		line := wire.Line{Source: h.cfg.Name, Command: "PING", Text: true, Params: []string{h.cfg.Name}}
		s.push(line.Form(0), true)
	}
	h.watch(s)
}
