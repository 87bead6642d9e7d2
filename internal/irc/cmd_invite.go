package irc

import (
	"linnet/internal/irc/chat"
)

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
	dropped, err := c.net().MayReach(c.user, target)
	if err != nil {
		return c.unreached(target, err)
	}
	c.numeric(RPL_INVITING, false, target.Nick, ch.Name)
	if dropped {
		return nil // who is silenced is not told
	}
	c.happen(chat.Invited{Channel: ch.ID, User: target.ID, By: c.user.ID, At: c.hub.now})
	return nil
}

// cmdUninvite takes an invitation back.
func cmdUninvite(c *call) error {
	target, err := c.person(c.Param(0))
	if err != nil {
		return err
	}
	ch, err := c.channel(c.Param(1))
	if err != nil {
		return err
	}
	if err := c.net().MayUninvite(c.user, ch, target, c.hub.now); err != nil {
		return err
	}
	c.reply(ERR_INVITEREMOVED, ch.Name, target.Nick)
	c.happen(chat.Uninvited{Channel: ch.ID, User: target.ID, By: c.user.ID, At: c.hub.now})
	return nil
}

// cmdKnock asks those who rule a channel to be let in.
func cmdKnock(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	if err := c.net().MayKnock(c.user, ch, c.hub.now); err != nil {
		return err
	}
	c.reply(RPL_KNOCKDLVR, ch.Name)
	reason := c.lastWords(c.Param(1))
	c.happen(chat.Knocked{Channel: ch.ID, User: c.user.ID, Reason: reason, At: c.hub.now})
	return nil
}

// announceKnocked tells those who could invite. The numeric is the channel's, so
// that all of them hear the same bytes.
func (h *hub) announceKnocked(ev chat.Knocked, fx chat.Effect) {
	text := "has asked for an invite."
	if ev.Reason != "" {
		text += " (" + ev.Reason + ")"
	}
	line := h.causedBy(fx.User, ev.At, RPL_KNOCK, fx.Channel.Name, fx.Channel.Name, fx.User.Mask(), text)
	for _, m := range fx.Channel.Members {
		if m.Rank.AtLeast(chat.HalfOp) {
			h.tell(nil, m.User, fx.Channel, line, 0)
		}
	}
}
