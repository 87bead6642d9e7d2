package irc

import (
	"slices"
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
	past := c.findWhowas(targets, parseNumber(c.Param(1)))
	c.pages(func() bool {
		n := min(listPage, len(past))
		for _, w := range past[:n] {
			c.sendWhowas(w)
		}
		if past = past[n:]; len(past) == 0 {
			c.reply(RPL_ENDOFWHOWAS, middle(nicks))
		}
		return len(past) > 0
	})
	return nil
}

// findWhowas looks for the last holders of some nicks: of each so many, or all if
// the number is not positive. The history is searched backward, so the latest
// comes first whichever nick it had. Nicks that nobody had are answered at once.
func (c *call) findWhowas(nicks []string, most int) []chat.Whowas {
	found := map[string]int{}
	past := slices.DeleteFunc(c.net().Whowas(nicks...), func(w chat.Whowas) bool {
		nick := c.net().Fold(w.Nick)
		found[nick]++
		return most > 0 && found[nick] > most
	})
	for _, nick := range nicks {
		if found[c.net().Fold(nick)] == 0 {
			c.reply(ERR_WASNOSUCHNICK, middle(nick))
		}
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
