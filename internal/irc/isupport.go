package irc

import (
	"fmt"
	"strings"

	"linnet/internal/irc/chat"
)

// makeISupport derives the 005 tokens from the tables and the settings (Modern
// IRC "RPL_ISUPPORT Parameters"; IRCv3 for UTF8ONLY, BOT, CHATHISTORY and
// MSGREFTYPES).
func (h *hub) makeISupport() []string {
	l := h.cfg.Limits
	return []string{
		fmt.Sprintf("AWAYLEN=%d", l.AwayLen),
		"BOT=B",
		"CASEMAPPING=ascii",
		fmt.Sprintf("CHANLIMIT=#:%d", l.ChannelsPerUser),
		"CHANMODES=" + chanModes(),
		fmt.Sprintf("CHANNELLEN=%d", l.ChannelLen),
		"CHANTYPES=#",
		fmt.Sprintf("CHATHISTORY=%d", l.historyPage()),
		fmt.Sprintf("HOSTLEN=%d", hostLen),
		fmt.Sprintf("KEYLEN=%d", l.KeyLen),
		fmt.Sprintf("KICKLEN=%d", l.KickLen),
		fmt.Sprintf("MAXLIST=b:%d", l.BansPerChannel),
		fmt.Sprintf("MODES=%d", l.ModesPerCommand),
		"MSGREFTYPES=msgid,timestamp",
		fmt.Sprintf("NAMELEN=%d", l.RealnameLen),
		"NETWORK=" + h.cfg.Network,
		fmt.Sprintf("NICKLEN=%d", l.NickLen),
		"PREFIX=" + prefixToken(),
		"SAFELIST",
		"STATUSMSG=" + allRanks.Prefixes(),
		fmt.Sprintf("TARGMAX=JOIN:,KICK:%[1]d,LIST:,NAMES:,NOTICE:%[1]d,PART:,PRIVMSG:%[1]d,TAGMSG:%[1]d,USERHOST:%[2]d,WHOIS:1", l.Targets, userhostTargets),
		fmt.Sprintf("TOPICLEN=%d", l.TopicLen),
		fmt.Sprintf("USERLEN=%d", l.UserLen),
		"UTF8ONLY",
	}
}

const (
	hostLen         = 64
	userhostTargets = 5 // Modern IRC "USERHOST message"
	allRanks        = chat.Owner<<1 - 1
)

// historyPage is the most messages that one CHATHISTORY may ask for.
func (l Limits) historyPage() int { return max(l.Replay, 1) }

// chanModes lists the letters of the types A, B, C and D.
func chanModes() string {
	var types [4]string
	for _, row := range chat.ChannelModes {
		if row.Kind != chat.ModeMember {
			types[row.Kind] += string(row.Letter)
		}
	}
	return strings.Join(types[:], ",")
}

// prefixToken pairs the letters of ranks with their prefixes, highest first.
func prefixToken() string {
	var letters, prefixes string
	for _, row := range chat.ChannelModes {
		if row.Kind == chat.ModeMember {
			letters += string(row.Letter)
			prefixes += row.Rank.Prefix()
		}
	}
	return "(" + letters + ")" + prefixes
}

// modeLetters are the last three parameters of 004: user modes, channel modes,
// and channel modes with a parameter.
func modeLetters() []string {
	var user, channel, withParam chat.Letters
	for _, row := range chat.UserModes {
		user = user.With(row.Letter)
	}
	for _, row := range chat.ChannelModes {
		channel = channel.With(row.Letter)
		if row.Kind != chat.ModeFlag {
			withParam = withParam.With(row.Letter)
		}
	}
	return []string{user.String(), channel.String(), withParam.String()}
}

// sendISupport sends the tokens, at most 13 a line as clients expect.
func (c *call) sendISupport() {
	const perLine = 13
	tokens := c.hub.isupport
	for len(tokens) > 0 {
		n := min(perLine, len(tokens))
		c.replyText(RPL_ISUPPORT, "are supported by this server", tokens[:n]...)
		tokens = tokens[n:]
	}
}
