package irc

import (
	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// cmdRename gives a channel another name (IRCv3 channel-rename, draft). Nobody
// leaves it, and its past comes along; the old name is free.
func cmdRename(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	name := c.Param(1)
	if sayable := wire.Cut(middle(name), maskLen); sayable != name {
		return chat.Refuse(chat.CannotRename, ch.Name, sayable)
	}
	if err := recoded(c.mayWrite(name), "CANNOT_RENAME", ch.Name, name); err != nil {
		return err
	}
	if err := c.net().MayRename(c.user, ch, name, c.hub.policy(), c.hub.now); err != nil {
		return err
	}
	reason := c.lastWords(c.Param(2))
	c.record(chat.ChannelRenamed{Channel: ch.ID, By: c.user.ID, Name: name, Reason: reason, At: c.hub.now}, nil)
	return nil
}

// announceRenamed tells those who know of renaming. To everybody else the members
// leave one channel and join another, unless only the case is another.
func (h *hub) announceRenamed(origin *Session, ev chat.ChannelRenamed, fx chat.Effect) {
	line := identified(by(fx.By, ev.At, "RENAME", fx.Before, ev.Name, ev.Reason), ev.ID)
	line.Text = true
	onlyCase := h.net.Fold(fx.Before) == h.net.Fold(ev.Name)
	for _, m := range fx.Channel.Members {
		for _, s := range h.seat(m.User) {
			switch {
			case s.hidden[fx.Channel.ID]:
			case s.caps.has(capChannelRename):
				s.hear(origin, line)
			case !onlyCase:
				h.showRenamed(origin, s, ev, fx)
			}
		}
	}
	h.keepEvent(fx.By, line, fx.Channel.ID)
}

// showRenamed shows a session the channel as if its user had left the old and
// joined the new.
func (h *hub) showRenamed(origin, s *Session, ev chat.ChannelRenamed, fx chat.Effect) {
	part := by(s.user, ev.At, "PART", reasoned(ev.Reason, fx.Before)...)
	part.Text = ev.Reason != ""
	s.hear(origin, part)
	c := call{hub: h, s: s, user: s.user, foreign: s != origin}
	c.showChannel(fx.Channel)
}
