package irc

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// Services are nicks of the server's own that people talk to: NickServ about
// accounts, ChanServ about channels. What they are told is a command like any
// other, with a table of its own; they answer by NOTICE. "PRIVMSG ChanServ :INFO
// #tea", "CHANSERV INFO #tea" and "CS INFO #tea" are the same.

// service is one of them.
type service struct {
	nick     string
	folded   string // which is the same under every casemapping
	help     string // what it is for
	commands map[string]serviceCommand
}

// serviceCommand is one row of a service's table.
type serviceCommand struct {
	run func(*call) error // with the words behind the command as its parameters
	// words is how many parameters it takes; the last takes the rest of the text.
	words int
	least int // fewer are answered with the syntax
	// oper is what only operators with these privileges may do.
	oper chat.Privilege
	cost int // against the flood limit; 0 counts as 1
	// secret commands have a password in them: their words are not echoed.
	secret bool
	help   string // syntax, by the name that each line begins with, then what it does
}

// services is the table of them, by the command that reaches each. It is filled in
// init because HELP reads it.
var services map[string]*service

func init() {
	services = map[string]*service{"CHANSERV": chanServ, "CS": chanServ, "NICKSERV": nickServ, "NS": nickServ}
}

// mask is the service's nick!user@host.
func (v *service) mask(h *hub) string { return v.nick + "!" + v.nick + "@" + h.cfg.Name }

// findService finds the service of a nick.
func (h *hub) findService(nick string) *service {
	folded := h.net.Fold(nick)
	for _, v := range [...]*service{nickServ, chanServ} {
		if v.folded == folded {
			return v
		}
	}
	return nil
}

// serviceFor finds the service that a PRIVMSG is for; a NOTICE is for none, and
// neither is one of several targets.
func (c *call) serviceFor() *service {
	if c.Command != "PRIVMSG" {
		return nil
	}
	return c.hub.findService(c.Param(0))
}

// askService is what somebody says to a service. Clients that hear their own words
// hear them, but nobody else of the same user: there may be a password in them.
func (c *call) askService(v *service) error {
	text := c.body().first()
	if c.s.caps.has(capEchoMessage) {
		line := by(c.user, c.hub.now, "PRIVMSG", v.nick, v.masked(text))
		line.Text, line.ID = true, c.hub.nextMsgid()
		c.send(line)
	}
	return c.serveText(v, text)
}

// masked is what may be seen again of a command: not its words if there may be a
// password in them, as in one that nobody knows.
func (v *service) masked(text string) string {
	words := splitWords(text, 2)
	if len(words) < 2 {
		return text
	}
	if row, known := v.commands[strings.ToUpper(words[0])]; known && !row.secret {
		return text
	}
	return words[0] + " ***"
}

// cmdService is NICKSERV, CHANSERV and their short forms.
func cmdService(c *call) error {
	v := services[c.Command]
	row := v.commands[strings.ToUpper(c.Param(0))]
	// A password that has a parameter to itself counts with the spaces around it, as it
	// does in REGISTER and by SASL.
	if row.secret && len(c.Params) == row.words+1 && c.Param(row.words) != "" {
		return c.serve(v, c.Param(0), c.Params[1:])
	}
	return c.serveText(v, strings.Join(c.Params, " "))
}

// serveText runs the command of a service that a text is.
func (c *call) serveText(v *service, text string) error {
	words := splitWords(text, 2)
	switch len(words) {
	case 0:
		return c.serve(v, "HELP", nil)
	case 1:
		return c.serve(v, words[0], nil)
	}
	row := v.commands[strings.ToUpper(words[0])]
	return c.serve(v, words[0], splitWords(words[1], max(row.words, 1)))
}

// serve runs a command of a service. From here on the call is about that command,
// and the service answers it.
func (c *call) serve(v *service, name string, params []string) error {
	name = strings.ToUpper(name)
	row, known := v.commands[name]
	c.service, c.Message = v, wire.Message{Tags: c.Tags, Command: name, Params: params}
	c.extra = max(row.cost, 1) - 1
	switch {
	case name == "HELP":
		return c.serviceHelp(strings.ToUpper(c.Param(0)))
	case !known:
		c.notice("I do not know " + mention(name) + "; HELP lists what I know.")
		return nil
	case row.oper != 0 && !c.user.May(row.oper):
		return chat.MayOperate(c.user, row.oper)
	case len(c.Params) < row.least:
		for line := range strings.SplitSeq(row.help, "\n") {
			if line == name || strings.HasPrefix(line, name+" ") {
				c.notice("Syntax: " + line)
			}
		}
		return nil
	}
	return row.run(c)
}

// splitWords takes a text apart at its spaces, into at most so many words of which
// the last has the rest.
func splitWords(text string, most int) []string {
	var words []string
	for text = strings.Trim(text, " "); text != ""; text = strings.TrimLeft(text, " ") {
		if len(words) == most-1 {
			return append(words, text)
		}
		word, rest, _ := strings.Cut(text, " ")
		words, text = append(words, word), rest
	}
	return words
}

// serviceHelp explains a command, or lists them.
func (c *call) serviceHelp(name string) error {
	if row, known := c.service.commands[name]; known {
		for line := range strings.SplitSeq(row.help, "\n") {
			c.notice(line)
		}
		return nil
	}
	if name != "" {
		c.notice("I do not know " + mention(name) + "; HELP lists what I know.")
		return nil
	}
	c.notice(c.service.help)
	c.notice("Commands: " + strings.Join(slices.Sorted(maps.Keys(c.service.commands)), " "))
	c.notice("HELP <command> explains one.")
	return nil
}

// noticef answers with words that have others' in them.
func (c *call) noticef(format string, args ...any) { c.notice(fmt.Sprintf(format, args...)) }

// serviceLine is a NOTICE of a service to somebody.
func (h *hub) serviceLine(v *service, nick, text string) *wire.Line {
	source := v.mask(h)
	room := wire.MaxBody - len(":"+source+" NOTICE "+nick+" :")
	return &wire.Line{
		At: h.now, ID: h.nextMsgid(), Source: source, Command: "NOTICE", Text: true,
		Params: []string{nick, wire.Cut(text, room)},
	}
}

// tellPerson lets a service say something to all who are logged in to an account.
func (h *hub) tellPerson(v *service, users []*chat.User, text string) {
	for _, u := range users {
		h.tell(nil, u, nil, h.serviceLine(v, u.Nick, text), 0)
	}
}

// inWords is what a refusal says as a sentence: the text of the numeric or of the
// standard reply that would tell it, behind what it is about.
func inWords(err error) string {
	var refusal *chat.Refusal
	var protocol *numericError
	var fail *failure
	switch {
	case errors.As(err, &refusal):
		if fail = failureOf(refusal); fail != nil {
			return aboutText(fail.context, fail.text)
		}
		num := refusalNumerics[refusal.Why]
		params, text := told(refusal, cmp.Or(refusalTexts[refusal.Why], numerics[num].text))
		return aboutText(params, text)
	case errors.As(err, &protocol):
		return aboutText(protocol.params, cmp.Or(protocol.text, numerics[protocol.num].text))
	case errors.As(err, &fail):
		return aboutText(fail.context, fail.text)
	}
	// Our own code made an error of a kind that no client can be told of.
	panic(fmt.Sprintf("irc: a service returned %v", err))
}

func aboutText(about []string, text string) string {
	if len(about) == 0 {
		return text
	}
	return strings.Join(about, " ") + ": " + text
}
