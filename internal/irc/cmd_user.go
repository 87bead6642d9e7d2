package irc

import (
	"errors"

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
	message, err := c.awayText(message)
	if err != nil {
		return err
	}
	if message != c.net().Session(c.s.id).Away {
		c.happen(chat.AwayChanged{Session: c.s.id, Message: message, At: c.hub.now})
	}
	return nil
}

// awayText is what the user may say of being away.
func (c *call) awayText(message string) (string, error) {
	if message != "" && c.isMuted() {
		message = "Away"
	}
	return message, c.judge("", message)
}

// cmdSetname changes the real name (IRCv3 setname). A client that has not asked
// for the capability is not answered, as of old.
func cmdSetname(c *call) error {
	name := c.Param(0)
	if err := c.mayBeRealname(name); err != nil {
		if !c.s.caps.has(capSetname) {
			return errSilent
		}
		return err
	}
	c.happen(chat.RealnameChanged{User: c.user.ID, Realname: name, At: c.hub.now})
	return nil
}

// mayBeRealname refuses what cannot be a real name by one standard reply, and what
// the user may not write for any other reason by the other (IRCv3 setname,
// "Errors").
func (c *call) mayBeRealname(name string) error {
	if name == "" || len(name) > c.hub.cfg.Limits.RealnameLen {
		return &failure{code: "INVALID_REALNAME", text: "Realname is not valid"}
	}
	err := c.net().MayChangeRealname(c.user, name)
	if err == nil {
		err = c.judge("", name)
	}
	var refusal *chat.Refusal
	if errors.As(err, &refusal) && refusal.Why == chat.BannedRealname {
		return err
	}
	return recoded(err, "CANNOT_CHANGE_REALNAME")
}
