package irc

import (
	"strings"
	"unicode"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// Words under another name than the sender's: what a bridge brings from elsewhere
// (RELAYMSG), and parts that are played (NPC, NPCA, SCENE). No such name can be a
// real nick, so nobody is taken for somebody else.

// relaySeparator stands in every relayed nick and in no real one.
const relaySeparator = "/"

// relayNickLen is the most bytes of a relayed nick: names elsewhere are long.
const relayNickLen = 64

// cmdRelaymsg says in a channel what somebody said elsewhere (RELAYMSG draft).
func cmdRelaymsg(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	switch {
	case !c.net().MayRelay(c.user, ch):
		return &failure{code: "PRIVS_NEEDED", context: []string{ch.Name}, text: "Only operators of the channel may relay messages"}
	case !isRelayNick(c.Param(1)):
		nick := middle(wire.Cut(c.Param(1), relayNickLen))
		return &failure{code: "INVALID_NICK", context: []string{nick}, text: "A relayed nickname contains " + relaySeparator + " and nothing that masks are made of"}
	case c.Param(2) == "":
		return &failure{code: "BLANK_MSG", context: []string{ch.Name}, text: "No text to send"}
	}
	return c.sayAs(ch, chat.Said{As: c.Param(1) + "!~relay@" + c.hub.cfg.Name, Relayed: true}, c.Param(2), "", "")
}

// isRelayNick says whether a nick may be relayed: one word with the separator in
// it that no mask, list of targets or channel can be mistaken for.
func isRelayNick(nick string) bool {
	return len(nick) > len(relaySeparator) && len(nick) <= relayNickLen && strings.Contains(nick, relaySeparator) &&
		!strings.ContainsRune("#$~&@%+", rune(nick[0])) && !strings.ContainsAny(nick, "!@*?,: ") &&
		strings.IndexFunc(nick, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// sayAs says a text in a channel under another name, between what stands before
// it and after it and may not be cut.
func (c *call) sayAs(ch *chat.Channel, said chat.Said, text, before, after string) error {
	if ch.Flags.Has('c') {
		text = wire.StripFormatting(text)
	}
	if text == "" {
		return &numericError{num: ERR_NOTEXTTOSEND}
	}
	said.From, said.Session, said.Channel, said.Text = c.user.ID, c.s.id, ch.ID, before+text
	said.Command, said.Tags, said.At = "PRIVMSG", c.clientTags(), c.hub.now
	said, err := c.hub.maySay(said, ch.Name)
	if err != nil {
		return err
	}
	if err := c.judge(ch.Name, text); err != nil {
		return err
	}
	frame := ":" + said.As + " PRIVMSG " + said.HeardBy().Prefix() + ch.Name + " :" + replayStamp + before + after
	said.Text = before + wire.Cut(text, wire.MaxBody-len(frame)) + after
	return c.utter(said, ch.Name)
}

// disguised gives a line the name under which it was said. What marks the sender,
// an account or that it is a bot, is not the speaker's.
func disguised(line *wire.Line, ev chat.Said, by *chat.User) *wire.Line {
	if ev.As != "" {
		line.Source, line.Account, line.Bot, line.Oper = ev.As, "", false, false
	}
	if ev.Relayed {
		line.Relay = by.Nick
	}
	return line
}
