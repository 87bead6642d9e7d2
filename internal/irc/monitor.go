package irc

import (
	"slices"
	"strings"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// Who monitors whom (IRCv3 monitor, extended-monitor) belongs to sessions, not to
// the network: it ends with the connection. monitors finds by a folded nick all
// sessions that wait for it, so an event costs as much as it has watchers. The
// hub's lock guards it.
type monitors map[string]map[*Session]bool

// monitored is a nick in a session's list, as the client wrote it.
type monitored struct{ nick, folded string }

// isMonitoring says whether a nick is in the session's list.
func (s *Session) isMonitoring(folded string) bool { return s.hub.monitors[folded][s] }

func (m monitors) add(s *Session, nick, folded string) {
	nick, folded = strings.Clone(nick), strings.Clone(folded) // a whole line hangs on each
	if m[folded] == nil {
		m[folded] = map[*Session]bool{}
	}
	m[folded][s] = true
	own := s.own()
	own.monitored = append(own.monitored, monitored{nick, folded})
}

// remove takes nicks out of a session's list, in one pass however many they are.
func (m monitors) remove(s *Session, folded []string) {
	for _, nick := range folded {
		m.unlink(s, nick)
	}
	s.own().monitored = slices.DeleteFunc(s.monitored, func(one monitored) bool { return !m[one.folded][s] })
}

// clear empties a session's list.
func (m monitors) clear(s *Session) {
	for _, one := range s.monitored {
		m.unlink(s, one.folded)
	}
	if len(s.monitored) > 0 {
		s.own().monitored = nil
	}
}

func (m monitors) unlink(s *Session, folded string) {
	delete(m[folded], s)
	if len(m[folded]) == 0 {
		delete(m, folded)
	}
}

// tellOnline tells all who monitor the user's nick that it is somebody's now.
func (h *hub) tellOnline(u *chat.User, at time.Time) {
	h.tellMonitors(u, u.Nick, RPL_MONONLINE, u.Mask(), at)
	for s := range h.monitors[h.net.Fold(u.Nick)] {
		h.syncOnline(s, u)
	}
}

// tellOffline tells all who monitor a nick that it is nobody's any more.
func (h *hub) tellOffline(u *chat.User, nick string, at time.Time) {
	h.tellMonitors(u, nick, RPL_MONOFFLINE, nick, at)
}

// tellMonitors sends one line to all who monitor a nick; the asterisk in place of
// the client's name makes it the same for all.
func (h *hub) tellMonitors(u *chat.User, nick string, num numeric, text string, at time.Time) {
	watchers := h.monitors[h.net.Fold(nick)]
	if len(watchers) == 0 {
		return
	}
	line := h.causedBy(u, at, num, "*", text)
	for s := range watchers {
		s.deliver(line)
	}
}

// tellCircle sends what has become of a user to the neighbours, and to those who
// monitor the nick with extended-monitor; nobody hears it twice.
func (h *hub) tellCircle(origin *Session, fx chat.Effect, line *wire.Line, need capability) {
	h.tellAll(origin, fx.Hear, nil, line, need)
	var told map[*chat.User]bool
	for s := range h.monitors[h.net.Fold(fx.User.Nick)] {
		if !s.caps.hasAny(capExtendedMonitor|capExtendedMonitorDraft) || !s.caps.has(need) {
			continue
		}
		if told == nil {
			told = map[*chat.User]bool{fx.User: true}
			for _, u := range fx.Hear {
				told[u] = true
			}
		}
		if !told[s.user] {
			s.deliver(line)
		}
	}
}
