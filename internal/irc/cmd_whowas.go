package irc

import (
	"time"

	"linnet/internal/irc/chat"
)

// cmdWhowas tells about users who had a nick, the latest first (Modern IRC
// "WHOWAS message"; RFC 2812 3.6.3 for several nicks).
func cmdWhowas(c *call) error {
	nicks := c.Param(0)
	targets := c.list(nicks)
	if len(targets) == 0 {
		return &numericError{num: ERR_NONICKNAMEGIVEN}
	}
	targets = targets[:min(len(targets), c.hub.cfg.Limits.Targets)]
	var past []chat.Whowas
	c.pages(func() bool {
		switch {
		case len(past) > 0:
			n := min(listPage, len(past))
			for _, w := range past[:n] {
				c.sendWhowas(w)
			}
			past = past[n:]
		case len(targets) > 0:
			past = c.findWhowas(targets[0], parseNumber(c.Param(1)))
			targets = targets[1:]
		default:
			c.reply(RPL_ENDOFWHOWAS, middle(nicks))
			return false
		}
		return true
	})
	return nil
}

// findWhowas looks for a nick's last holders: so many, or all if the number is
// not positive.
func (c *call) findWhowas(nick string, most int) []chat.Whowas {
	past := c.net().Whowas(nick)
	if len(past) == 0 {
		c.reply(ERR_WASNOSUCHNICK, middle(nick))
	}
	if most > 0 && most < len(past) {
		past = past[:most]
	}
	return past
}

func (c *call) sendWhowas(w chat.Whowas) {
	c.replyText(RPL_WHOWASUSER, w.Realname, w.Nick, w.Ident, w.Host, "*")
	if c.user.May(chat.MayInspect) && w.From.Address.IsValid() {
		c.replyText(RPL_WHOISACTUALLY, "was actually using host", w.Nick, w.Ident+"@"+w.From.Host, plainAddress(w.From.Address))
	}
	c.replyText(RPL_WHOISSERVER, w.At.Format(time.RFC1123), w.Nick, c.hub.cfg.Name)
}
