package irc

import (
	"context"
	"fmt"
	"log/slog"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// sendQExceeded is what a client is told that did not take its lines.
const sendQExceeded = "SendQ exceeded"

// end closes a connection for good; whoever shares a channel hears the reason.
func (h *hub) end(s *Session, reason string) {
	if s.closed {
		return
	}
	h.farewell(s, reason)
	if s.user != nil {
		h.happen(nil, chat.SessionEnded{Session: s.id, Reason: reason, At: h.now})
	}
}

// farewell tells the client why, and closes its connection. The user stays. If its
// own command is why, the ERROR is the end of that one's answer (IRCv3
// labeled-response).
func (h *hub) farewell(s *Session, reason string) {
	s.respond(errorLine(s, reason), false)
	if s.answer != nil {
		s.answer.finish(s)
	}
	h.retire(s, reason)
	s.transport.Close()
}

func errorLine(s *Session, reason string) []byte {
	line := wire.Line{Command: "ERROR", Text: true, Params: []string{fmt.Sprintf("Closing Link: %s (%s)", s.host(), reason)}}
	return line.Form(0)
}

// retire takes a connection out of everything but the network.
func (h *hub) retire(s *Session, reason string) {
	h.note("closed", s, slog.String("reason", reason))
	s.closed = true
	s.out.close()
	s.work, s.answer = nil, nil
	if s.giveUp != nil {
		s.giveUp()
	}
	h.timers.clear(&s.timer)
	s.dropBatch()
	if s.unflood != nil {
		h.timers.clear(s.unflood)
	}
	delete(h.sessions, s.id)
	h.monitors.clear(s)
	h.crowding.leave(s.peer.Address)
	if s.user != nil {
		h.standUp(s.user, s)
	} else {
		h.newcomers--
	}
	h.noteEmpty()
}

// noteEmpty tells shutdown that the last connection has been let go of.
func (h *hub) noteEmpty() {
	if h.stopping && len(h.sessions) == 0 && !h.isEmpty {
		h.isEmpty = true
		close(h.emptied)
	}
}

// lost deals with a connection that broke or was closed from the other side.
func (h *hub) lost(s *Session, err error) {
	h.lock()
	defer h.unlock()
	if s.closed {
		return
	}
	reason := "Connection closed"
	if err != nil {
		reason = "Connection lost"
		h.note("broken", s, slog.Any("err", err))
	}
	h.drop(s, reason)
	s.transport.Close()
}

// overflow cuts off a client that does not take what others send. That happens
// in the middle of a fan-out, which nobody's leaving may disturb: the rest is
// done when the lock is given back.
func (h *hub) overflow(s *Session) {
	s.out.put(errorLine(s, sendQExceeded), true, 0)
	s.out.close()
	s.closed = true
	h.cut = append(h.cut, s)
}

// drop lets go of a broken connection. If its client may come back, its user
// waits for it.
func (h *hub) drop(s *Session, reason string) {
	h.retire(s, reason)
	if s.user == nil {
		return
	}
	if h.mayReturn(s) {
		h.detach(s, reason)
		return
	}
	h.happen(nil, chat.SessionEnded{Session: s.id, Reason: reason, At: h.now})
}

// shutdown tells everybody and waits until all connections are let go of.
func (h *hub) shutdown(ctx context.Context) error {
	h.lock()
	if !h.stopping {
		h.stopping = true
		for _, s := range h.sessions {
			h.farewell(s, h.goodbye)
		}
		h.noteEmpty()
		h.timers.end()
	}
	h.unlock()
	select {
	case <-h.emptied:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
