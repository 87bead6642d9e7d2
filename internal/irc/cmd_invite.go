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
