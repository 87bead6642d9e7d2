package irc

import (
	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// cmdNames lists who is in channels (Modern IRC "NAMES message"). Without a
// channel it lists nobody: the whole network is no answer to anybody's question.
func cmdNames(c *call) error {
	if c.Param(0) == "" {
		c.reply(RPL_ENDOFNAMES, "*")
		return nil
	}
	c.each(c.list(c.Param(0)), func(name string) error {
		ch := c.net().Channel(name)
		if ch == nil || !c.net().MaySeeChannel(c.user, ch) {
			c.reply(RPL_ENDOFNAMES, middle(name))
			return nil
		}
		c.sendNames(ch)
		return nil
	})
	return nil
}

// sendNames sends the members of a channel, as many to a line as fit.
func (c *call) sendNames(ch *chat.Channel) {
	symbol := "="
	switch {
	case ch.Flags.Has('s'):
		symbol = "@"
	case ch.Flags.Has('p'):
		symbol = "*"
	}
	room := wire.MaxBody - len(":"+c.hub.cfg.Name+" 353 "+c.user.Nick+" = "+ch.Name+" :")
	inside := c.user.In(ch) != nil
	names := make([]byte, 0, room)
	flush := func() {
		if len(names) > 0 {
			c.replyText(RPL_NAMREPLY, string(names), symbol, ch.Name)
			names = names[:0]
		}
	}
	for _, m := range ch.Members {
		if !inside && m.User.Modes.Has('i') {
			continue
		}
		entry := c.memberName(m)
		if len(names)+1+len(entry) > room {
			flush()
		}
		if len(names) > 0 {
			names = append(names, ' ')
		}
		names = append(names, entry...)
	}
	flush()
	c.reply(RPL_ENDOFNAMES, ch.Name)
}

// memberName is a member as this client wants to see it (IRCv3 multi-prefix and
// userhost-in-names).
func (c *call) memberName(m *chat.Member) string {
	name := m.User.Nick
	if c.s.caps.has(capUserhostInNames) {
		name = m.User.Mask()
	}
	return c.prefix(m) + name
}

// prefix is the highest prefix of a member, or all of them with multi-prefix.
func (c *call) prefix(m *chat.Member) string {
	if c.s.caps.has(capMultiPrefix) {
		return m.Rank.Prefixes()
	}
	return m.Rank.Prefix()
}
