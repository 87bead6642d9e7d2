package irc

import (
	"context"
	"log/slog"
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// The audit log: what operators did, and what befell people by their rules. It is
// part of the network (chat.Audited), told at once to operators with mode s, and
// written to the log of the process. Whoever keeps it on disk observes the event.

// Bounds of an entry's texts, in bytes: the log's 1,000 entries stay below 1 MiB.
const (
	auditTarget = 200
	auditReason = 300
)

// audit records what this client did, or what it was refused.
func (c *call) audit(action, target, reason string) {
	entry := chat.Audited{Action: action, Target: target, Reason: reason}
	entry.Who = c.s.name() + "!*@" + c.s.host()
	if c.user != nil {
		entry.Who = c.user.Mask()
		if c.user.Oper != nil {
			entry.Oper = c.user.Oper.Name
		}
	}
	c.hub.audit(c.s, entry)
}

// audit records what happened by somebody's session, or by itself (nil): then Who
// says by what.
func (h *hub) audit(s *Session, entry chat.Audited) {
	entry.Target = wire.Cut(entry.Target, auditTarget)
	entry.Reason = wire.Cut(entry.Reason, auditReason)
	entry.At = h.now
	h.happen(nil, entry)
	attrs := []slog.Attr{
		slog.String("action", entry.Action), slog.String("target", entry.Target),
		slog.String("reason", entry.Reason), slog.String("oper", entry.Oper),
	}
	if s != nil {
		h.note("audit", s, attrs...)
		return
	}
	h.later = append(h.later, func() { h.log.LogAttrs(context.Background(), slog.LevelInfo, "audit", attrs...) })
}

// announceAudited tells the operators who asked for server notices.
func (h *hub) announceAudited(ev chat.Audited) {
	text := "*** " + auditText(ev)
	for _, u := range h.net.Opers() {
		if !u.Modes.Has('s') {
			continue
		}
		h.tell(nil, u, nil, h.noticeTo(u.Nick, text), 0)
	}
}

// auditText is an entry as people read it.
func auditText(ev chat.Audited) string {
	var b strings.Builder
	b.WriteString(ev.Who)
	if ev.Oper != "" {
		b.WriteString(" (" + ev.Oper + ")")
	}
	b.WriteString(" " + ev.Action)
	if ev.Target != "" {
		b.WriteString(" " + ev.Target)
	}
	if ev.Reason != "" {
		b.WriteString(": " + ev.Reason)
	}
	return b.String()
}
