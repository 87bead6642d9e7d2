package irc

import (
	"strings"

	"linnet/internal/irc/chat"
)

// roleplayHost is the host of every part that is played: nobody comes from it.
const roleplayHost = "npc.fakeuser.invalid"

// cmdNPC lets a part speak, or act (NPCA), in a channel where parts are played
// (mode E).
func cmdNPC(c *call) error {
	ch, err := c.stage()
	if err != nil {
		return err
	}
	part := c.Param(1)
	if !c.hub.cfg.Casemapping.IsNick(part, c.hub.cfg.Limits.NickLen) || c.net().MayHaveNick(c.user.AccountID, part) != nil {
		return chat.Refuse(chat.BadPart, ch.Name)
	}
	return c.play(ch, "*"+part+"*", c.Param(2), c.Command == "NPCA")
}

// cmdScene tells what happens in such a channel.
func cmdScene(c *call) error {
	ch, err := c.stage()
	if err != nil {
		return err
	}
	return c.play(ch, "=Scene=", c.Param(1), false)
}

// stage finds the channel, which must be one where parts are played, and the
// player's.
func (c *call) stage() (*chat.Channel, error) {
	ch, err := c.channel(c.Param(0))
	switch {
	case err != nil:
		return nil, err
	case c.user.In(ch) == nil:
		return nil, chat.Refuse(chat.NotOnChannel, ch.Name)
	case !ch.Flags.Has('E'):
		return nil, chat.Refuse(chat.NoRoleplay, ch.Name)
	}
	return ch, nil
}

// play says what a part says. The player's nick stands behind it: nobody is to be
// deceived.
func (c *call) play(ch *chat.Channel, part, text string, action bool) error {
	text = strings.ReplaceAll(text, "\x01", "")
	before, after := "", " ("+c.user.Nick+")"
	if action {
		before, after = "\x01ACTION ", after+"\x01"
	}
	return c.sayAs(ch, chat.Said{As: part + "!" + c.user.Nick + "@" + roleplayHost}, text, before, after)
}
