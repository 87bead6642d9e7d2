package irc

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"linnet/internal/irc/chat"
)

// isupportRow is one token of 005: its value, by the settings, and where it is
// written; "" is Modern IRC "RPL_ISUPPORT Parameters".
type isupportRow struct {
	name  string
	value func(h *hub) string // nil for a token without one
	// shown says whether the server has the token at all; nil is always.
	shown func(h *hub) bool
	spec  string
}

// isupportRows is the table of the tokens, sent in this order: the alphabet's.
var isupportRows = []isupportRow{
	{name: "ACCOUNTEXTBAN", value: func(*hub) string { return chat.AccountExtban() }, spec: "IRCv3 account-extban"},
	{name: "AWAYLEN", value: number(func(l Limits) int { return l.AwayLen })},
	{name: "BOT", value: text("B"), spec: "IRCv3 bot-mode"},
	{name: "CALLERID", value: text("g"), spec: "docs/modes.md"},
	{name: "CASEMAPPING", value: func(h *hub) string { return string(h.cfg.Casemapping) }},
	{name: "CHANLIMIT", value: func(h *hub) string { return fmt.Sprintf("#:%d", h.cfg.Limits.ChannelsPerUser) }},
	{name: "CHANMODES", value: func(*hub) string { return chanModes() }},
	{name: "CHANNELLEN", value: number(func(l Limits) int { return l.ChannelLen })},
	{name: "CHANTYPES", value: text("#")},
	{name: "CHATHISTORY", value: number(Limits.historyPage), spec: "IRCv3 chathistory (draft)"},
	{name: "ELIST", value: text("CMNTU")},
	{name: "EXCEPTS", value: text("e")},
	{name: "EXTBAN", value: func(*hub) string { return chat.ExtbanToken() }},
	{name: "HOSTLEN", value: number(func(Limits) int { return hostLen })},
	{name: "INVEX", value: text("I")},
	{name: "KEYLEN", value: number(func(l Limits) int { return l.KeyLen })},
	{name: "KICKLEN", value: number(func(l Limits) int { return l.KickLen })},
	{name: "KNOCK", spec: "docs/modes.md"},
	{name: "MAXLIST", value: func(h *hub) string { return listLetters() + ":" + strconv.Itoa(h.cfg.Limits.BansPerChannel) }},
	{name: "MAXTARGETS", value: number(messageTargets)},
	{name: "MODES", value: number(func(l Limits) int { return l.ModesPerCommand })},
	{name: "MONITOR", value: number(func(l Limits) int { return l.Monitor }), spec: "IRCv3 monitor"},
	{name: "MSGREFTYPES", value: text("msgid,timestamp"), spec: "IRCv3 chathistory (draft)"},
	{name: "NAMELEN", value: number(func(l Limits) int { return l.RealnameLen }), spec: "IRCv3 setname"},
	{name: "NETWORK", value: func(h *hub) string { return h.cfg.Network }},
	{name: "NICKLEN", value: number(func(l Limits) int { return l.NickLen })},
	{name: "PREFIX", value: func(*hub) string { return prefixToken() }},
	{name: "RPCHAN", value: text("E"), spec: "docs/modes.md"},
	{name: "SAFELIST"},
	{name: "SILENCE", value: text(strconv.Itoa(chat.MaxSilences))},
	{name: "SLOWMODE", value: text("W"), spec: "docs/modes.md"},
	{name: "STATUSMSG", value: func(*hub) string { return allRanks.Prefixes() }},
	{name: "TARGMAX", value: targmax},
	{name: "TOPICLEN", value: number(func(l Limits) int { return l.TopicLen })},
	{name: "USERIP", spec: "ircu"},
	{name: "USERLEN", value: number(func(l Limits) int { return l.UserLen })},
	{name: "UTF8ONLY", spec: "IRCv3 utf8-only"},
	{name: "WHOX", spec: "IRCv3 whox"},
	{name: "draft/ACCOUNTREQUIRED", shown: func(h *hub) bool { return h.cfg.Accounts.Required }, spec: "IRCv3 account-registration (draft)"},
	{name: "draft/ICON", value: icon, shown: func(h *hub) bool { return h.cfg.Icon != "" }, spec: "IRCv3 network-icon (draft)"},
}

// icon writes the address so that no client takes a "=" in it for another token's
// (Modern IRC "RPL_ISUPPORT Parameters", escape sequences).
func icon(h *hub) string { return strings.ReplaceAll(h.cfg.Icon, "=", `\x3D`) }

func text(value string) func(*hub) string { return func(*hub) string { return value } }

func number(of func(Limits) int) func(*hub) string {
	return func(h *hub) string { return strconv.Itoa(of(h.cfg.Limits)) }
}

// makeISupport derives the 005 tokens from the table and the settings.
func (h *hub) makeISupport() []string {
	var tokens []string
	for _, row := range isupportRows {
		switch {
		case row.shown != nil && !row.shown(h):
		case row.value == nil:
			tokens = append(tokens, row.name)
		default:
			tokens = append(tokens, row.name+"="+row.value(h))
		}
	}
	return tokens
}

// targetLimit is how many targets a command takes, by the settings; 0 is any number.
type targetLimit func(Limits) int

func anyNumber(Limits) int        { return 0 }
func messageTargets(l Limits) int { return l.Targets }
func monitorTargets(l Limits) int { return l.Monitor }

// targmax says of each command with a list of targets how many it takes.
func targmax(h *hub) string {
	var limits []string
	for _, name := range slices.Sorted(maps.Keys(commands)) {
		if row := commands[name]; row.targets != nil {
			limit := name + ":"
			if n := row.targets(h.cfg.Limits); n > 0 {
				limit += strconv.Itoa(n)
			}
			limits = append(limits, limit)
		}
	}
	return strings.Join(limits, ",")
}

const (
	hostLen  = 64
	allRanks = chat.Owner<<1 - 1
)

// historyPage is the most messages that one CHATHISTORY may ask for.
func (l Limits) historyPage() int {
	if l.Replay == 0 { // and yet the disk may have them
		return 100
	}
	return l.Replay
}

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

// listLetters are the letters of the list modes.
func listLetters() string {
	lists, _, _ := strings.Cut(chanModes(), ",")
	return lists
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
var modeLetters = func() [3]string {
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
	return [3]string{user.String(), channel.String(), withParam.String()}
}()
