package irc

import (
	"cmp"
	"log/slog"
	"slices"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// missed is what was said to a person in private before the server started anew, by the
// other person. Of channels memory has the newest again, of private conversations only
// what came since: whoever was away at that time and cannot ask is looked up on disk,
// before the connection is hers, so that nothing comes in between.
type missed map[chat.UserID][]history.Entry

// looksBack looks up what a person has missed since a message, if that is needed, and
// then goes on registering.
func (c *call) looksBack(u *chat.User, seen string) bool {
	d := c.hub.disk
	if d == nil || seen >= d.start || c.asksItself() || c.s.reg.missed != nil {
		return false
	}
	person, limit := u.Person(), c.hub.cfg.Limits.Replay
	var found missed
	var err error
	c.slowly(func() { found, err = d.missed(person, seen, limit) }, func() error {
		if err != nil {
			c.hub.note("the disk does not answer", c.s, slog.Any("err", err))
		}
		c.s.reg.missed = found
		return c.tryRegister()
	})
	return true
}

// missed finds, of each private conversation of somebody, at most so many of the newest
// messages behind one.
func (d *disk) missed(person chat.UserID, seen string, limit int) (missed, error) {
	found := missed{}
	at, _ := msgidTime(seen)
	talks, err := d.store.Talks(person)
	for _, talk := range talks {
		if talk.Last.Before(at) {
			continue
		}
		var entries []history.Entry
		entries, err = d.store.Find(history.Between(person, talk.With), history.Query{After: &history.Ref{ID: seen, At: at.UTC()}, Limit: limit, Newest: true})
		if err != nil {
			break
		}
		if len(entries) > 0 {
			found[talk.With] = entries
		}
	}
	return found, err
}

// untold lists with whom somebody may have missed something, in the order in which that
// is shown: who has been silent since the start of the server comes first.
func (c *call) untold(before missed) []chat.UserID {
	partners := c.hub.history.Partners(c.user.Person())
	for _, other := range before.others() {
		if !slices.Contains(partners, other) {
			partners = slices.Insert(partners, 0, other)
		}
	}
	return partners
}

// isUntold says whether a private message is kept from the session for the moment, since
// it will be shown what it has missed of that conversation, and with it this.
func (s *Session) isUntold(ev chat.Said, other *chat.User) bool {
	if len(s.untold) == 0 || !slices.Contains(s.untold, other.Person()) {
		return false
	}
	kind, kept := keptAs(ev)
	return kept && kind == history.Message
}

// tellMissed shows the client what was said in the next conversation since a message.
func (c *call) tellMissed(before missed, seen string) {
	other, me := c.s.untold[0], c.user.Person()
	c.s.own().untold = c.s.untold[1:]
	entries := history.InOrder(slices.Concat(before[other], c.hub.since(history.Between(me, other), seen)))
	entries = slices.DeleteFunc(entries, c.hub.isGone)
	entries = entries[max(0, len(entries)-c.hub.cfg.Limits.Replay):]
	if nick, known := c.net().LastNick(other); known {
		c.sendPast("chathistory", nick, entries)
	} else if len(entries) > 0 {
		c.sendPast("chathistory", entries[len(entries)-1].NickOf(other), entries)
	}
}

// others lists with whom, the latest first.
func (m missed) others() []chat.UserID {
	others := make([]chat.UserID, 0, len(m))
	for id := range m {
		others = append(others, id)
	}
	last := func(id chat.UserID) string { return m[id][len(m[id])-1].ID }
	slices.SortFunc(others, func(a, b chat.UserID) int { return cmp.Compare(last(b), last(a)) })
	return others
}
