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
		c.extra = manyCost(len(names))
		c.each(names, func(name string) error { return c.part(name, "") })
		return nil
	}
	names := strings.Split(c.Param(0), ",")
	keys := strings.Split(c.Param(1), ",")
	c.extra = manyCost(len(names))
	i := 0
	c.each(names, func(name string) error {
		key := ""
		if i < len(keys) {
			key = keys[i]
		}
		i++
		return c.recalled(name, func() error { return c.join(name, key) })
	})
	return nil
}

// manyCost is what it costs more to enter or leave many channels in one command: all
// their members hear of it.
func manyCost(channels int) int { return channels / 4 }

// join joins one channel, creating it if nobody has it.
func (c *call) join(name, key string) error {
	if err := c.mayBeChannel(name); err != nil {
		return err
	}
	ch := c.net().Channel(name)
	if ch == nil {
		if err := chat.MayBeInMore(c.user, name, c.hub.policy()); err != nil {
			return err
		}
		c.enter(c.open(name), chat.Operator)
		return nil
	}
	if c.user.In(ch) != nil {
		return nil
	}
	err := c.joinExisting(ch, key)
	if to := c.net().Forward(ch, err); to != nil {
		c.reply(ERR_LINKCHANNEL, ch.Name, to.Name)
		id := to.ID
		return c.recalledOf(id, func() error {
			to := c.net().ChannelByID(id)
			if to == nil || c.user.In(to) != nil {
				return nil
			}
			return c.joinExisting(to, key)
		})
	}
	return err
}

// mayBeChannel says what is wrong with a name for a channel.
func (c *call) mayBeChannel(name string) error {
	switch {
	case !chat.LooksLikeChannel(name):
		return chat.Refuse(chat.NoSuchChannel, middle(name))
	case !c.hub.cfg.Casemapping.IsChannelName(name, c.hub.cfg.Limits.ChannelLen):
		return &numericError{num: ERR_BADCHANMASK, params: []string{middle(name)}}
	}
	return nil
}

// joinExisting joins a channel whose door may be shut.
func (c *call) joinExisting(ch *chat.Channel, key string) error {
	err := c.net().MayJoin(c.user, ch, key, c.hub.policy(), c.hub.now)
	overruled := chat.MayOverrule(c.user, err)
	if err != nil && !overruled {
		return err
	}
	if overruled {
		c.hub.tellOperators(c.s, ch, c.user.Nick+" joins by the power of a server operator")
		c.audit("OVERRULE", ch.Name, "joined")
	}
	c.enter(ch, 0)
	return nil
}

// enter makes the user a member and shows what there is.
func (c *call) enter(ch *chat.Channel, rank chat.Rank) {
	c.happen(chat.Joined{Channel: ch.ID, User: c.user.ID, Rank: rank, At: c.hub.now})
	c.showJoined(ch)
	for _, s := range c.hub.seat(c.user) {
		if s != c.s && !s.hidden[ch.ID] { // else it is shown in its turn
			sibling := newCall(c.hub, s, wire.Message{Command: "JOIN"})
			sibling.foreign = true
			sibling.showJoined(ch)
		}
	}
}

// showJoined shows a new member what there is (Modern IRC "JOIN message": the topic
// if there is one, the names).
func (c *call) showJoined(ch *chat.Channel) {
	if ch.Topic.Text != "" {
		c.sendTopic(ch)
	}
	c.sendImplicitNames(ch)
	c.syncJoined(ch)
	c.replay(ch)
}

// cmdCycle leaves channels and joins them again, in one go. Who could not come back
// stays where she is: the key is the channel's own, and the place just given up.
func cmdCycle(c *call) error {
	reason := c.lastWords(c.Param(1))
	names := c.list(c.Param(0))
	if len(names) == 0 {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{"CYCLE"}}
	}
	c.extra = 2 * manyCost(len(names))
	c.each(names, func(name string) error {
		return c.recalled(name, func() error { return c.cycle(name, reason) })
	})
	return nil
}

func (c *call) cycle(name, reason string) error {
	ch, err := c.channel(name)
	if err != nil {
		return err
	}
	if err := c.net().MayReturn(c.user, ch); err != nil {
		return err
	}
	name = ch.Name
	c.happen(chat.Parted{Channel: ch.ID, User: c.user.ID, Reason: reason, At: c.hub.now})
	if ch = c.net().Channel(name); ch == nil {
		c.enter(c.open(name), chat.Operator)
		return nil
	}
	c.enter(ch, 0)
	return nil
}

// tellOperators sends those who rule a channel a NOTICE of the server, because of
// what a session did, if of any.
func (h *hub) tellOperators(origin *Session, ch *chat.Channel, text string) {
	line := h.noticeTo(chat.Operator.Prefix()+ch.Name, text)
	for _, m := range ch.Members {
		if m.Rank.AtLeast(chat.Operator) {
			h.tell(origin, m.User, ch, line, 0)
		}
	}
}

// noticeTo is a NOTICE of the server. It has an id like anybody's (IRCv3
// message-ids: "SHOULD be attached to all PRIVMSG and NOTICE events").
func (h *hub) noticeTo(target, text string) *wire.Line {
	return &wire.Line{At: h.now, ID: h.nextMsgid(), Source: h.cfg.Name, Command: "NOTICE", Text: true, Params: []string{target, text}}
}

// open creates a channel; messages that still wait under its name come back.
func (c *call) open(name string) *chat.Channel {
	id, kept := c.net().KeptChannel(name)
	if !kept {
		id = c.hub.nextChannel()
	}
	fx := c.happen(chat.ChannelOpened{
		Channel: id, Name: name, Flags: chat.LettersOf(c.hub.cfg.ChannelModes), At: c.hub.now,
	})
	return fx.Channel
}

func (h *hub) policy() chat.Limits {
	l := h.cfg.Limits
	return chat.Limits{
		ChannelsPerUser: l.ChannelsPerUser, KeyLen: l.KeyLen, ChannelLen: l.ChannelLen,
		ChannelsPerAccount: l.ChannelsPerAccount, AccessEntries: l.AccessEntries,
	}
}
