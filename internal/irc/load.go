package irc

import (
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
	h.lastID, h.disk.start = kept.LastID, kept.LastMsgid
	h.ids.resume(kept.LastMsgid)
	if at, ok := msgidTime(kept.LastMsgid); ok && at.After(h.now) { // the clock was set back
		h.now = at
	}
	alive := kept.At
	if alive.IsZero() {
		alive = h.now
	}
	configured := map[string]bool{}
	for _, row := range h.cfg.Channels {
		configured[h.net.Fold(row.Name)] = true
	}
	for _, ev := range kept.Events {
		if back, is := ev.(chat.ChannelRestored); is {
			back.At, back.State.Configured = alive, configured[h.net.Fold(back.State.Name)]
			ev = back
		}
		h.restore(ev)
	}
	h.happen(nil, chat.NetworkRestored{At: alive})
	for _, ch := range h.net.Channels() {
		if !ch.Stays() {
			h.disk.rows[ch.ID] = room{ch.Name, ch.Outline().Limited, true}
		}
	}
	for _, ch := range h.net.Channels() {
		h.planLapse(ch)
	}
	h.planBanEnd()
	h.history.KeepsElsewhere()
	return nil
}

// restore makes something true again that was so until a moment ago. What cannot be is
// left out, and told: nobody else has to wait for it.
func (h *hub) restore(ev chat.Event) {
	if back, is := ev.(chat.UserRestored); is {
		h.restoreUser(back)
		return
	}
	if err := h.net.MayRestore(ev); err != nil {
		h.later = append(h.later, func() {
			h.log.Error("something that was stored is left out", "what", stateKey(ev), "err", err)
		})
		return
	}
	h.disk.isQuiet = true
	h.happen(nil, ev)
}

// restoreUser brings somebody back, whose sessions have all their time to return.
func (h *hub) restoreUser(ev chat.UserRestored) {
	id, grace := ev.State.User, h.cfg.Limits.ResumeGrace
	ev.At, ev.Until, ev.Seen = h.now, h.now.Add(grace), h.disk.start
	if grace == 0 { // nothing is resumed any more
		ev.State.Sessions = nil
	}
	h.disk.back.written[id] = true
	if err := h.net.MayRestore(ev); err != nil {
		h.later = append(h.later, func() {
			h.log.Warn("somebody does not come back", "user", id, "nick", ev.State.Nick, "err", err)
		})
		h.disk.back.note(id)
		h.disk.add(history.Change{Leaves: id})
		return
	}
	for _, id := range h.happen(nil, ev).User.Sessions {
		h.expect(id, ev.Until, "Connection lost")
	}
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
