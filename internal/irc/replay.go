package irc

import (
	"fmt"
	"slices"
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

// replayStamp is how a replayed line's time is shown to a client without
// server-time.
const replayStamp = "[15:04:05] "

// replay sends the newest messages of a channel to who has just joined it. It
// happens under the lock of the join itself, so that the past and what follows
// meet without a gap or a double.
func (c *call) replay(ch *chat.Channel) {
	if c.asksItself() {
		return
	}
	if c.user.Modes.Has('B') || c.user.Modes.Has('D') {
		return // bots that re-run last week's commands are no joy, and the deaf hear nothing
	}
	limit := c.hub.cfg.Limits.Replay
	if own := ch.Registration.Replay; own > 0 {
		limit = min(limit, own)
	}
	if c.s.answer == nil && !c.foreign {
		c.playTape(ch, limit)
		return
	}
	c.sendPast("chathistory", ch.Name, c.hub.history.Find(history.Channel(ch.ID), history.Query{Limit: limit, Newest: true}))
}

// sendPast sends old lines of one conversation, oldest first: in a batch of some
// type to who knows batches, with the time in the text to who does not see it in a tag.
func (c *call) sendPast(kind, target string, lines []history.Entry) {
	if len(lines) == 0 {
		return
	}
	timed := c.s.caps.has(capServerTime)
	if !timed {
		text := fmt.Sprintf("The last %d messages (times are UTC):", len(lines))
		if len(lines) == 1 {
			text = "The last message (its time is UTC):"
		}
		to := target
		if !chat.LooksLikeChannel(target) {
			to = c.user.Nick
		}
		c.send(c.hub.noticeTo(to, text))
	}
	b := c.openBatch(false, kind, target)
	for _, e := range lines {
		line := addressed(e.Line, target)
		if timed {
			b.sendPast(e, line)
		} else {
			b.send(stamped(line))
		}
	}
	b.close()
}

// addressed returns a line of a channel under the name that the channel has now.
func addressed(line *wire.Line, target string) *wire.Line {
	switch line.Command {
	case "NICK", "QUIT", "RENAME":
		return line // which begin with something else
	}
	if !chat.LooksLikeChannel(target) || line.Params[0] == target {
		return line
	}
	copied := line.Copy()
	copied.Params[0] = target
	return copied
}

// stamped returns a copy of a line whose text begins with its time.
func stamped(line *wire.Line) *wire.Line {
	copied := line.Copy()
	text := &copied.Params[len(copied.Params)-1]
	if line.Multiline != nil {
		parts := copied.Multiline.Parts
		first := slices.IndexFunc(parts, func(p wire.Part) bool { return p.Text != "" })
		text = &parts[max(first, 0)].Text
	}
	*text = withStamp(*text, line.At.UTC().Format(replayStamp))
	return copied
}

// withStamp puts a time in front of a text; that of an ACTION stands inside it.
func withStamp(text, stamp string) string {
	if rest, ok := strings.CutPrefix(text, "\x01ACTION "); ok {
		return "\x01ACTION " + stamp + rest
	}
	return stamp + text
}
