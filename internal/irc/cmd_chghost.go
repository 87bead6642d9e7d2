package irc

import (
	"errors"
	"fmt"
	"strings"

	"linnet/internal/irc/chat"
)

// What an operator changes of what is shown of somebody.

// cmdChghost gives a user another host: CHGHOST <nick> <host>.
func cmdChghost(c *call) error {
	host := c.Param(1)
	if !isHost(host) {
		return c.impossible(fmt.Errorf("expected a host of at most %d letters, digits and any of - . : /", hostLen))
	}
	return c.show(func(u *chat.User) (ident, shown string) { return u.Ident, host })
}

// cmdChgident gives a user another user name: CHGIDENT <nick> <user>.
func cmdChgident(c *call) error {
	ident := c.Param(1)
	bare := strings.TrimPrefix(ident, "~")
	if bare == "" || c.hub.ident(bare) != "~"+bare {
		return c.impossible(errors.New("expected a user name of letters, digits and any of . - _"))
	}
	return c.show(func(u *chat.User) (shown, host string) { return ident, u.Host })
}

// show changes what is shown of the user that the command names.
func (c *call) show(change func(*chat.User) (ident, host string)) error {
	u, err := c.person(c.Param(0))
	if err != nil {
		return err
	}
	ident, host := change(u)
	if ident == u.Ident && host == u.Host {
		return nil
	}
	c.audit(c.Command, u.Mask(), c.Param(1))
	c.happen(chat.HostChanged{User: u.ID, Ident: ident, Host: host, At: c.hub.now})
	return nil
}

// cmdChgname gives a user another real name: CHGNAME <nick> :<real name>.
func cmdChgname(c *call) error {
	u, err := c.person(c.Param(0))
	if err != nil {
		return err
	}
	name := c.Param(1)
	if most := c.hub.cfg.Limits.RealnameLen; name == "" || len(name) > most {
		return c.impossible(fmt.Errorf("expected a real name of 1 to %d bytes", most))
	}
	if name == u.Realname {
		return nil
	}
	c.audit("CHGNAME", u.Mask(), name)
	c.happen(chat.RealnameChanged{User: u.ID, Realname: name, At: c.hub.now})
	return nil
}

// isHost says whether text can be shown as a host.
func isHost(text string) bool {
	if text == "" || len(text) > hostLen || text[0] == ':' {
		return false
	}
	return strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:/") == ""
}
