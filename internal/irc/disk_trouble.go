package irc

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// A disk that takes nothing, because it is full or gone, stops nobody from talking.
// What was to be written waits, as much as there is room for, and is written once
// there is; what found no room is lost to the disk, but for what memory still
// holds then. Nobody is left to believe otherwise: the operators of each channel
// are told when it begins and how it ended, and whoever changes what must be on
// disk first is refused.

// trouble is a while in which the disk takes nothing.
type trouble struct {
	since time.Time // zero while all is well
	err   error
	told  map[chat.ChannelID]*gap // by channel, 0 for private conversations
	lost  int                     // messages that are not on disk, since the start
}

// gap is what is missing of one channel.
type gap struct {
	lost  int
	first string // the id of the first
}

func (t *trouble) is() bool { return !t.since.IsZero() }

// beginTrouble is told of each write that failed.
func (h *hub) beginTrouble(err error) {
	d := h.disk
	began := !d.trouble.is()
	d.trouble.err = err
	if began {
		d.trouble.since = h.now
		h.later = append(h.later, func() { h.log.Error("the disk takes nothing", "err", err) })
		h.audit(nil, chat.Audited{Who: h.cfg.Name, Action: "STORE", Reason: "nothing can be stored: " + err.Error()})
	}
	for _, c := range d.changes {
		h.tellTrouble(c.Key.Channel)
	}
}

// tellTrouble tells the operators of a channel, once.
func (h *hub) tellTrouble(id chat.ChannelID) *gap {
	told := h.disk.trouble.told
	if told[id] == nil {
		told[id] = &gap{}
		if ch := h.net.ChannelByID(id); ch != nil {
			text := "What is said here cannot be stored at the moment: it is remembered only while the server runs"
			if h.isStrict() {
				text = "What is said here cannot be stored at the moment, and so is refused"
			}
			h.tellOperators(nil, ch, text)
		}
	}
	return told[id]
}

// lose counts what found no room in the queue.
func (h *hub) lose(c history.Change) {
	g := h.tellTrouble(c.Key.Channel)
	if g.first == "" {
		g.first = c.Entry.ID
	}
	if c.Entry.Kind == history.Message {
		g.lost++
		h.disk.trouble.lost++
	}
}

// endTrouble is told of each write that succeeded.
func (h *hub) endTrouble() {
	d := h.disk
	if !d.trouble.is() {
		return
	}
	lost := 0
	for _, id := range slices.Sorted(maps.Keys(d.trouble.told)) {
		g := d.trouble.told[id]
		h.recollect(id, g)
		lost += g.lost
		text := "What is said here is stored again"
		if g.lost > 0 {
			text += fmt.Sprintf("; %d messages of the time since %s are not", g.lost, d.trouble.since.Format(time.TimeOnly+" UTC"))
		}
		if ch := h.net.ChannelByID(id); ch != nil {
			h.tellOperators(nil, ch, text)
		}
	}
	took := h.now.Sub(d.trouble.since)
	d.trouble.since, d.trouble.err = time.Time{}, nil
	clear(d.trouble.told)
	h.later = append(h.later, func() { h.log.Warn("the disk takes what it is given again", "after", took, "lost", lost) })
	h.audit(nil, chat.Audited{Who: h.cfg.Name, Action: "STORE", Reason: fmt.Sprintf("stored again after %v, %d messages lost", took, lost)})
}

// recollect has the disk keep what it missed of a channel and memory still holds.
func (h *hub) recollect(id chat.ChannelID, g *gap) {
	if g.first == "" || id == 0 {
		return
	}
	key, d := history.Channel(id), h.disk
	for _, e := range h.history.Find(key, history.Query{After: &history.Ref{ID: g.first}, Including: true, Limit: 1 << 20, All: true}) {
		if d.isWaiting(e.ID) {
			continue
		}
		d.add(history.Change{Key: key, Entry: e})
		if e.Kind == history.Message && g.lost > 0 {
			g.lost--
			d.trouble.lost--
		}
	}
}
