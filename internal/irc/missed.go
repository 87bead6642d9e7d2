package irc

import (
	"cmp"
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
			c.hub.note("the disk does not answer", c.s, "err", err)
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

// sendMissed shows a client what was said to it in private since a message, conversation
// by conversation.
func (c *call) sendMissed(before missed, seen string) {
	me := c.user.Person()
	partners := c.hub.history.Partners(me)
	for _, other := range before.others() {
		if !slices.Contains(partners, other) { // who has been silent since comes first
			partners = slices.Insert(partners, 0, other)
		}
	}
	for _, other := range partners {
		entries := inOrder(slices.Concat(before[other], c.hub.since(history.Between(me, other), seen)))
		entries = slices.DeleteFunc(entries, func(e history.Entry) bool { return c.hub.redacted.has(e.ID) })
		entries = entries[max(0, len(entries)-c.hub.cfg.Limits.Replay):]
		if nick, known := c.net().LastNick(other); known {
			c.sendPast("chathistory", nick, entries)
		} else if len(entries) > 0 {
			c.sendPast("chathistory", entries[len(entries)-1].NickOf(other), entries)
		}
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
