package irc

import (
	"bytes"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// rolls hold the names of large channels as 353 shows them to members, for the channels
// that were asked for lately: a crowd that joins is told them once for each who comes.
// Nothing needs to tell them of changes: each leaf has the number that the network's
// had when it was written, and only a leaf with another number is written anew.
type rolls map[chat.ChannelID]*roll

// roll is the names of one channel for each way to show them: with the highest prefix
// or all, as nicks or as masks.
type roll [4][]rollLeaf

type rollLeaf struct {
	number uint64
	text   []byte // names with a space between them
}

// mostRolls bounds what rolls take: some is all nicks of a channel, or all masks.
const mostRolls = 16

// of returns the roll of a channel, in place of any other's if there are too many.
func (all rolls) of(ch *chat.Channel) *roll {
	r := all[ch.ID]
	if r == nil {
		for id := range all {
			if len(all) < mostRolls {
				break
			}
			delete(all, id)
		}
		r = &roll{}
		all[ch.ID] = r
	}
	return r
}

// callRoll sends the names of all members.
func (c *call) callRoll(ch *chat.Channel) {
	way := 0
	if c.s.caps.has(capMultiPrefix) {
		way |= 1
	}
	if c.s.caps.has(capUserhostInNames) {
		way |= 2
	}
	r := c.hub.rolls.of(ch)
	r[way] = c.renew(r[way], ch)
	lines := rollLines{head: ":" + c.hub.cfg.Name + " " + RPL_NAMREPLY.String() + " " + c.s.name() + " " + channelSymbol(ch) + " " + ch.Name + " :"}
	for _, leaf := range r[way] {
		lines.left += len(leaf.text)
	}
	for _, leaf := range r[way] {
		lines.add(leaf.text)
	}
	lines.end()
	if c.s.answer == nil {
		c.s.pushAll(lines.forms, !c.foreign)
		return
	}
	for _, form := range lines.forms {
		c.sendForm(form, false)
	}
}

// renew writes those leaves anew whose members are others by now.
func (c *call) renew(leaves []rollLeaf, ch *chat.Channel) []rollLeaf {
	numbers := ch.Roster()
	for len(leaves) < len(numbers) {
		leaves = append(leaves, rollLeaf{})
	}
	clear(leaves[len(numbers):])
	leaves = leaves[:len(numbers)]
	for i := range leaves {
		leaf := &leaves[i]
		if leaf.number == numbers[i] {
			continue
		}
		leaf.number, leaf.text = numbers[i], leaf.text[:0]
		for _, m := range ch.Members[i*chat.LeafSize : min((i+1)*chat.LeafSize, len(ch.Members))] {
			leaf.text = c.appendName(leaf.text, m)
		}
	}
	return leaves
}

// appendName writes one member behind others.
func (c *call) appendName(text []byte, m *chat.Member) []byte {
	if len(text) > 0 {
		text = append(text, ' ')
	}
	text = append(text, c.prefix(m)...)
	text = append(text, m.User.Nick...)
	if c.s.caps.has(capUserhostInNames) {
		text = append(append(text, '!'), m.User.Ident...)
		text = append(append(text, '@'), m.User.Host...)
	}
	return text
}

// rollLines writes names as lines, each as full as it may be. What is shared of a line
// is its names: it begins with whom it is for, so the bytes are each client's own.
type rollLines struct {
	head  string
	forms [][]byte
	line  []byte // under way, nil for none
	block []byte // room for lines to come
	left  int    // bytes of names that are to come
}

// rollBlock is for how many bytes of lines room is made at once.
const rollBlock = 16 * wire.MaxLine

// add writes names with a space between them.
func (l *rollLines) add(names []byte) {
	l.left -= len(names)
	for len(names) > 0 {
		if l.line == nil {
			l.begin(l.left + len(names))
		}
		gap := 0
		if len(l.line) > len(l.head) {
			gap = 1
		}
		room := wire.MaxBody - len(l.line) - gap
		fits := fitting(names, room)
		switch {
		case fits == 0 && gap > 0:
			l.end()
			continue
		case fits == 0:
			fits = room // it is longer than any line
		case gap > 0:
			l.line = append(l.line, ' ')
		}
		l.line = append(l.line, names[:fits]...)
		names = bytes.TrimPrefix(names[fits:], []byte(" "))
	}
}

// fitting is how many bytes of names fit into room, whole names alone.
func fitting(names []byte, room int) int {
	if len(names) <= room {
		return len(names)
	}
	return max(bytes.LastIndexByte(names[:max(room, 0)+1], ' '), 0)
}

// begin begins a line; so many bytes of names are to come.
func (l *rollLines) begin(names int) {
	if cap(l.block) < wire.MaxLine {
		lines := names/(wire.MaxLine/2) + 1
		l.block = make([]byte, 0, max(wire.MaxLine, min(rollBlock, names+lines*(len(l.head)+len(" \r\n")))))
	}
	l.line = l.block
	l.line = append(l.line, l.head...)
}

// end ends the line under way, if there is one.
func (l *rollLines) end() {
	if l.line == nil {
		return
	}
	l.line = append(l.line, '\r', '\n')
	n := len(l.line)
	l.forms = append(l.forms, l.line[:n:n])
	l.block, l.line = l.line[n:n:cap(l.line)], nil
}
