package irc

import (
	"strconv"
	"strings"

	"linnet/internal/irc/chat"
)

// cmdMonitor keeps the list of nicks whose coming and going the client wants to
// hear of (IRCv3 monitor).
func cmdMonitor(c *call) error {
	sub := strings.ToUpper(c.Param(0))
	targets := c.list(c.Param(1))
	switch {
	case sub == "", (sub == "+" || sub == "-") && len(targets) == 0:
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{"MONITOR"}}
	case sub == "+":
		c.monitor(targets)
	case sub == "-":
		for i, nick := range targets {
			targets[i] = c.net().Fold(nick)
		}
		c.hub.monitors.remove(c.s, targets)
	case sub == "C":
		c.hub.monitors.clear(c.s)
	case sub == "L":
		c.listMonitored()
	case sub == "S":
		c.sendPresence(c.s.monitored)
	default:
		return &numericError{num: ERR_UNKNOWNERROR, params: []string{"MONITOR", middle(c.Param(0))}, text: "MONITOR knows + - C L S"}
	}
	return nil
}

// monitor adds targets to the list and tells whether they are here. What can be
// no nick is not added: nobody will ever have it.
func (c *call) monitor(nicks []string) {
	limit := c.hub.cfg.Limits.Monitor
	limitText := strconv.Itoa(limit)
	full := c.pack(',', func(text string) { c.reply(ERR_MONLISTFULL, limitText, text) },
		ERR_MONLISTFULL, limitText, ":"+numerics[ERR_MONLISTFULL].text)
	before := len(c.s.monitored)
	for _, nick := range nicks {
		folded := c.net().Fold(nick)
		switch {
		case !c.hub.cfg.Casemapping.IsNick(nick, c.hub.cfg.Limits.NickLen), c.s.isMonitoring(folded):
		case len(c.s.monitored) >= limit:
			full.add(nick)
		default:
			c.hub.monitors.add(c.s, nick, folded)
		}
	}
	c.sendPresence(c.s.monitored[before:])
	full.flush()
}

// sendPresence tells of nicks who is here and who is not.
func (c *call) sendPresence(list []monitored) {
	online := c.pack(',', func(text string) { c.replyText(RPL_MONONLINE, text) }, RPL_MONONLINE)
	offline := c.pack(',', func(text string) { c.replyText(RPL_MONOFFLINE, text) }, RPL_MONOFFLINE)
	var present []*chat.User
	for _, m := range list {
		if u := c.net().User(m.nick); u != nil {
			online.add(u.Mask())
			present = append(present, u)
		} else if v := c.hub.findService(m.nick); v != nil { // and never goes
			online.add(v.mask(c.hub))
		} else {
			offline.add(m.nick)
		}
	}
	online.flush()
	offline.flush()
	for _, u := range present {
		c.syncPresent(u)
	}
}

func (c *call) listMonitored() {
	line := c.pack(',', func(text string) { c.replyText(RPL_MONLIST, text) }, RPL_MONLIST)
	for _, m := range c.s.monitored {
		line.add(m.nick)
	}
	line.flush()
	c.reply(RPL_ENDOFMONLIST)
}
