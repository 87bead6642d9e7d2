package irc

import (
	"cmp"
	"strconv"

	"linnet/internal/irc/chat"
)

// cmdWhois tells about users (Modern IRC "WHOIS message"). A first of two
// parameters names a server or a nick on it, and is not needed here.
func cmdWhois(c *call) error {
	nicks := c.Param(0)
	if len(c.Params) > 1 {
		nicks = c.Param(1)
	}
	if nicks == "" {
		return &numericError{num: ERR_NONICKNAMEGIVEN}
	}
	targets := c.list(nicks)
	targets = targets[:min(len(targets), c.hub.cfg.Limits.Targets)]
	if len(c.Params) > 1 {
		if err := c.mustBeUs(c.Param(0)); err != nil {
			c.explain(err)
			targets = nil
		}
	}
	c.eachThen(targets, c.whois, func() {
		// As it was asked for, case and all, even if some were dropped (Modern IRC
		// "RPL_ENDOFWHOIS").
		c.reply(RPL_ENDOFWHOIS, c.asked(RPL_ENDOFWHOIS, nicks))
	})
	return nil
}

func (c *call) whois(nick string) error {
	if v := c.hub.findService(nick); v != nil {
		c.whoisService(v)
		return nil
	}
	u, err := c.person(nick)
	if err != nil {
		return err
	}
	c.replyText(RPL_WHOISUSER, u.Realname, u.Nick, u.Ident, u.Host, "*")
	c.sendWhoisChannels(u)
	c.replyText(RPL_WHOISSERVER, c.hub.cfg.Network, u.Nick, c.hub.cfg.Name)
	c.sendWhoisMarks(u)
	c.sendWhoisPrivate(u)
	c.sendWhoisMetadata(u)
	c.replyText(RPL_WHOISIDLE, "seconds idle, signon time", u.Nick, c.idle(u), strconv.FormatInt(u.SignedOn.Time().Unix(), 10))
	return nil
}

// whoisService tells of a nick behind which is the server itself.
func (c *call) whoisService(v *service) {
	c.replyText(RPL_WHOISUSER, v.help, v.nick, v.nick, c.hub.cfg.Name, "*")
	c.replyText(RPL_WHOISSERVER, c.hub.cfg.Network, v.nick, c.hub.cfg.Name)
	c.replyText(RPL_WHOISSPECIAL, "is a service of this network: /msg "+v.nick+" HELP", v.nick)
}

// sendWhoisChannels lists the channels that the asker may know of. An invisible
// user's are those that both are in.
func (c *call) sendWhoisChannels(u *chat.User) {
	line := c.pack(' ', func(text string) { c.replyText(RPL_WHOISCHANNELS, text, u.Nick) }, RPL_WHOISCHANNELS, u.Nick)
	for _, m := range u.Memberships {
		if c.mayKnowOf(m) {
			line.add(c.prefix(m), m.Channel.Name)
		}
	}
	line.flush()
}

func (c *call) sendWhoisMarks(u *chat.User) {
	c.tellAway(u)
	if u.Modes.Has('o') {
		c.replyText(RPL_WHOISOPERATOR, "is "+cmp.Or(c.hub.cfg.title(u.Oper.Class), "an IRC operator"), u.Nick)
	}
	if u.Account != "" {
		c.reply(RPL_WHOISACCOUNT, u.Nick, u.Account)
	}
	if u.Modes.Has('B') {
		c.reply(RPL_WHOISBOT, u.Nick)
	}
	if u.Secure {
		c.reply(RPL_WHOISSECURE, u.Nick)
	}
}

// sendWhoisPrivate tells users about themselves, and operators about anybody, what
// others need not know (Modern IRC "RPL_WHOISCERTFP", "RPL_WHOISACTUALLY").
func (c *call) sendWhoisPrivate(u *chat.User) {
	if u != c.user && c.user.Oper == nil {
		return
	}
	if cert := c.hub.certificate(u); cert != "" {
		c.replyText(RPL_WHOISCERTFP, "has client certificate fingerprint "+cert, u.Nick)
	}
	if chat.MaySeeAddress(c.user, u) && u.From.Address.IsValid() {
		address := plainAddress(u.From.Address)
		c.replyText(RPL_WHOISACTUALLY, "is actually using host", u.Nick, u.Ident+"@"+u.From.Host, address)
		if u != c.user {
			c.replyText(RPL_WHOISHOST, "is connecting from "+u.Ident+"@"+u.From.Host+" "+address, u.Nick)
		}
	}
	if name := c.hub.gateway(u); name != "" && chat.MaySeeAddress(c.user, u) {
		c.replyText(RPL_WHOISSPECIAL, "is connected through the gateway "+name, u.Nick)
	}
	c.replyText(RPL_WHOISMODES, "is using modes +"+u.Modes.String(), u.Nick)
}

// gateway is the name of the gateway by which a user is connected.
func (h *hub) gateway(u *chat.User) string {
	for _, s := range h.seat(u) {
		if s.gateway != "" {
			return s.gateway
		}
	}
	return ""
}

// certificate is the fingerprint of the certificate by which a user is connected.
func (h *hub) certificate(u *chat.User) string {
	for _, s := range h.seat(u) {
		if s.peer.Peer().Certificate != "" {
			return s.peer.Peer().Certificate
		}
	}
	return ""
}
