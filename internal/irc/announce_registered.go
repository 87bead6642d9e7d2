package irc

import (
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// under gives a line the source under which something was done, if that is not its
// doer's own.
func under(as string, line *wire.Line) *wire.Line {
	if as != "" {
		line.Source, line.Account, line.Bot, line.Oper = as, "", false, false
	}
	return line
}

// announceRegistered tells the members that their channel is somebody's (mode r), or
// is no more.
func (h *hub) announceRegistered(origin *Session, fx chat.Effect, as, mode, id string, at time.Time) {
	line := &wire.Line{At: at, Source: h.setter(as), Command: "MODE", Params: []string{fx.Channel.Name, mode}}
	h.tellMembers(origin, fx.Channel, identified(line, id), 0)
	h.keepEvent(fx.By, line, fx.Channel.ID)
}

// settleDues gives and takes the ranks that access lists give: ChanServ does, at once
// and before anything else happens.
func (h *hub) settleDues(origin *Session, dues []chat.Due) {
	for len(dues) > 0 {
		ch, n := dues[0].Member.Channel, 1
		for n < len(dues) && dues[n].Member.Channel == ch {
			n++
		}
		if changes := chat.RankChanges(dues[:n]); len(changes) > 0 {
			h.happen(origin, chat.ModesChanged{Channel: ch.ID, As: chanServ.mask(h), Changes: changes, At: h.now})
		}
		dues = dues[n:]
	}
}
