package irc

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

// Who wants to be forgotten is, with all that she wrote: it counts no more as soon as
// the event that says so has happened, in memory and on disk. What it leaves in the
// files is removed beside the lock (Archive.Scrub). What others have answered stays, and
// so does what belongs to a channel: its topic, its lists.

// Archive is a Store that knows whose the messages are.
type Archive interface {
	// OwnedBy returns some of what is kept of a person with an account, in the order in
	// which it was said, behind a place, which is 0 at first; and the next place, 0 if
	// that was all.
	OwnedBy(owner chat.UserID, behind int64, limit int) (found []history.Found, next int64, err error)
	// Scrub removes the last traces of what was erased.
	Scrub(context.Context) error
}

// announceErased takes somebody's words out of what is kept, and tells those who may
// still see them.
func (h *hub) announceErased(ev chat.Erased) {
	owner := chat.UserID(ev.Account)
	gone := h.history.Erase(owner)
	h.erased.add(fmt.Sprint(owner))
	h.warm.drop(gone)
	clear(h.tapes)
	if h.disk != nil {
		h.disk.erase(owner)
	}
	gone = slices.DeleteFunc(gone, func(f history.Found) bool { return f.Kind == history.Event })
	h.tellErased(h.sourceOf(owner), owner, gone[max(0, len(gone)-erasedTold):])
}

const (
	// erasedTold is of how many messages that are gone together people are told: those
	// said last, which their clients may show.
	erasedTold = 200
	// erasedAtOnce is of how many under one lock.
	erasedAtOnce = 20
)

// tellErased tells those who understand it (IRCv3 message-redaction) of messages that
// are gone, the newest first.
func (h *hub) tellErased(source string, owner chat.UserID, gone []history.Found) {
	rest := gone[:max(0, len(gone)-erasedAtOnce)]
	for _, f := range slices.Backward(gone[len(rest):]) {
		line := &wire.Line{At: h.now, Source: source, Command: "REDACT"}
		if ch := h.net.ChannelByID(f.Key.Channel); ch != nil {
			line.Params = []string{ch.Name, f.ID}
			h.tellMembers(nil, ch, line, capRedaction)
		} else if other := f.Key.Other(owner); f.Key.Channel == 0 {
			nick, _ := h.net.LastNick(other)
			line.Params = []string{nick, f.ID}
			for _, person := range slices.Compact([]chat.UserID{owner, other}) {
				if u := h.net.UserOf(person); u != nil {
					h.tell(nil, u, nil, line, capRedaction)
				}
			}
		}
	}
	if len(rest) > 0 {
		h.timers.set(&deadline{due: alarmFunc(func(time.Time) { h.tellErased(source, owner, rest) })}, h.now)
	}
}

// sourceOf is the mask of a person with an account, who need not be there.
func (h *hub) sourceOf(person chat.UserID) string {
	if u := h.net.UserOf(person); u != nil {
		return u.Mask()
	}
	nick, _ := h.net.LastNick(person)
	return nick + "!" + nick + "@" + h.cfg.Name
}

// isGone says whether an entry that was looked up a moment ago is kept no more.
func (h *hub) isGone(e history.Entry) bool {
	return h.redacted.has(e.ID) || e.Owner != 0 && h.erased.ids != nil && h.erased.has(fmt.Sprint(e.Owner))
}

// erase takes somebody's words out of what waits to be written.
func (d *disk) erase(owner chat.UserID) {
	d.changes = slices.DeleteFunc(d.changes, func(c history.Change) bool {
		if c.Entry.Line == nil || c.Entry.Owner != owner {
			return false
		}
		d.bytes -= changeSize(c)
		return true
	})
}

// beginScrub is told of each write that left nothing behind. The first after something
// was erased took with it all that was waiting then, such as what was a guest's until
// she logged in: now it can be removed.
func (h *hub) beginScrub() {
	if h.disk.isToScrub {
		h.disk.isToScrub = false
		h.later = append(h.later, func() { h.spawn(h.scrub) })
	}
}

// scrub removes what was erased from the disk. If that does not succeed it is tried
// again, by scrubbing.
func (h *hub) scrub() {
	archive, is := h.disk.store.(Archive)
	if !is {
		return
	}
	err := archive.Scrub(context.Background())
	h.lock()
	defer h.unlock()
	h.disk.unscrubbed = time.Time{}
	if err != nil && !errors.Is(err, context.Canceled) {
		h.disk.unscrubbed = h.now
		h.later = append(h.later, func() { h.log.Error("what was erased is still in the files", "err", err) })
	}
}

// scrubAgain is how long after it failed what was erased is tried to be removed again.
const scrubAgain = 10 * time.Minute

// keepScrubbing does that, when it is time to.
func (h *hub) keepScrubbing() {
	if d := h.disk; d != nil && !d.unscrubbed.IsZero() && h.now.Sub(d.unscrubbed) >= scrubAgain {
		d.unscrubbed = h.now
		h.later = append(h.later, func() { h.spawn(h.scrub) })
	}
}

// drop forgets the lines of entries that are gone, and their bytes.
func (w *warm) drop(gone []history.Found) {
	lines := map[*wire.Line]bool{}
	for _, f := range gone {
		lines[f.Line] = true
	}
	for i, line := range w.lines {
		if lines[line] {
			w.lines[i] = &wire.Line{}
		}
	}
}

// erasure are the events by which somebody is forgotten, or only her account is given
// up.
func erasure(id account.ID, keepMessages bool, now time.Time) []chat.Event {
	events := []chat.Event{chat.Erased{Account: id, At: now}, chat.AccountDropped{Account: id, At: now}}
	if keepMessages {
		return events[1:]
	}
	return events
}
