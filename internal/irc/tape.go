package irc

import (
	"slices"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

// tapes hold what a crowd is shown that joins a channel: its last messages as the
// bytes of each shape, for the channels that were joined lately. Nothing needs to tell
// them when the past changes: a tape says of which messages it is.
type tapes map[chat.ChannelID]*tape

// tape is the past of one channel.
type tape struct {
	of     span
	name   string // that the channel had
	blocks map[tapeShape][]block
}

// span tells one state of a channel's past from all others: a message that is added,
// taken out or forgotten changes one of its parts.
type span struct {
	oldest, newest *wire.Line
	count          int
}

// tapeShape is what decides of the bytes.
type tapeShape struct {
	shape   wire.Shape
	batched bool
}

// mostTapes bounds what tapes take: each of some is a hundred lines for each shape.
const mostTapes = 16

// tapeBatch is the reference of the batch on a tape: no other reference has a hyphen.
const tapeBatch = "the-past"

// playTape sends the newest messages of a channel. Its answer must not be labelled:
// then no two clients are told the same.
func (c *call) playTape(ch *chat.Channel, limit int) {
	all := c.hub.tapes
	key := history.Channel(ch.ID)
	now := span{}
	now.oldest, now.newest, now.count = c.hub.history.Ends(key, limit)
	t := all[ch.ID]
	if t == nil || t.of != now || t.name != ch.Name {
		t = &tape{of: now, name: ch.Name, blocks: map[tapeShape][]block{}}
		for id := range all {
			if len(all) < mostTapes {
				break
			}
			delete(all, id)
		}
		all[ch.ID] = t
	}
	as := tapeShape{c.s.shape, c.s.caps.has(capBatch)}
	blocks, taped := t.blocks[as]
	if !taped {
		var forms [][]byte
		c.tape = &forms
		c.sendPast("chathistory", ch.Name, c.hub.history.Find(key, history.Query{Limit: limit, Newest: true}))
		c.tape = nil
		blocks = blocksOf(forms)
		t.blocks[as] = blocks
	}
	c.s.pushBlocks(blocks)
}

// blockBytes is how large a block may be: a write takes a few.
const blockBytes = takeAtMost / 4

// blocksOf puts lines together.
func blocksOf(forms [][]byte) []block {
	var all []block
	for len(forms) > 0 {
		n, size := 0, 0
		for n < len(forms) && (n == 0 || size+len(forms[n]) <= blockBytes) {
			size += len(forms[n])
			n++
		}
		all = append(all, block{slices.Concat(forms[:n]...), uint32(n)}) //nolint:gosec // it is small
		forms = forms[n:]
	}
	return all
}
