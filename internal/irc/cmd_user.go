package irc

import (
	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// cmdAway marks the user as away, or as back (Modern IRC "AWAY message"). Before
// registration it says how the user will arrive (IRCv3 pre-away, whose "*" is away
// for no reason given and is passed on as it is).
func cmdAway(c *call) error {
	message := wire.Cut(c.Param(0), c.hub.cfg.Limits.AwayLen)
	if c.user == nil {
		c.s.reg.away = &message
	} else {
		if err := c.setAway(message); err != nil {
			return err
		}
	}
	if message == "" {
		c.reply(RPL_UNAWAY)
	} else {
		c.reply(RPL_NOWAWAY)
	}
	return nil
}

func (c *call) setAway(message string) error {
	if message != "" && c.isMuted() {
		message = "Away"
	}
	if err := c.judge("", message); err != nil {
		return err
	}
	if message != c.user.Away {
		c.happen(chat.AwayChanged{User: c.user.ID, Message: message, At: c.hub.now})
	}
	return nil
}

// cmdSetname changes the real name (IRCv3 setname).
func cmdSetname(c *call) error {
	name := c.Param(0)
	if name == "" || len(name) > c.hub.cfg.Limits.RealnameLen {
		if !c.s.caps.has(capSetname) {
			return errSilent
		}
		return &failure{code: "INVALID_REALNAME", text: "Realname is not valid"}
	}
	if err := c.net().MayChangeRealname(c.user, name); err != nil {
		return err
	}
	if err := c.judge("", name); err != nil {
		return err
	}
	c.happen(chat.RealnameChanged{User: c.user.ID, Realname: name, At: c.hub.now})
	return nil
}
