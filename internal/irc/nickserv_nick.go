package irc

import (
	"fmt"
	"log/slog"

	"linnet/internal/irc/chat"
)

// nsGhost puts out whoever has a nick that is the client's.
func nsGhost(c *call) error {
	nick := c.Param(0)
	return c.asOwner(nick, c.Param(1), func(login) error {
		u, err := c.person(nick)
		if err != nil {
			return err
		}
		if u == c.user {
			c.notice("That is you.")
			return nil
		}
		c.putOut(u)
		c.noticef("%s is put out.", u.Nick)
		return nil
	})
}

// nsRegain takes the client's nick back from whoever has it.
func nsRegain(c *call) error {
	nick := c.Param(0)
	return c.asOwner(nick, c.Param(1), func(l login) error {
		switch {
		case c.user.AccountID == l.ID:
		case c.isOneOfMany():
			return errOneOfMany(c.user.Account)
		default:
			c.logIn(l)
		}
		if u := c.net().User(nick); u != nil && u != c.user && !c.s.closed {
			c.putOut(u)
		}
		if c.s.closed {
			return nil
		}
		if err := c.changeNick(nick); err != nil {
			return err
		}
		c.noticef("You are %s again.", c.user.Nick)
		return nil
	})
}

func nsRelease(c *call) error {
	if c.net().User(c.Param(0)) == nil {
		c.notice("Nobody has that nick, and I hold none: if it is yours, take it.")
		return nil
	}
	c.noticef("Somebody has that nick: GHOST %s", mention(c.Param(0)))
	return nil
}

// asOwner does something with a nick for whoever is logged in to its account, or
// knows the password.
func (c *call) asOwner(nick, password string, do func(login) error) error {
	a, known := c.net().Account(nick)
	if known && a.ID == c.user.AccountID {
		return do(login{Account: a})
	}
	if password == "" {
		return refusedName(nick, "ACCOUNT_REQUIRED", "That nick is not yours: log in to its account, or give the password behind it")
	}
	c.checkAccount(nick, password, func(l login, why *failure) error {
		if why != nil {
			c.refuseLogin(nick, why)
			return why
		}
		return do(l)
	})
	return nil
}

// putOut ends the connections of somebody who has the client's nick.
func (c *call) putOut(u *chat.User) {
	c.hub.note("ghosted", c.s, slog.String("who", u.Mask()))
	c.hub.expel(c.s, u, fmt.Sprintf("Ghosted by %s", c.user.Nick))
}
