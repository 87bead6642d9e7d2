package irc

import (
	"context"
	"fmt"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// What has been kept for long enough is forgotten: in memory a few conversations at a
// time, and then on disk, beside the lock. That happens every few minutes; whoever asks is
// not shown what is over its time meanwhile. Only what is oldest goes: whoever pages
// through a conversation just reaches its end earlier.

const (
	trimEvery   = 5 * time.Minute
	trimsAtOnce = 500 // conversations under one lock
)

// validate says what is wrong with the bounds, whose keys begin with a table's name.
func (c HistoryConfig) validate(table string) error {
	if c.MaxAge != 0 && c.MaxAge < time.Minute {
		return fmt.Errorf("%s.max_age: %v: expected 0s (for ever) or at least 1m", table, c.MaxAge)
	}
	if c.MaxCount < 0 {
		return fmt.Errorf("%s.max_count: %d: expected 0 (any number) or how many messages", table, c.MaxCount)
	}
	return nil
}

// keptOf is for how long, and how many messages, are kept of a channel that is there, or
// (nil) of any other conversation.
func (c *Config) keptOf(ch *chat.Channel) HistoryConfig {
	kept := c.History
	if ch == nil {
		return kept
	}
	for _, row := range c.Channels {
		if c.Casemapping.Fold(row.Name) != c.Casemapping.Fold(ch.Name) {
			continue
		}
		if row.History.MaxAge != 0 {
			kept.MaxAge = row.History.MaxAge
		}
		if row.History.MaxCount != 0 {
			kept.MaxCount = row.History.MaxCount
		}
	}
	kept.MaxAge = stricter(kept.MaxAge, ch.Registration.KeepAge)
	kept.MaxCount = stricter(kept.MaxCount, ch.Registration.KeepCount)
	return kept
}

// stricter is the lower of two bounds, of which 0 is none.
func stricter[N ~int | ~int64](a, b N) N {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// bounds says how much is kept of conversations.
func (h *hub) bounds(keys ...history.Key) []history.Bounds {
	all := make([]history.Bounds, len(keys))
	for i, key := range keys {
		kept := h.cfg.keptOf(h.net.ChannelByID(key.Channel))
		all[i].Most = kept.MaxCount
		if kept.MaxAge > 0 {
			all[i].Since = h.now.Add(-kept.MaxAge)
		}
	}
	return all
}

// planTrim plans the next look at what is kept.
func (h *hub) planTrim() {
	h.trim.due = alarmFunc(func(time.Time) { h.trimSome(h.history.Keys()) })
	h.timers.set(&h.trim, h.now.Add(trimEvery))
}

// trimSome trims some conversations in memory, the others a moment later, and at last
// all on disk.
func (h *hub) trimSome(keys []history.Key) {
	some := keys[:min(len(keys), trimsAtOnce)]
	for i, b := range h.bounds(some...) {
		h.history.Trim(some[i], b)
	}
	if rest := keys[len(some):]; len(rest) > 0 {
		h.trim.due = alarmFunc(func(time.Time) { h.trimSome(rest) })
		h.timers.set(&h.trim, h.now.Add(time.Millisecond))
		return
	}
	h.planTrim()
	if h.disk != nil {
		h.disk.trimming.begin(h)
	}
}

// trimming is a pass over the disk, of which there is one at a time.
type trimming struct {
	isOn   bool // the hub's lock guards it
	ctx    context.Context
	cancel func()
	ended  chan struct{} // the last to begin
}

func newTrimming() trimming {
	t := trimming{ended: make(chan struct{})}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	close(t.ended)
	return t
}

// begin begins one, unless one is under way or it is too late.
func (t *trimming) begin(h *hub) {
	if t.isOn || t.ctx.Err() != nil {
		return
	}
	t.isOn, t.ended = true, make(chan struct{})
	ended := t.ended
	h.later = append(h.later, func() {
		h.spawn(func() {
			defer close(ended)
			h.trimDisk()
		})
	})
}

func (h *hub) trimDisk() {
	d := h.disk
	err := d.store.Trim(d.trimming.ctx, func(keys []history.Key) []history.Bounds {
		h.lock()
		defer h.unlock()
		return h.bounds(keys...)
	})
	h.lock()
	defer h.unlock()
	d.trimming.isOn = false
	if err != nil && d.trimming.ctx.Err() == nil {
		h.later = append(h.later, func() { h.log.Error("what is over its time cannot be forgotten", "err", err) })
	}
}

// end ends it, and returns when nothing of it goes on.
func (t *trimming) end(h *hub) {
	t.cancel()
	h.lock()
	ended := t.ended
	h.unlock()
	<-ended
}
