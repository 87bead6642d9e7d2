package irc

import (
	"strings"

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
		c.setAway(message)
	}
	if message == "" {
		c.reply(RPL_UNAWAY)
	} else {
		c.reply(RPL_NOWAWAY)
	}
	return nil
}

func (c *call) setAway(message string) {
	if message != "" && c.isMuted() {
		message = "Away"
	}
	if message != c.user.Away {
		c.happen(chat.AwayChanged{User: c.user.ID, Message: message, At: c.hub.now})
	}
}

// cmdSetname changes the real name (IRCv3 setname).
func cmdSetname(c *call) error {
	name := c.Param(0)
	if name == "" || len(name) > c.hub.cfg.Limits.RealnameLen {
		if !c.s.caps.has(capSetname) {
			return errSilent
		}
		return &failure{code: "INVALID_REALNAME", text: "Realname is not valid"}
	}
	if err := c.net().MayChangeRealname(c.user, name); err != nil {
		return err
	}
	c.happen(chat.RealnameChanged{User: c.user.ID, Realname: name, At: c.hub.now})
	return nil
}

// cmdUserhost tells the masks of up to five nicks (Modern IRC "USERHOST message").
func cmdUserhost(c *call) error {
	var replies []string
	for _, nick := range c.Params[:min(len(c.Params), userhostTargets)] {
		u := c.net().User(nick)
		if u == nil {
			continue
		}
		reply := u.Nick
		if u.Modes.Has('o') {
			reply += "*"
		}
		if u.Away != "" {
			reply += "=-"
		} else {
			reply += "=+"
		}
		replies = append(replies, reply+u.Ident+"@"+u.Host)
	}
	c.replyWords(RPL_USERHOST, replies)
	return nil
}

// cmdIson tells which of the nicks are on the network (RFC 2812 4.9).
func cmdIson(c *call) error {
	var present []string
	for _, nick := range strings.Fields(strings.Join(c.Params, " ")) { // clients send either form
		if u := c.net().User(nick); u != nil {
			present = append(present, u.Nick)
		}
	}
	c.replyWords(RPL_ISON, present)
	return nil
}

// replyWords sends words in one numeric. Those that would not fit are left out
// whole: half a nick is another one.
func (c *call) replyWords(num numeric, words []string) {
	room := wire.MaxBody - len(":"+c.hub.cfg.Name+" 000 "+c.s.name()+" :")
	text := ""
	for _, word := range words {
		if len(text)+len(word)+1 > room {
			break
		}
		text += word + " "
	}
	c.replyText(num, strings.TrimSuffix(text, " "))
}
