package irc

import (
	"fmt"
	"slices"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// load makes the network what it was, before anybody is there: from what the store
// has kept come events, and they happen like any others.
func (h *hub) load(store Store) error {
	kept, err := store.Load()
	if err != nil {
		return err
	}
	h.disk = newDisk(store, h.clock)
	h.lastID = kept.LastID
	h.ids.resume(kept.LastMsgid)
	if at, ok := msgidTime(kept.LastMsgid); ok && at.After(h.now) { // the clock was set back
		h.now = at
	}
	alive := kept.At
	if alive.IsZero() {
		alive = h.now
	}
	for _, ev := range kept.Events {
		if c, is := ev.(chat.ChannelRestored); is {
			c.At = alive
			c.State.Configured = slices.ContainsFunc(h.cfg.Channels, func(row ChannelConfig) bool {
				return h.net.Fold(row.Name) == h.net.Fold(c.State.Name)
			})
			ev = c
		}
		if err := h.net.MayRestore(ev); err != nil {
			h.later = append(h.later, func() {
				h.log.Error("something that was stored is left out", "what", stateKey(ev), "err", err)
			})
			continue
		}
		h.disk.isQuiet = true
		h.happen(nil, ev)
	}
	for _, ch := range h.net.Channels() {
		h.planLapse(ch)
	}
	h.planBanEnd()
	return h.loadMessages(kept.LastMsgid)
}

// loadMessages brings back the newest messages of all channels: whoever joins is
// shown them without a look at the disk.
func (h *hub) loadMessages(lastMsgid string) error {
	h.history.KeepsElsewhere()
	size := h.cfg.Limits.Replay
	for _, id := range h.net.ChannelsWithPast() {
		key := history.Channel(id)
		messages, err := h.disk.store.Find(key, history.Query{Limit: size, Newest: true})
		if err != nil {
			return fmt.Errorf("messages of channel %d: %w", id, err)
		}
		h.history.Recall(key, messages, len(messages) < size, lastMsgid+".")
		h.history.Trim(key, h.bounds(key)[0])
	}
	return nil
}

// resume makes all ids to come greater than one.
func (m *msgids) resume(last string) {
	at, ok := msgidTime(last)
	if !ok {
		return
	}
	raw, _ := idEncoding.DecodeString(last) // msgidTime has
	m.millis = at.UnixMilli()
	copy(m.low[:], raw[6:])
}
