package irc

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// What the besiegers say: commands of the table with parameters that fit, that
// nearly fit, and that do not.

var siegeCommands []string

func init() { siegeCommands = append(slices.Sorted(maps.Keys(commands)), "FOO", "001", "privmsg") }

var siegeNicks = []string{"alice", "Alice", "аlice", "Élise", "ÉLISE", "e\u0301lise", "Борис", "bob", "[b]", "carol", "erin", "frank", "gina", "dave-the-very-long-nick-name-32_"}

var siegeChannels = []string{"#general", "#general", "#tea", "#tea", "#tea", "#TEA", "#x", "##", "#:", "#" + strings.Repeat("long", 15)}

var siegeOdd = []string{
	"", ":", "::", " ", ": :", "*", "0", "-1", "1", "100", "99999999999999999999", "#", "&", "@#tea", "+#general", "~&@%+#tea",
	"é", "\u2028", "\u00a0", "\x01ACTION waves\x01", "\x01VERSION\x01", "\x02bold\x0f", "\t", "a b", "a:b", "a!b@c", "*!*@*",
	"!", "@", "siege", "irc.test", "?*?", strings.Repeat("x", 200), strings.Repeat("é", 150), "a,b,c,,d,,", ",", "#tea,#x,0",
	"CAP", "LS", "302", "REQ", "END", "LIST", "LATEST", "BEFORE", "AFTER", "AROUND", "BETWEEN", "TARGETS", "timestamp=2026-01-02T15:04:05.000Z",
	"timestamp=x", "msgid=", "msgid=" + strings.Repeat("0", idLen), "\xff", "a\x00b", "a\rb", "a\nb", "=", "\x7f", "o",
}

var siegeModes = []string{
	"+o", "-o", "+v", "+h", "+q", "+b", "-b", "b", "+k", "-k", "+l", "-l", "+i", "-i", "+m", "-m", "+n-n", "+s", "-t+t", "+B", "-i+i", "+o-o",
	"+ovbkl", "+bbb", "+bbbb-bbbb", "+kl-kl+kl", ": ", "+::", "+é*", "+-+-", "+C", "+T", "+c", "+U", "+U", "+M", "+N", "+Q", "-CTcUMNQ", "+Um", "+Wl", "++oo--oo",
	"+e", "+I", "-e", "eI", "+f", "-f", "+j", "+p", "-p+s", "+R", "+z", "+O", "+P", "-P",
}

// pick draws one of some words.
func (w *siege) pick(words []string) string { return words[w.dice.IntN(len(words))] }

// chance is one in n.
func (w *siege) chance(n int) bool { return w.dice.IntN(n) == 0 }

// line draws one line.
func (w *siege) line() string {
	var line string
	switch {
	case w.chance(3):
		line = w.anything()
	case w.chance(6):
		line = w.shyness()
	case w.chance(7):
		line = w.askChanServ()
	default:
		line = w.sensible()
	}
	if w.chance(4) {
		line = w.tags() + line
	}
	if w.chance(12) {
		line = w.spoiled(line)
	}
	return line
}

// sensible draws a line that a client might well send.
func (w *siege) sensible() string {
	nick, ch := w.pick(siegeNicks), w.pick(siegeChannels)
	switch w.dice.IntN(42) {
	case 38, 39, 40, 41:
		return w.account()
	case 34, 35:
		return w.power()
	case 25, 26:
		return w.metadata(nick, ch)
	case 30, 31:
		return w.moderation()
	case 36:
		return "PRIVMSG *playback :" + w.pick([]string{"PLAY ", "PLAY ", "LIST ", "CLEAR ", ""}) + w.pick([]string{"*", ch, nick, "#t*," + nick}) +
			w.pick([]string{"", " 0", " 1767366245.5 1767366300", " " + w.pick(siegeOdd)})
	case 37:
		return "MARKREAD " + w.pick([]string{nick, ch}) + " " + w.reference()
	case 32, 33:
		return "REDACT " + w.pick([]string{nick, ch}) + " " + strings.TrimPrefix(w.reference(), "msgid=") + w.pick([]string{"", " :" + w.pick(siegeOdd)})
	case 23:
		return "OPER root sesame"
	case 28:
		return w.pick([]string{"KNOCK ", "CYCLE ", "KNOCK "}) + ch + w.pick([]string{"", " :" + w.pick(siegeOdd)})
	case 29:
		return w.pick([]string{
			"REMOVE " + ch + " " + nick + " :" + w.pick(siegeOdd), "UNINVITE " + nick + " " + ch, "INVITE", "RENAME " + ch + " " + w.pick(siegeChannels) + " :" + w.pick(siegeOdd), "TBAN " + ch,
			"TBAN " + ch + " " + w.pick([]string{"1s", "10m", "0", "x"}) + " " + w.pick([]string{nick, "~q:" + nick, "*!*@*"}),
			"KICK " + ch + ",#x " + nick + "," + w.pick(siegeNicks),
		})
	case 18:
		return "MODE " + w.pick([]string{ch, nick + " " + w.pick([]string{"+i", "-i", "+B", "+o", "-B+x", ":"})})
	case 27:
		return "SEARCH " + w.search(nick, ch)
	case 19:
		return "CHATHISTORY BETWEEN " + w.pick([]string{nick, ch}) + " " + w.reference() + " " + w.reference() + " 3"
	case 20:
		return "CHATHISTORY TARGETS timestamp=2026-01-02T15:00:00.000Z timestamp=2026-01-02T16:00:00.000Z 5"
	case 21:
		return "PRIVMSG " + nick + " :" + w.secretWord()
	case 0, 1, 2, 22:
		return "JOIN " + ch + " " + w.pick([]string{"", "key"})
	case 3, 4, 5:
		return w.pick([]string{"PRIVMSG ", "PRIVMSG ", "NOTICE "}) + w.pick([]string{ch, ch, nick, nick + "," + ch, "@" + ch}) + " :" + w.secretWord() + w.pick(siegeOdd)
	case 6:
		return "PART " + ch + w.pick([]string{"", " :" + w.pick(siegeOdd)})
	case 7, 8, 9:
		return "MODE " + ch + " " + w.pick(siegeModes) + " " + w.pick(siegeNicks) + " " + w.pick([]string{"5", "key", "*!*@*", "#tea", "2:10", "~q:bob", "~!account", "~c:@#tea", "~j:~r:*"}) + " " + w.pick(siegeOdd)
	case 10:
		return "KICK " + ch + " " + nick + "," + w.pick(siegeNicks) + " :" + w.pick(siegeOdd)
	case 11:
		return "NICK " + nick
	case 12:
		return "INVITE " + nick + " " + ch
	case 13:
		return "TOPIC " + ch + " :" + w.pick(siegeOdd)
	case 14, 24:
		return w.question()
	case 15, 16:
		ref := w.reference()
		return "CHATHISTORY " + w.pick([]string{"LATEST", "BEFORE", "AFTER", "AROUND"}) + " " + w.pick([]string{nick, ch}) + " " + ref + " 3"
	case 17:
		return w.pick([]string{"AWAY :", "SETNAME :", "AWAY :", "TAGMSG ", "USERHOST "}) + w.pick([]string{nick, w.pick(siegeOdd)})
	default:
		return "CAP REQ :" + w.caps()
	}
}

// shyness draws what makes a client hear less, or somebody more, and words under
// another name.
func (w *siege) shyness() string {
	switch w.dice.IntN(6) {
	case 0:
		return "MODE " + w.self + " " + w.pick([]string{"+D", "-D", "+g", "-g", "+R", "-DRg", "+Z"})
	case 1:
		return w.pick([]string{"ACCEPT ", "ACCEPT -", "SILENCE +", "SILENCE -"}) + w.pick(siegeNicks)
	case 2:
		return w.pick([]string{"ACCEPT *", "SILENCE", "SILENCE +*!*@*", "SILENCE -*!*@*", "SILENCE +~realname:*"})
	case 3:
		nick := w.pick([]string{"bob/discord", "é/m", "plain", "a!b/c", "/", w.pick(siegeNicks)})
		return w.pick([]string{"RELAYMSG ", "NPC ", "NPCA "}) + w.pick(siegeChannels) + " " + nick + " :" + w.secretWord() + w.pick(siegeOdd)
	case 4:
		return "SCENE " + w.pick(siegeChannels) + " :" + w.secretWord() + w.pick(siegeOdd)
	default:
		return "MODE " + w.pick(siegeChannels) + " " + w.pick([]string{"+E", "+E", "+u", "+u", "-u", "+U", "+mU", "+W 5", "-W", "+C", "-C", "+c", "+T-T", "-m"})
	}
}

// moderation draws what operators do to others. Bans end soon, or nobody would be
// left to go on.
func (w *siege) moderation() string {
	target := w.pick([]string{
		w.pick(siegeNicks), w.pick(siegeNicks), "192.0.2.1", "192.0.2.0/30", "2001:db8::/32", "*@192.0.2.*", "~u@*", "a*!*@*", "*",
		"~alice", "realname:*a*", "u@192.0.2.0/24", "0.0.0.0/0", w.pick(siegeOdd),
	})
	option := w.pick([]string{"", "", "CONFIRM", "1s", "REQUIRE-SASL", "!", "x"})
	switch w.dice.IntN(10) {
	case 8:
		return "FILTER ADD " + w.pick([]string{"word", "regex", "x"}) + " " + w.pick([]string{"log", "refuse", "mute 20s", "kill"}) + " " +
			w.pick([]string{"a", "waves", "much$", "(", "<1.>", w.pick(siegeOdd)}) + " :" + w.pick(siegeOdd)
	case 9:
		return "FILTER " + w.pick([]string{"DEL 1", "DEL 1", "DEL 2", "LIST", "TEST :", "TEST "}) + w.pick(siegeOdd)
	case 0, 1:
		return w.pick([]string{"KLINE", "DLINE"}) + " 20s " + target + " " + option + " :" + w.pick(siegeOdd)
	case 2:
		return "UBAN ADD " + target + " 20s " + option + " :because|of " + w.pick(siegeOdd)
	case 3:
		return "UBAN " + w.pick([]string{"INFO", "DEL", "LIST"}) + " " + target
	case 4, 5:
		return "MUTE 20s " + target + " " + option + " :" + w.pick(siegeOdd)
	case 6:
		return w.pick([]string{"UNKLINE", "UNDLINE", "UNMUTE"}) + " " + target
	default:
		return "AUDIT " + w.pick([]string{"", "5", "*", "3 *!*@*", w.pick(siegeOdd)})
	}
}

func (w *siege) reference() string {
	if len(w.ids) == 0 || w.chance(4) {
		return w.pick([]string{"*", "timestamp=2026-01-02T15:04:05.000Z"})
	}
	return "msgid=" + w.pick(w.ids)
}

// search draws what is to be found, or what cannot be.
func (w *siege) search(nick, ch string) string {
	attributes := []string{
		"in=" + ch, "in=" + nick, "from=" + nick, "text=" + w.pick([]string{"1", `<1`, `"12`, `much\s3`, `"a"\sOR\s-x*`, "waves", ""}), "text=" + w.pick(siegeOdd),
		"limit=" + w.pick([]string{"1", "3", "-1", "x", "100000"}), "before=2026-01-02T15:04:05.000Z", "after=2026-01-02T15:04:05.000Z", "after=x", w.pick(siegeOdd),
	}
	w.dice.Shuffle(len(attributes), func(i, j int) { attributes[i], attributes[j] = attributes[j], attributes[i] })
	return strings.Join(attributes[:w.dice.IntN(4)], ";")
}

// anything draws a command and parameters that need not belong together.
func (w *siege) anything() string {
	words := []string{w.pick(siegeCommands)}
	for range w.dice.IntN(6) {
		pools := [][]string{siegeNicks, siegeChannels, siegeOdd, siegeOdd, siegeModes}
		words = append(words, w.pick(pools[w.dice.IntN(len(pools))]))
	}
	return strings.Join(words, " ")
}

func (w *siege) tags() string {
	var tags []string
	for range 1 + w.dice.IntN(4) {
		key := w.pick([]string{"label", "label", "+typing", "+linnet.chat/id", "time", "batch", "msgid", "+", "+é", "+a:b", "+\x01", "+/", "++x", "account", ""})
		tags = append(tags, key+w.pick([]string{"", "=", "=1", `=\:\s\\\r\n\x`, "=a b", "=" + strings.Repeat("v", 70), "=é", `=\`}))
	}
	return "@" + strings.Join(tags, ";") + " "
}

// spoiled draws a line with something wrong in it.
func (w *siege) spoiled(line string) string {
	at := w.dice.IntN(len(line) + 1)
	switch w.dice.IntN(5) {
	case 0:
		return line[:at]
	case 1:
		return line[at:]
	case 2:
		return line[:at] + w.pick(siegeOdd) + line[at:]
	case 3:
		return strings.Repeat(" ", 3) + strings.ReplaceAll(line, " ", "  ")
	default:
		return line + strings.Repeat("y", 300<<w.dice.IntN(6))
	}
}

func (w *siege) caps() string {
	var names []string
	var picked capability
	for _, row := range capabilities {
		if w.chance(2) && picked&row.excludes == 0 {
			picked |= row.bit
			names = append(names, row.name)
		}
	}
	if w.chance(20) {
		names = append(names, w.pick([]string{"sasl", "-server-time", "-cap-notify", strings.Repeat("cap ", 100)}))
	}
	return strings.Join(names, " ")
}

// registration draws how a client comes in: anew, or by a token of somebody's.
func (w *siege) registration() []string {
	lines := []string{"CAP LS 302", "CAP REQ :" + w.caps()}
	if w.chance(2) {
		lines = []string{"CAP REQ :linnet.chat/resume " + w.caps()}
	}
	if len(w.tokens) > 0 && w.chance(2) {
		lines = append(lines, "RESUME "+w.pick(w.tokens[max(0, len(w.tokens)-3):]))
	} else {
		lines = append(lines, "NICK "+w.pick(siegeNicks), "USER "+w.pick([]string{"u", ":", "é", "a@b"})+" 0 * :"+w.pick(siegeOdd))
	}
	if w.chance(4) {
		lines = append([]string{w.gateway()}, lines...)
	}
	return append(lines, "CAP END")
}

// batch draws a multiline message, or what a client makes of one that goes about it
// the wrong way or gives up halfway.
func (w *siege) batch() []string {
	ref := w.pick([]string{"a", "a", "b", "é"})
	target := w.pick([]string{"#general", "#tea", "@#tea", w.pick(siegeNicks)})
	command := w.pick([]string{"PRIVMSG", "PRIVMSG", "NOTICE"})
	lines := []string{"@label=1;+x=y BATCH +" + ref + " draft/multiline " + target}
	for range w.dice.IntN(8) {
		line := "@batch=" + ref + w.pick([]string{"", "", ";draft/multiline-concat"}) + " " + command + " " + target + " :"
		switch w.dice.IntN(12) {
		case 0:
		case 1:
			line += strings.Repeat("long ", 90)
		case 2:
			line = w.line()
		case 3:
			line = "@batch=" + ref + " " + w.line()
		default:
			line += w.secretWord() + w.pick(siegeOdd)
		}
		lines = append(lines, line)
	}
	if w.chance(6) {
		return lines
	}
	return append(lines, "BATCH -"+ref)
}

// secretWord is a word that only those may hear to whom it is said.
func (w *siege) secretWord() string {
	w.said++
	return fmt.Sprintf("<%d>", w.said)
}
