package irc

import (
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

// identify gives an event that the history keeps the id under which it does. The
// id of what was said is given earlier, with its text.
func (h *hub) identify(ev chat.Event) chat.Event {
	switch ev := ev.(type) {
	case chat.Joined:
		ev.ID = h.nextMsgid()
		return ev
	case chat.Parted:
		ev.ID = h.nextMsgid()
		return ev
	case chat.Kicked:
		ev.ID = h.nextMsgid()
		return ev
	case chat.SessionEnded:
		ev.Seen = h.ids.last()
		ev.ID = h.nextMsgid()
		return ev
	case chat.UserLeft:
		ev.ID = h.nextMsgid()
		return ev
	case chat.NickChanged:
		ev.ID = h.nextMsgid()
		return ev
	case chat.TopicChanged:
		ev.ID = h.nextMsgid()
		return ev
	case chat.ModesChanged:
		ev.ID = h.nextMsgid()
		return ev
	case chat.ChannelRegistered:
		ev.ID = h.nextMsgid()
		return ev
	case chat.ChannelDropped:
		ev.ID = h.nextMsgid()
		return ev
	case chat.ChannelRenamed:
		ev.ID = h.nextMsgid()
		return ev
	case chat.Redacted:
		if ev.ID == "" { // else it is on disk under one
			ev.ID = h.nextMsgid()
		}
		return ev
	}
	return ev
}

func (h *hub) nextMsgid() string { return h.ids.next(h.now, h.random) }

// keepSaid keeps a message, if it is of a kind that is kept.
func (h *hub) keepSaid(ev chat.Said, fx chat.Effect, line *wire.Line) {
	e, kept := h.saidEntry(ev, line)
	if !kept {
		return
	}
	for i, t := range e.Tags { // or all tags of the client's line would be kept with them
		e.Tags[i] = wire.Tag{Key: strings.Clone(t.Key), Value: strings.Clone(t.Value)}
	}
	h.keep(saidKey(fx), e)
	h.warm.keep(e.Line)
}

// saidEntry is what is kept of a message, if it is of a kind that is.
func (h *hub) saidEntry(ev chat.Said, line *wire.Line) (e history.Entry, kept bool) {
	kind, kept := keptAs(ev)
	if !kept || h.isUnrecorded(ev.Channel) {
		return e, false
	}
	if tagsSize(line.Tags) > keptTags {
		if kind == history.Tagged {
			return e, false
		}
		line = line.Copy()
		line.Tags = nil
	}
	owner := chat.UserID(h.net.UserByID(ev.From).AccountID)
	return history.Entry{Line: line, Kind: kind, From: ev.From, Owner: owner}, true
}

// saidKey is the conversation that a message belongs to.
func saidKey(fx chat.Effect) history.Key {
	if fx.Channel != nil {
		return history.Channel(fx.Channel.ID)
	}
	return history.Between(fx.By.Person(), fx.User.Person())
}

// keepEvent keeps what became of channels, for who asks with draft/event-playback.
// A line without an id has no place there. by is whose doing it was, nil for the
// server's.
func (h *hub) keepEvent(by *chat.User, line *wire.Line, channels ...chat.ChannelID) {
	if line.ID == "" {
		return
	}
	var owner chat.UserID
	if by != nil {
		owner = chat.UserID(by.AccountID)
	}
	for _, id := range channels {
		if !h.isUnrecorded(id) {
			h.keep(history.Channel(id), history.Entry{Line: line, Kind: history.Event, Owner: owner})
		}
	}
	line.Cool()
}

// isUnrecorded says whether a channel's founder wants nothing of it kept.
func (h *hub) isUnrecorded(id chat.ChannelID) bool {
	ch := h.net.ChannelByID(id)
	return ch != nil && ch.Registration.Unrecorded
}

// keptAs says as what a message is kept: what people said and how they reacted,
// not CTCP questions, typing notices, or words for operators only.
func keptAs(ev chat.Said) (kind history.Kind, kept bool) {
	switch {
	case ev.HeardBy() != 0, ev.Dropped:
		return 0, false
	case ev.Command == "TAGMSG":
		return history.Tagged, !isFleeting(ev.Tags)
	}
	text := ev.Text
	if len(ev.Lines) > 0 {
		text = ev.Lines[0].Text
	}
	return history.Message, !isCTCP(text)
}

// isFleeting says whether tags tell nothing that is of use later.
func isFleeting(tags []chat.Tag) bool {
	for _, t := range tags {
		if t.Key != "+typing" && t.Key != "+draft/typing" {
			return false
		}
	}
	return true
}

// keptTags is how many bytes of client-only tags are kept with a message: else a
// stranger could fill the memory with tags that take more room than any text.
const keptTags = 512

func tagsSize(tags []wire.Tag) int {
	size := 0
	for _, t := range tags {
		size += len(t.Key) + len(t.Value)
	}
	return size
}

// warm remembers which lines of the history still have their rendered bytes: the
// newest, and those that somebody was sent lately, so that a crowd that joins
// shares them. The bytes of all others are given up, since they take twice the
// room of the facts.
type warm struct {
	lines []*wire.Line
	next  int
}

// warmLines is how many lines keep their bytes.
const warmLines = 4096

// keep keeps the bytes of one more line, which must not be among them already. A
// multiline message is rendered each time, as it would take the room of many.
func (w *warm) keep(line *wire.Line) {
	if line.Multiline != nil {
		line.Cool()
		return
	}
	if len(w.lines) < warmLines {
		w.lines = append(w.lines, line)
		return
	}
	w.lines[w.next].Cool()
	w.lines[w.next] = line
	w.next = (w.next + 1) % warmLines
}

// sendPast sends an entry in a batch, as this client is told of it. If that is the
// line as it is kept, its bytes are kept too for a while.
func (b batch) sendPast(e history.Entry, line *wire.Line) {
	wasCool := line.IsCool()
	b.send(line)
	if wasCool && line == e.Line {
		b.c.hub.warm.keep(line)
	}
}
