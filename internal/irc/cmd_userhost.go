package irc

import (
	"strings"

	"linnet/internal/irc/chat"
)

// userhostTargets is how many nicks one USERHOST or USERIP takes (Modern IRC
// "USERHOST message").
const userhostTargets = 5

// cmdUserhost tells the masks of up to five nicks (Modern IRC "USERHOST message").
func cmdUserhost(c *call) error {
	return c.sendUserhosts(RPL_USERHOST, func(u *chat.User) string { return u.Host })
}

// cmdUserIP is the same with addresses, for those who may know them (ircu).
func cmdUserIP(c *call) error { return c.sendUserhosts(RPL_USERIP, c.shownAddress) }

// sendUserhosts sends nick, a star for an operator, away or not, user and host of
// those who are here; if it is nobody, then an empty answer.
func (c *call) sendUserhosts(num numeric, host func(*chat.User) string) error {
	sent := false
	line := c.pack(' ', func(text string) { sent = true; c.replyText(num, text) }, num)
	for _, nick := range c.Params[:min(len(c.Params), userhostTargets)] {
		u := c.net().User(nick)
		if u == nil {
			if v := c.hub.findService(nick); v != nil && num == RPL_USERHOST { // which has no address
				line.add(v.nick, "=+", v.nick, "@", c.hub.cfg.Name)
			}
			continue
		}
		oper, away := "", "=+"
		if u.Modes.Has('o') {
			oper = "*"
		}
		if u.Away != "" {
			away = "=-"
		}
		line.add(u.Nick, oper, away, u.Ident, "@", host(u))
	}
	if line.flush(); !sent {
		c.replyText(num, "")
	}
	return nil
}

// cmdIson tells which of the nicks are on the network (RFC 2812 4.9), in one line
// as clients expect: nicks that would not fit are left out.
func cmdIson(c *call) error {
	var first string
	line := c.pack(' ', func(text string) {
		if first == "" {
			first = text
		}
	}, RPL_ISON)
	for _, nick := range strings.Fields(strings.Join(c.Params, " ")) { // clients send either form
		if u := c.net().User(nick); u != nil {
			line.add(u.Nick)
		} else if v := c.hub.findService(nick); v != nil {
			line.add(v.nick)
		}
	}
	line.flush()
	c.replyText(RPL_ISON, first)
	return nil
}
