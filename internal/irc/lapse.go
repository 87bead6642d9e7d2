package irc

import (
	"time"

	"linnet/internal/irc/chat"
)

// lapses are the deadlines of channels in whose lists something is timed, one for
// each. The hub's lock guards them.
type lapses map[chat.ChannelID]*deadline

// planLapse sets the deadline of a channel by what is in its lists now.
func (h *hub) planLapse(ch *chat.Channel) {
	next, some := ch.NextLapse()
	d := h.lapses[ch.ID]
	switch {
	case some && d == nil:
		d = &deadline{due: alarmFunc(func(now time.Time) { h.lapse(ch.ID, now) })}
		h.lapses[ch.ID] = d
		fallthrough
	case some:
		h.timers.set(d, next)
	case d != nil:
		h.timers.clear(d)
		delete(h.lapses, ch.ID)
	}
}

// lapse takes out of a channel's lists what has had its time: the members hear
// the server do it.
func (h *hub) lapse(id chat.ChannelID, now time.Time) {
	ch := h.net.ChannelByID(id)
	if ch == nil {
		delete(h.lapses, id)
		return
	}
	if changes := ch.Lapsed(now); len(changes) > 0 {
		h.happen(nil, chat.ModesChanged{Channel: id, Changes: changes, At: now})
	}
	h.planLapse(ch)
}

// forgetLapses calls off the deadlines of channels that have gone.
func (h *hub) forgetLapses() {
	for id, d := range h.lapses {
		if h.net.ChannelByID(id) == nil {
			h.timers.clear(d)
			delete(h.lapses, id)
		}
	}
}
