package irc

import (
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// cmdJoin joins channels, each with the key at its place in the list (Modern IRC
// "JOIN message"). "JOIN 0" leaves all of them.
func cmdJoin(c *call) error {
	if c.Param(0) == "0" {
		var names []string
		for _, m := range c.user.Memberships {
			names = append(names, m.Channel.Name)
		}
		c.each(names, func(name string) error { return c.part(name, "") })
		return nil
	}
	names := strings.Split(c.Param(0), ",")
	keys := strings.Split(c.Param(1), ",")
	c.extra = len(names) / 4
	i := 0
	c.each(names, func(name string) error {
		key := ""
		if i < len(keys) {
			key = keys[i]
		}
		i++
		return c.join(name, key)
	})
	return nil
}

// join joins one channel, creating it if nobody has it.
func (c *call) join(name, key string) error {
	if !chat.IsChannelName(name, c.hub.cfg.Limits.ChannelLen) {
		return chat.Refuse(chat.NoSuchChannel, middle(name))
	}
	ch := c.net().Channel(name)
	var rank chat.Rank
	switch {
	case ch == nil:
		if err := chat.MayBeInMore(c.user, name, c.hub.policy()); err != nil {
			return err
		}
		ch = c.open(name)
		rank = chat.Operator
	case c.user.In(ch) != nil:
		return nil
	default:
		if err := c.net().MayJoin(c.user, ch, key, c.hub.policy(), c.hub.now); err != nil {
			return err
		}
	}
	c.happen(chat.Joined{Channel: ch.ID, User: c.user.ID, Rank: rank, At: c.hub.now})
	if ch.Topic.Text != "" {
		c.sendTopic(ch)
	}
	c.sendNames(ch)
	c.replay(ch)
	return nil
}

// open creates a channel; messages that still wait under its name come back.
func (c *call) open(name string) *chat.Channel {
	id, kept := c.net().KeptChannel(name)
	if !kept {
		id = chat.ChannelID(c.hub.nextID())
	}
	fx := c.happen(chat.ChannelOpened{
		Channel: id, Name: name, Flags: chat.LettersOf(c.hub.cfg.ChannelModes), At: c.hub.now,
	})
	return fx.Channel
}

func (h *hub) policy() chat.Limits {
	return chat.Limits{ChannelsPerUser: h.cfg.Limits.ChannelsPerUser, KeyLen: h.cfg.Limits.KeyLen}
}

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

// cmdInvite invites a user into a channel, or lists where one is invited to
// (Modern IRC "INVITE message").
func cmdInvite(c *call) error {
	if len(c.Params) == 0 {
		for _, id := range c.user.Invitations(c.hub.now, c.net()) {
			if ch := c.net().ChannelByID(id); ch != nil {
				c.numeric(RPL_INVITELIST, false, ch.Name)
			}
		}
		c.reply(RPL_ENDOFINVITELIST)
		return nil
	}
	if len(c.Params) < 2 {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{"INVITE"}}
	}
	target, err := c.person(c.Param(0))
	if err != nil {
		return err
	}
	ch, err := c.channel(c.Param(1))
	if err != nil {
		return err
	}
	if err := c.net().MayInvite(c.user, ch, target); err != nil {
		return err
	}
	c.numeric(RPL_INVITING, false, target.Nick, ch.Name)
	c.happen(chat.Invited{Channel: ch.ID, User: target.ID, By: c.user.ID, At: c.hub.now})
	return nil
}
