package irc

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// Multiline messages (IRCv3 multiline, draft) come from a client as a batch of
// PRIVMSG or NOTICE lines and become one event.

const concatTag = "draft/multiline-concat"

// isBatched says whether a line belongs to a batch of its client's.
func (c *call) isBatched() bool {
	return c.user != nil && c.Tag("batch") != "" && c.s.caps.has(capMultiline|capBatch)
}

// collect takes a line into the client's batch. The first that does not fit ends
// it.
func (c *call) collect() error {
	command := c.Command
	c.Command = "BATCH" // which is what a refusal names
	b := c.s.batch
	switch {
	case b == nil || b.ref != c.Tag("batch"):
		return invalidMultiline("No batch of this reference is open")
	case b.dead:
		return errSilent
	}
	line := chat.Line{Text: strings.Clone(c.Param(1)), Concat: c.hasTag(concatTag)}
	if err := c.mayCollect(b, command, line); err != nil {
		return c.giveUp(b, err)
	}
	if len(b.lines) > 0 && !line.Concat {
		b.bytes++ // the line feed between the two
	}
	b.bytes += len(line.Text)
	limits := c.hub.cfg.Limits
	switch {
	case b.bytes > limits.MultilineBytes:
		return c.giveUp(b, &failure{code: "MULTILINE_MAX_BYTES", context: []string{strconv.Itoa(limits.MultilineBytes)}, text: "Multiline batch max-bytes exceeded"})
	case len(b.lines) == limits.MultilineLines:
		return c.giveUp(b, &failure{code: "MULTILINE_MAX_LINES", context: []string{strconv.Itoa(limits.MultilineLines)}, text: "Multiline batch max-lines exceeded"})
	}
	if len(b.lines) == 0 {
		line.Concat = false // there is nothing that it could go on with
	}
	b.command = command
	b.hasText = b.hasText || line.Text != ""
	b.lines = append(b.lines, line)
	return nil
}

// mayCollect says what is wrong with a line of a batch.
func (c *call) mayCollect(b *clientBatch, command string, line chat.Line) error {
	for _, t := range c.Tags {
		if t.Key != "batch" && t.Key != concatTag {
			return invalidMultiline("Invalid multiline batch: tags belong to the opening BATCH")
		}
	}
	switch {
	case command != "PRIVMSG" && command != "NOTICE", b.command != "" && b.command != command:
		return invalidMultiline("Invalid multiline batch: it holds PRIVMSG or NOTICE, and one of them only")
	case len(c.Params) < 2:
		return invalidMultiline("Invalid multiline batch: a line has a target and a text")
	case c.net().Fold(c.Param(0)) != c.net().Fold(b.target):
		return &failure{
			code: "MULTILINE_INVALID_TARGET", context: []string{middle(b.target), middle(c.Param(0))},
			text: "Invalid multiline target",
		}
	case line.Text == "" && line.Concat:
		return invalidMultiline("Invalid multiline batch with concatenated blank line")
	}
	return nil
}

func invalidMultiline(text string) error { return &failure{code: "MULTILINE_INVALID", text: text} }

func (c *call) hasTag(key string) bool {
	for _, t := range c.Tags {
		if t.Key == key {
			return true
		}
	}
	return false
}

// body is what a message says: a single text, or the lines of a multiline message.
type body struct {
	single string
	lines  []chat.Line
}

// body returns what the command is to say.
func (c *call) body() body {
	if c.lines != nil {
		return body{lines: c.lines}
	}
	return body{single: c.Param(1)}
}

// first is where a CTCP would show.
func (b body) first() string {
	if b.lines != nil {
		return b.lines[0].Text
	}
	return b.single
}

// whole is all of it in one text, a newline between lines.
func (b body) whole() string {
	text := b.single
	for i, l := range b.lines {
		if i > 0 && !l.Concat {
			text += "\n"
		}
		text += l.Text
	}
	return text
}

// isBlank says whether there is nothing to say.
func (b body) isBlank() bool {
	return b.single == "" && !slices.ContainsFunc(b.lines, func(l chat.Line) bool { return l.Text != "" })
}

// stripped returns it without formatting. A line that goes on with nothing more is
// none.
func (b body) stripped() body {
	bare := body{single: wire.StripFormatting(b.single)}
	for _, l := range b.lines {
		if l.Text = wire.StripFormatting(l.Text); l.Text != "" || !l.Concat {
			bare.lines = append(bare.lines, l)
		}
	}
	return bare
}

// fitLines makes each line short enough for its frame. What is over goes on in
// the next, so that nothing of the message is lost.
func fitLines(lines []chat.Line, room int) []chat.Line {
	room = max(room, utf8.UTFMax) // else nothing would ever fit
	var fitting []chat.Line
	for _, line := range lines {
		for len(line.Text) > room {
			head := wire.Cut(line.Text, room)
			fitting = append(fitting, chat.Line{Text: head, Concat: line.Concat})
			line = chat.Line{Text: line.Text[len(head):], Concat: true}
		}
		fitting = append(fitting, line)
	}
	return fitting
}
