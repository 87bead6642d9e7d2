package irc

import (
	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// What an operator makes others do. The events are those that they could have
// caused themselves, and everybody sees them so; the audit log knows better.

// cmdSajoin puts a user into channels, whatever bars the door: SAJOIN <nick>
// <channel>{,<channel>}.
func cmdSajoin(c *call) error {
	u, err := c.person(c.Param(0))
	if err != nil {
		return err
	}
	c.each(c.list(c.Param(1)), func(name string) error {
		return c.recalled(name, func() error { return c.forceIn(u.ID, name) })
	})
	return nil
}

func (c *call) forceIn(id chat.UserID, name string) error {
	u := c.net().UserByID(id)
	if u == nil { // gone since the page before
		return nil
	}
	if err := c.mayBeChannel(name); err != nil {
		return err
	}
	if err := chat.MayBeInMore(u, name, c.hub.policy()); err != nil {
		return err
	}
	rank := chat.Rank(0)
	ch := c.net().Channel(name)
	if ch == nil {
		ch, rank = c.open(name), chat.Operator
	}
	if u.In(ch) != nil {
		return chat.Refuse(chat.AlreadyOnChannel, u.Nick, ch.Name)
	}
	c.audit("SAJOIN", u.Mask(), ch.Name)
	c.happen(chat.Joined{Channel: ch.ID, User: u.ID, Rank: rank, At: c.hub.now})
	for _, s := range c.hub.seat(u) {
		newCall(c.hub, s, wire.Message{Command: "JOIN"}).showJoined(ch)
	}
	return nil
}

// cmdSapart takes a user out of channels: SAPART <nick> <channel>{,<channel>}
// [:<reason>].
func cmdSapart(c *call) error {
	u, err := c.person(c.Param(0))
	if err != nil {
		return err
	}
	id, reason := u.ID, wire.Cut(c.Param(2), c.hub.cfg.Limits.KickLen)
	c.each(c.list(c.Param(1)), func(name string) error {
		ch, err := c.channel(name)
		u := c.net().UserByID(id)
		switch {
		case err != nil:
			return err
		case u == nil:
			return nil
		case u.In(ch) == nil:
			return chat.Refuse(chat.NotInChannel, u.Nick, ch.Name)
		}
		c.audit("SAPART", u.Mask(), ch.Name)
		c.happen(chat.Parted{Channel: ch.ID, User: u.ID, Reason: reason, At: c.hub.now})
		return nil
	})
	return nil
}

// cmdSanick gives a user another nick: SANICK <nick> <new nick>.
func cmdSanick(c *call) error {
	u, err := c.person(c.Param(0))
	if err != nil {
		return err
	}
	nick := c.Param(1)
	if err := c.mayBeNick(nick, u, u.AccountID); err != nil || nick == u.Nick {
		return err
	}
	c.audit("SANICK", u.Mask(), nick)
	c.happen(chat.NickChanged{User: u.ID, Nick: nick, At: c.hub.now})
	return nil
}

// cmdSamode changes modes without any rank: SAMODE <channel or nick> <modes>
// [<parameters>]. A channel's are changed in the operator's own name.
func cmdSamode(c *call) error {
	if !chat.LooksLikeChannel(c.Param(0)) {
		u, err := c.person(c.Param(0))
		if err != nil {
			return err
		}
		c.audit("SAMODE", u.Mask(), c.Param(1))
		return c.changeUserModes(u)
	}
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	p := modeParser{c: c, ch: ch, params: c.Params[2:], left: c.hub.cfg.Limits.ModesPerCommand, forced: true}
	p.parse(c.Param(1))
	if len(p.changes) == 0 {
		return nil
	}
	c.audit("SAMODE", ch.Name, c.Param(1))
	id := ch.ID
	c.record(chat.ModesChanged{Channel: id, By: c.user.ID, Changes: p.changes, At: c.hub.now}, func() error {
		if ch := c.net().ChannelByID(id); ch != nil && c.user.In(ch) == nil {
			c.sendChannelModes(ch)
		}
		return nil
	})
	return nil
}
