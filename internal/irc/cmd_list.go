package irc

import (
	"slices"
	"strconv"

	"linnet/internal/irc/chat"
)

// listPage is how many channels or users one page of a long answer looks at.
const listPage = 200

// maskPage is how many of them are compared with masks of so many bytes: a mask
// can be made to match slowly, and nobody may hold the lock for long by one.
func maskPage(bytes int) int { return max(listPage*16/(16+bytes), 4) }

// maskCost is how many bytes of a mask cost as much as a command.
const maskCost = 32

// cmdList lists channels with their sizes and topics (Modern IRC "LIST message"):
// all that may be seen, or those that names, masks and conditions leave, each page in
// the order in which they were opened.
func cmdList(c *call) error {
	c.numeric(RPL_LISTSTART, true, "Channel", "Users  Name")
	q := readList(c)
	ids := c.findList(q)
	isShown := c.net().MayLearnOf
	if q.isExact() {
		isShown = c.net().MaySeeChannel
	}
	page := maskPage(len(c.Param(0)) + len(c.Param(1)))
	c.pages(func() bool {
		n := min(page, len(ids))
		slices.Sort(ids[:n]) // not all at once, which would take long under one lock
		for _, id := range ids[:n] {
			ch := c.net().ChannelByID(id)
			if ch != nil && isShown(c.user, ch) && q.takes(ch.Folded(), ch, c.hub.now) {
				c.replyText(RPL_LIST, ch.Topic.Text, ch.Name, strconv.Itoa(len(ch.Members)))
			}
		}
		ids = ids[n:]
		if len(ids) == 0 {
			c.reply(RPL_LISTEND)
		}
		return len(ids) > 0
	})
	return nil
}

// findList lists the channels that may be meant: those named, or all.
func (c *call) findList(q *listQuery) []chat.ChannelID {
	if q.isExact() {
		var ids []chat.ChannelID
		for _, name := range q.masks {
			if ch := c.net().Channel(name); ch != nil {
				ids = append(ids, ch.ID)
			}
		}
		return ids
	}
	return c.net().ChannelIDs()
}
