package irc

import (
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// arrival is a user who is in a channel from now on, as lines that all who are
// told so share: either form of JOIN, and that the user is away, if so.
type arrival struct {
	channel               *chat.Channel
	user                  *chat.User
	plain, extended, away *wire.Line
}

func newArrival(u *chat.User, ch *chat.Channel, at time.Time, id string) arrival {
	a := arrival{channel: ch, user: u, plain: identified(by(u, at, "JOIN", ch.Name), id)}
	a.extended = a.plain.Copy()
	extendJoin(a.extended, u)
	if u.Away != "" {
		a.away = awayLine(u, by(u, at, "AWAY"))
	}
	return a
}

// tellArrival tells one member.
func (h *hub) tellArrival(origin *Session, u *chat.User, a arrival) {
	for _, s := range h.seat(u) {
		if s.hidden[a.channel.ID] {
			continue
		}
		s.hearArrival(origin, a)
		if u == a.user && s.caps.has(capReadMarker) {
			s.hear(origin, h.markerLine(u, a.channel.Name))
		}
	}
}

func (s *Session) hearArrival(origin *Session, a arrival) {
	line := a.plain
	if s.caps.has(capExtendedJoin) {
		line = a.extended
	}
	s.hear(origin, line)
	if a.away != nil && s.user != a.user && s.caps.has(capAwayNotify) {
		s.hear(origin, a.away)
	}
}

// announceShown tells the members of an auditorium whom they see from now on,
// before they hear of the rank that is why (mode u).
func (h *hub) announceShown(origin *Session, fx chat.Effect, at time.Time) {
	var a arrival
	for _, s := range fx.Shown {
		if a.user != s.Seen {
			a = newArrival(s.Seen, fx.Channel, at, "")
		}
		h.tellArrival(origin, s.By, a)
	}
}

// announceHid tells the members of an auditorium whom they see no more, after they
// have heard why.
func (h *hub) announceHid(origin *Session, fx chat.Effect, at time.Time) {
	var gone *chat.User
	var line *wire.Line
	for _, s := range fx.Hid {
		if gone != s.Seen {
			gone, line = s.Seen, by(s.Seen, at, "PART", fx.Channel.Name)
		}
		h.tell(origin, s.By, fx.Channel, line, 0)
	}
}

// announceLeft tells all who shared a channel, and those who monitor the nick, that
// somebody is gone.
func (h *hub) announceLeft(origin *Session, fx chat.Effect, reason, id string, at time.Time) {
	line := identified(by(fx.User, at, "QUIT", reason), id)
	line.Text = true
	h.tellAll(origin, fx.Hear, nil, line, 0)
	h.keepEvent(fx.User, line, fx.SeenIn...)
	h.tellOffline(fx.User, fx.User.Nick, at)
}
