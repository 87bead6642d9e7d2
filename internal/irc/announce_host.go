package irc

import (
	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// announceHost tells who shares a channel with a user that another host or user
// name is shown from now on: by CHGHOST or, to who does not know that, by leaving
// and coming back (IRCv3 chghost). The user's own client is told the host.
func (h *hub) announceHost(origin *Session, ev chat.HostChanged, fx chat.Effect) {
	line := by(fx.User, ev.At, "CHGHOST", ev.Ident, ev.Host)
	line.Source = fx.Before
	for _, s := range h.seat(fx.User) {
		if s.caps.has(capChghost) {
			s.hear(origin, line)
			continue
		}
		newCall(h, s, wire.Message{}).reply(RPL_VISIBLEHOST, ev.Host)
	}
	h.tellCircle(origin, fx, line, capChghost)
	back := newComeback(h, ev, fx)
	for _, other := range fx.Hear {
		for _, s := range h.seat(other) {
			if !s.caps.has(capChghost) {
				back.tell(origin, s)
			}
		}
	}
}

// comeback is a user who seems to leave and to come back, as lines that all who
// are told so share.
type comeback struct {
	quit     *wire.Line
	channels []reentry
}

// reentry is how the user comes back into one channel.
type reentry struct {
	arrival
	member *chat.Member
	modes  *wire.Line // nil for who has no rank
}

func newComeback(h *hub, ev chat.HostChanged, fx chat.Effect) comeback {
	u := fx.User
	back := comeback{quit: by(u, ev.At, "QUIT", "Changing host")}
	back.quit.Source, back.quit.Text = fx.Before, true
	for _, m := range u.Memberships {
		r := reentry{arrival: newArrival(u, m.Channel, ev.At, ""), member: m}
		if changes := rankChanges(m); len(changes) > 0 {
			params, _ := printModes(changes, wire.MaxBody)
			r.modes = &wire.Line{At: ev.At, Source: h.cfg.Name, Command: "MODE", Params: append([]string{m.Channel.Name}, params...)}
		}
		back.channels = append(back.channels, r)
	}
	return back
}

// rankChanges are the modes by which a member has its rank, highest first.
func rankChanges(m *chat.Member) []chat.ModeChange {
	var changes []chat.ModeChange
	for _, row := range chat.ChannelModes {
		if row.Kind == chat.ModeMember && m.Rank&row.Rank != 0 {
			changes = append(changes, chat.ModeChange{Add: true, Letter: row.Letter, Param: m.User.Nick})
		}
	}
	return changes
}

// tell shows it to a session, in the channels that it has been shown.
func (b comeback) tell(origin *Session, s *Session) {
	gone := false
	for _, r := range b.channels {
		if s.user.In(r.channel) == nil || !r.member.SeenBy(s.user) || s.hidden[r.channel.ID] {
			continue
		}
		if !gone {
			gone = true
			s.hear(origin, b.quit)
		}
		s.hearArrival(origin, r.arrival)
		if r.modes != nil {
			s.hear(origin, r.modes)
		}
	}
}
