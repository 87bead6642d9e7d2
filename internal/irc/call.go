package irc

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// call is one command under way: the message, whose it is, and how to answer.
// A handler sees this and never the server.
type call struct {
	hub  *hub
	s    *Session
	user *chat.User // nil before registration
	wire.Message

	// foreign marks what is shown to a session because of somebody else's command:
	// it counts against the limit of what may wait.
	foreign bool

	service *service // that was asked, and answers

	lines  []chat.Line // of a multiline message, in place of the text
	quiet  bool        // errors are kept from the client
	extra  int         // cost beyond the row's
	doom   string      // why its user is put out once the command is done
	answer *answer     // with a label
	next   func() bool // with a long answer: its next page, false after the last
	tape   *[][]byte   // takes what would be sent, nil for none
	beside bool        // slow work is under way, and the command not over
	queued int         // records of it that are not done with
	// unstored is what is told if one of them cannot be written, nil for what anybody is.
	unstored *failure
}

// newCall begins a command; from now on what the session causes is its answer.
func newCall(h *hub, s *Session, msg wire.Message) *call {
	c := &call{hub: h, s: s, user: s.user, Message: msg}
	if label := msg.Tag("label"); label != "" && len(label) <= maxLabel && s.caps.has(capLabeledResponse|capBatch) {
		c.answer = &answer{label: label}
		s.answer = c.answer
	}
	return c
}

// newsFor begins what a session is told that is nobody's answer, even if a command
// of its own is the cause.
func (h *hub) newsFor(s *Session) *call { return &call{hub: h, s: s, user: s.user, foreign: true} }

// maxLabel is the longest label (IRCv3 labeled-response, "Tag value").
const maxLabel = 64

// end ends a command, or lets its answer go on in pages or beside the lock.
func (c *call) end() {
	if c.doom != "" {
		c.hub.expel(nil, c.user, "Killed ("+c.hub.cfg.Name+" ("+c.doom+"))")
	}
	if c.beside {
		c.s.answer = nil
		return
	}
	if c.next != nil && !c.s.closed {
		c.s.work = c
		c.s.hold(holdWork)
	} else {
		c.finish()
	}
	c.s.answer = nil
}

func (c *call) net() *chat.Network { return c.hub.net }

// happen lets an event happen on behalf of this client.
func (c *call) happen(ev chat.Event) chat.Effect { return c.hub.happen(c.s, ev) }

// send answers with a line.
func (c *call) send(line *wire.Line) { c.sendForm(line.Form(c.s.shape), false) }

// sendForm answers with rendered bytes.
func (c *call) sendForm(form []byte, batched bool) {
	if c.tape != nil {
		*c.tape = append(*c.tape, form)
		return
	}
	if c.foreign {
		c.s.push(form, false)
		return
	}
	c.s.respond(form, batched)
}

// sendAll answers with a message of several lines.
func (c *call) sendAll(message logical, batched bool) {
	if c.tape != nil {
		*c.tape = append(*c.tape, message...)
		return
	}
	if c.foreign {
		c.s.pushAll(message, false)
		return
	}
	c.s.respondAll(message, batched)
}

// respond queues what the session's own command causes, as part of a labelled
// answer if one is under way.
func (s *Session) respond(form []byte, batched bool) {
	if s.answer != nil {
		s.answer.add(s, logical{form}, batched)
		return
	}
	s.push(form, true)
}

// respondAll is respond for a message of several lines.
func (s *Session) respondAll(message logical, batched bool) {
	if s.answer != nil {
		s.answer.add(s, message, batched)
		return
	}
	s.pushAll(message, true)
}

// reply sends a numeric with its own text behind the parameters.
func (c *call) reply(num numeric, params ...string) { c.replyText(num, "", params...) }

// replyText sends a numeric with a text of this moment; an empty one stands for
// the numeric's own.
func (c *call) replyText(num numeric, text string, params ...string) {
	if text == "" {
		text = numerics[num].text
	}
	var room [maxParams]string
	all := append(append(append(room[:0], c.s.name()), params...), text)
	c.sendForm(c.hub.reply(num, true, all), false)
}

// numeric sends a numeric with exactly these parameters behind the nick.
func (c *call) numeric(num numeric, text bool, params ...string) {
	var room [maxParams]string
	c.sendForm(c.hub.reply(num, text, append(append(room[:0], c.s.name()), params...)), false)
}

// maxParams is for how many parameters a numeric takes no memory but its own bytes.
const maxParams = 16

// reply renders a numeric for one client. It is the same in every shape: the server
// says it, with neither time nor id.
func (h *hub) reply(num numeric, text bool, params []string) []byte {
	size := len(": 000 :\r\n") + len(h.cfg.Name)
	for _, p := range params {
		size += 1 + len(p)
	}
	if size > cap(h.slab) {
		return wire.AppendBody(make([]byte, 0, size), h.cfg.Name, num.String(), text, params...)
	}
	b := wire.AppendBody(h.slab[:0], h.cfg.Name, num.String(), text, params...)
	h.slab = h.slab[len(b):len(b)]
	return b[:len(b):len(b)]
}

// numericLine is a numeric with exactly these parameters behind the nick, for a batch.
func (c *call) numericLine(num numeric, text bool, params ...string) *wire.Line {
	return &wire.Line{
		Source: c.hub.cfg.Name, Command: num.String(), Text: text,
		Params: append([]string{c.s.name()}, params...),
	}
}

// fail sends a standard reply FAIL for this command. One that no specification
// names is only for who asked for such (IRCv3 standard-replies, "Capabilities");
// others read it in a notice.
func (c *call) fail(f *failure) {
	if row := commands[c.Command]; f.code == invalidUTF8 || row.run == nil || row.namesFailures() || c.s.caps.has(capStandardReplies) {
		c.send(c.standardReply("FAIL", f))
		return
	}
	c.notice(strings.Join(append([]string{c.Command}, f.context...), " ") + ": " + f.text)
}

// standardReply is a FAIL, WARN or NOTE for this command.
func (c *call) standardReply(kind string, f *failure) *wire.Line {
	params := append([]string{c.failedCommand(), f.code}, f.context...)
	return &wire.Line{Source: c.hub.cfg.Name, Command: kind, Text: true, Params: append(params, f.text)}
}

func (c *call) failedCommand() string {
	if c.Command == "" {
		return "*"
	}
	return c.Command
}

// channel finds a channel that exists.
func (c *call) channel(name string) (*chat.Channel, error) {
	ch := c.net().Channel(name)
	if ch == nil {
		return nil, chat.Refuse(chat.NoSuchChannel, middle(name))
	}
	return ch, nil
}

// person finds a user who is on the network.
func (c *call) person(nick string) (*chat.User, error) {
	u := c.net().User(nick)
	if u == nil {
		return nil, chat.Refuse(chat.NoSuchNick, middle(nick))
	}
	return u, nil
}

// each does something for each item, and answers what is refused without
// stopping. However much that sends, it goes out page by page.
func (c *call) each(items []string, do func(item string) error) {
	c.pages(func() bool {
		if len(items) == 0 {
			return false
		}
		item := items[0]
		items = items[1:]
		c.explain(do(item))
		return len(items) > 0
	})
}

// eachThen is each with an end of its own, which also comes when there are no
// items.
func (c *call) eachThen(items []string, do func(item string) error, end func()) {
	c.pages(func() bool {
		if len(items) == 0 {
			end()
			return false
		}
		item := items[0]
		items = items[1:]
		c.explain(do(item))
		return true
	})
}

// pages makes the answer come in pages: next sends one and says whether there
// are more. The first is sent at once; a page may end the session.
func (c *call) pages(next func() bool) {
	for range pagesAtOnce {
		if c.s.closed || !next() {
			return
		}
		if c.beside || c.s.isFull() {
			break
		}
	}
	c.next = next
}

// slowly does slow work beside the lock, and then goes on with the command under
// it. Meanwhile the session is held: its further lines wait, nobody else's do.
func (c *call) slowly(work func(), then func() error) {
	c.beside = true
	c.s.hold(holdWork)
	c.hub.later = append(c.hub.later, func() { c.hub.spawn(func() { c.goOn(work, then) }) })
}

// patiently is slowly for work that ends with its context: when the time is up, or the
// client has gone.
func (c *call) patiently(most time.Duration, work func(context.Context), then func() error) {
	ctx, cancel := context.WithTimeout(context.Background(), most)
	c.s.own().giveUp = cancel
	c.slowly(func() {
		defer cancel()
		work(ctx)
	}, func() error {
		c.s.own().giveUp = nil
		return then()
	})
}

func (c *call) goOn(work func(), then func() error) {
	work()
	c.hub.lock()
	defer c.hub.unlock()
	c.hub.carryOn(c, func(origin *Session) error {
		if origin == nil {
			return nil
		}
		return then()
	})
}

// then does something at the end of an answer, after its last page.
func (c *call) then(do func()) {
	more := c.next
	if more == nil {
		do()
		return
	}
	c.next = func() bool {
		if more() {
			return true
		}
		do()
		return false
	}
}

// pagesAtOnce is how many pages of an answer may follow each other under one
// lock.
const pagesAtOnce = 4

// finish ends the answer of a labelled command.
func (c *call) finish() {
	if c.answer != nil {
		c.answer.finish(c.s)
	}
}

// middle makes a stranger's word fit to stand before the last parameter: one word,
// and no longer than leaves room for what comes behind it.
func middle(word string) string {
	if !isMiddle(word) {
		return "*"
	}
	return wire.Cut(word, maxEcho)
}

// asked is what a client asked for, to stand alone before a numeric's own text:
// said back whole where the specification demands that, if it fits at all.
func (c *call) asked(num numeric, word string) string {
	if !isMiddle(word) {
		return "*"
	}
	frame := len(":" + c.hub.cfg.Name + " " + num.String() + " " + c.s.name() + "  :" + numerics[num].text)
	return wire.Cut(word, wire.MaxBody-frame)
}

// isMiddle says whether a word can stand before the last parameter.
func isMiddle(word string) bool {
	return word != "" && word[0] != ':' && !strings.Contains(word, " ")
}

// maxEcho is how many bytes of a stranger's word are said back. No name is longer.
const maxEcho = 200

// parseNumber reads a decimal number of a client, -1 if it is none.
func parseNumber(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// list splits a comma-separated parameter, leaving out empty items and, by fold,
// those that came before.
func (c *call) list(param string) []string {
	if i := slices.Index(c.Params, param); i >= 0 && param != "" && !strings.Contains(param, ",") {
		return c.Params[i : i+1 : i+1] // most often
	}
	var items []string
	seen := map[string]bool{}
	for item := range strings.SplitSeq(param, ",") {
		if folded := c.net().Fold(item); item != "" && !seen[folded] {
			seen[folded] = true
			items = append(items, item)
		}
	}
	return items
}
