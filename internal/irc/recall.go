package irc

import (
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// What a channel said before the server started is on disk, and comes back into memory
// when somebody is to be shown it: whoever joins first waits for the disk, and a server
// with much to remember starts as fast as one with little.

// recalled goes on with the channel of a name once memory has its newest messages, if
// there is such a channel or one may come back under that name: at once, or when the disk
// has answered.
func (c *call) recalled(name string, then func() error) error {
	if ch := c.net().Channel(name); ch != nil {
		return c.recalledOf(ch.ID, then)
	}
	if id, isKept := c.net().KeptChannel(name); isKept {
		return c.recalledOf(id, then)
	}
	return then()
}

// recalledOf is recalled for a channel that is known.
func (c *call) recalledOf(id chat.ChannelID, then func() error) error {
	key := history.Channel(id)
	if !c.hub.history.Lacks(key) {
		return then()
	}
	next := history.After(c.hub.ids.last())
	c.hub.history.Begin(key, next)
	size, count := c.hub.cfg.Limits.Replay, 0
	return c.past(key, false, func(f finder) []history.Entry {
		found := f.find(history.Query{Limit: size, Newest: true})
		count = len(found)
		return found
	}, func(found []history.Entry, err error) error {
		if err == nil { // else what memory has is shown
			c.hub.history.Recall(key, found, count < size, next)
			c.hub.history.Trim(key, c.hub.bounds(key)[0])
		}
		return then()
	})
}
