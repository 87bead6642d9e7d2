package irc

import (
	"strconv"
	"strings"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// cmdWhois tells about one user (Modern IRC "WHOIS message"). A first of two
// parameters names a server or the nick again, and is not needed here.
func cmdWhois(c *call) error {
	nick := c.Param(0)
	if len(c.Params) > 1 {
		nick = c.Param(1)
		if !c.isUs(c.Param(0)) && c.net().User(c.Param(0)) == nil {
			return &numericError{num: ERR_NOSUCHSERVER, params: []string{middle(c.Param(0))}}
		}
	}
	if nick == "" {
		return &numericError{num: ERR_NONICKNAMEGIVEN}
	}
	nick, _, _ = strings.Cut(nick, ",") // TARGMAX WHOIS:1
	u := c.net().User(nick)
	if u == nil {
		c.reply(ERR_NOSUCHNICK, middle(nick))
		c.reply(RPL_ENDOFWHOIS, middle(nick))
		return nil
	}
	c.replyText(RPL_WHOISUSER, u.Realname, u.Nick, u.Ident, u.Host, "*")
	c.sendWhoisChannels(u)
	c.replyText(RPL_WHOISSERVER, c.hub.cfg.Network, u.Nick, c.hub.cfg.Name)
	c.sendWhoisMarks(u)
	if u == c.user {
		c.sendWhoisPrivate(u)
	}
	idle := int(c.hub.now.Sub(u.Spoke) / time.Second)
	c.replyText(RPL_WHOISIDLE, "seconds idle, signon time", u.Nick, strconv.Itoa(idle), strconv.FormatInt(u.SignedOn.Unix(), 10))
	// The nick as it was asked for, case and all (Modern IRC "RPL_ENDOFWHOIS").
	c.reply(RPL_ENDOFWHOIS, nick)
	return nil
}

// sendWhoisChannels lists the channels that the asker may know of. An invisible
// user's are those that both are in.
func (c *call) sendWhoisChannels(u *chat.User) {
	room := wire.MaxBody - len(":"+c.hub.cfg.Name+" 319 "+c.user.Nick+" "+u.Nick+" :")
	var names []string
	size := 0
	flush := func() {
		if len(names) > 0 {
			c.replyText(RPL_WHOISCHANNELS, strings.Join(names, " "), u.Nick)
			names, size = nil, 0
		}
	}
	for _, m := range u.Memberships {
		shared := c.user.In(m.Channel) != nil
		if !shared && (u.Modes.Has('i') || !c.net().MayLearnOf(c.user, m.Channel)) {
			continue
		}
		name := c.prefix(m) + m.Channel.Name
		if size+len(name)+1 > room {
			flush()
		}
		names = append(names, name)
		size += len(name) + 1
	}
	flush()
}

func (c *call) sendWhoisMarks(u *chat.User) {
	c.tellAway(u)
	if u.Modes.Has('o') {
		c.reply(RPL_WHOISOPERATOR, u.Nick)
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

// sendWhoisPrivate tells users about themselves what others need not know.
func (c *call) sendWhoisPrivate(u *chat.User) {
	if cert := c.s.peer.Certificate; cert != "" {
		c.replyText(RPL_WHOISCERTFP, "has client certificate fingerprint "+cert, u.Nick)
	}
	if c.s.peer.Address.IsValid() {
		address := plainAddress(c.s.peer.Address)
		c.replyText(RPL_WHOISACTUALLY, "is actually using host", u.Nick, u.Ident+"@"+u.Host, address)
	}
	c.replyText(RPL_WHOISMODES, "is using modes +"+u.Modes.String(), u.Nick)
}

// cmdWhowas tells about users who had a nick, the latest first (Modern IRC
// "WHOWAS message").
func cmdWhowas(c *call) error {
	nick := c.Param(0)
	if nick == "" {
		return &numericError{num: ERR_NONICKNAMEGIVEN}
	}
	past := c.net().Whowas(nick)
	if n := parseNumber(c.Param(1)); n > 0 && n < len(past) {
		past = past[:n]
	}
	if len(past) == 0 {
		c.reply(ERR_WASNOSUCHNICK, middle(nick))
	}
	for _, w := range past {
		c.replyText(RPL_WHOWASUSER, w.Realname, w.Nick, w.Ident, w.Host, "*")
		c.replyText(RPL_WHOISSERVER, w.At.Format(time.RFC1123), w.Nick, c.hub.cfg.Name)
	}
	c.reply(RPL_ENDOFWHOWAS, middle(nick))
	return nil
}
