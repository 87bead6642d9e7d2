package irc

import (
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// cmdPart leaves channels (Modern IRC "PART message").
func cmdPart(c *call) error {
	reason := c.lastWords(c.Param(1))
	names := c.list(c.Param(0))
	if len(names) == 0 {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{"PART"}}
	}
	c.extra = manyCost(len(names))
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

// cmdKick puts users out of channels (Modern IRC "KICK message"); without a
// comment the kicker's nick stands for it. There is one channel for all of them,
// or one for each (RFC 2812 3.2.8).
func cmdKick(c *call) error {
	names, nicks := strings.Split(c.Param(0), ","), c.list(c.Param(1))
	if len(names) > 1 {
		nicks = strings.Split(c.Param(1), ",")
	}
	if len(nicks) == 0 || len(names) > 1 && len(names) != len(nicks) {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{"KICK"}}
	}
	if len(names) == 1 {
		if _, err := c.channel(names[0]); err != nil {
			return err // once, however many are to go
		}
	}
	reason := c.lastWords(c.Param(2))
	if reason == "" {
		reason = c.user.Nick
	}
	i := 0
	c.each(nicks[:min(len(nicks), c.hub.cfg.Limits.Targets)], func(nick string) error {
		name := names[min(i, len(names)-1)]
		i++
		ch, target, err := c.victim(name, nick)
		if err == nil {
			c.happen(chat.Kicked{Channel: ch.ID, User: target.ID, By: c.user.ID, Reason: reason, At: c.hub.now})
		}
		return err
	})
	return nil
}

// victim finds a channel and somebody whom the user may put out of it.
func (c *call) victim(name, nick string) (*chat.Channel, *chat.User, error) {
	ch, err := c.channel(name)
	if err != nil {
		return nil, nil, err
	}
	target, err := c.person(nick)
	if err != nil {
		return nil, nil, err
	}
	return ch, target, c.net().MayKick(c.user, ch, target)
}

// cmdRemove takes users out of a channel as a kick does, but they seem to leave:
// clients that come back at once after a kick do not. Channel and nicks may stand
// in either order.
func cmdRemove(c *call) error {
	name, list := c.Param(0), c.Param(1)
	if !chat.LooksLikeChannel(name) && chat.LooksLikeChannel(list) {
		name, list = list, name
	}
	nicks := c.list(list)
	if len(nicks) == 0 {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{"REMOVE"}}
	}
	reason := "Removed by " + c.user.Nick
	if given := c.lastWords(c.Param(2)); given != "" {
		reason += ": " + given
	}
	reason = wire.Cut(reason, c.hub.cfg.Limits.KickLen)
	c.each(nicks[:min(len(nicks), c.hub.cfg.Limits.Targets)], func(nick string) error {
		ch, target, err := c.victim(name, nick)
		if err == nil {
			c.happen(chat.Parted{Channel: ch.ID, User: target.ID, By: c.user.ID, Reason: reason, At: c.hub.now})
		}
		return err
	})
	return nil
}
