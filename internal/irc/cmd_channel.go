package irc

import (
	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// cmdPart leaves channels (Modern IRC "PART message").
func cmdPart(c *call) error {
	reason := wire.Cut(c.Param(1), c.hub.cfg.Limits.KickLen)
	names := c.list(c.Param(0))
	if len(names) == 0 {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{"PART"}}
	}
	c.each(names, func(name string) error { return c.part(name, reason) })
	return nil
}

func (c *call) part(name, reason string) error {
	ch, err := c.channel(name)
	if err != nil {
		return err
	}
	if c.user.In(ch) == nil {
		return chat.Refuse(chat.NotOnChannel, ch.Name)
	}
	c.happen(chat.Parted{Channel: ch.ID, User: c.user.ID, Reason: reason, At: c.hub.now})
	return nil
}

// cmdKick puts users out of a channel (Modern IRC "KICK message"); without a
// comment the kicker's nick stands for it.
func cmdKick(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	reason := wire.Cut(c.Param(2), c.hub.cfg.Limits.KickLen)
	if reason == "" {
		reason = c.user.Nick
	}
	nicks := c.list(c.Param(1))
	if len(nicks) == 0 {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{"KICK"}}
	}
	c.each(nicks[:min(len(nicks), c.hub.cfg.Limits.Targets)], func(nick string) error {
		target, err := c.person(nick)
		if err != nil {
			return err
		}
		if err := c.net().MayKick(c.user, ch, target); err != nil {
			return err
		}
		c.happen(chat.Kicked{Channel: ch.ID, User: target.ID, By: c.user.ID, Reason: reason, At: c.hub.now})
		return nil
	})
	return nil
}
