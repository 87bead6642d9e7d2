package irc

import (
	"cmp"
	"fmt"
	"strconv"

	"linnet/internal/irc/chat"
)

// What is asked of a network of servers, and how the only one there is answers.

// cmdAdmin tells who runs the server (Modern IRC "ADMIN message").
func cmdAdmin(c *call) error {
	if err := c.mustBeUs(c.Param(0)); err != nil {
		return err
	}
	admin := c.hub.cfg.Admin
	c.reply(RPL_ADMINME, c.hub.cfg.Name)
	c.replyText(RPL_ADMINLOC1, cmp.Or(admin.Location, "The "+c.hub.cfg.Network+" network"))
	c.replyText(RPL_ADMINLOC2, cmp.Or(admin.Owner, "Run by somebody who has given no name"))
	c.replyText(RPL_ADMINEMAIL, cmp.Or(admin.Email, "No address has been given"))
	return nil
}

// cmdLinks lists the servers whose names match a mask: LINKS [[<server>] <mask>]
// (Modern IRC "LINKS message", RFC 2812 3.4.5).
func cmdLinks(c *call) error {
	mask := c.Param(0)
	if len(c.Params) > 1 {
		if err := c.mustBeUs(c.Param(0)); err != nil {
			return err
		}
		mask = c.Param(1)
	}
	name := c.hub.cfg.Name
	if mask == "" || c.isUs(mask) {
		c.replyText(RPL_LINKS, "0 "+c.hub.cfg.Network, name, name)
	}
	c.reply(RPL_ENDOFLINKS, middle(mask))
	return nil
}

// cmdMap draws the network (ircu's MAP, as others have it).
func cmdMap(c *call) error {
	c.replyText(RPL_MAP, fmt.Sprintf("%s [users: %d]", c.hub.cfg.Name, c.net().Counts().Users))
	c.reply(RPL_MAPEND)
	return nil
}

// cmdTrace tells how a user is reached, which is directly. Whoever may not inspect
// learns that of nobody else (RFC 2812 3.4.8).
func cmdTrace(c *call) error {
	target := c.Param(0)
	if err := c.mustBeUs(target); err != nil {
		return err
	}
	only := c.net().User(target)
	var ids []chat.UserID
	switch sees := c.user.May(chat.MayInspect); {
	case only == nil && sees:
		ids = c.net().UserIDs()
		c.traceUnknown()
	case only == nil:
		ids = []chat.UserID{c.user.ID}
	case only == c.user, sees:
		ids = []chat.UserID{only.ID}
	}
	c.pages(func() bool {
		n := min(listPage, len(ids))
		for _, id := range ids[:n] {
			if u := c.net().UserByID(id); u != nil {
				c.traceUser(u)
			}
		}
		if ids = ids[n:]; len(ids) == 0 {
			c.reply(RPL_TRACEEND, c.hub.cfg.Name, c.hub.version)
		}
		return len(ids) > 0
	})
	return nil
}

// userClass is the class of connections that TRACE names for who is no operator.
const userClass = "users"

func (c *call) traceUser(u *chat.User) {
	if u.Oper != nil {
		c.numeric(RPL_TRACEOPERATOR, false, "Oper", u.Oper.Class, u.Nick)
		return
	}
	c.numeric(RPL_TRACEUSER, false, "User", userClass, u.Nick)
}

// traceUnknown counts the connections that have not said who they are.
func (c *call) traceUnknown() {
	if n := c.hub.newcomers; n > 0 {
		c.numeric(RPL_TRACEUNKNOWN, false, "????", userClass, strconv.Itoa(n))
	}
}

// cmdNoLink refuses SQUIT and CONNECT: there is no other server (Modern IRC
// "SQUIT message", "CONNECT message").
func cmdNoLink(c *call) error {
	if err := chat.MayOperate(c.user, 0); err != nil {
		return err
	}
	if c.Param(0) == "" || c.Command == "SQUIT" && len(c.Params) < 2 {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{c.Command}}
	}
	return &numericError{num: ERR_NOSUCHSERVER, params: []string{middle(c.Param(0))}}
}

// cmdUsers and cmdSummon are about who has logged in to the machine itself, which
// is nobody's business here (RFC 2812 4.5, 4.6).
func cmdUsers(*call) error { return &numericError{num: ERR_USERSDISABLED} }

func cmdSummon(*call) error { return &numericError{num: ERR_SUMMONDISABLED} }
