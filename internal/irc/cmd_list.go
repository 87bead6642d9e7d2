package irc

import (
	"slices"
	"strconv"
	"strings"

	"linnet/internal/irc/chat"
)

// listPage is how many channels or users one page of a long answer looks at.
const listPage = 200

// cmdList lists channels with their sizes and topics (Modern IRC "LIST message").
// A name may be a mask.
func cmdList(c *call) error {
	c.numeric(RPL_LISTSTART, true, "Channel", "Users  Name")
	var ids []chat.ChannelID
	masks := c.list(c.Param(0))
	exact := len(masks) > 0 && !strings.ContainsAny(c.Param(0), "*?")
	isShown := c.net().MayLearnOf
	if exact {
		isShown = c.net().MaySeeChannel
		for _, name := range masks {
			if ch := c.net().Channel(name); ch != nil {
				ids = append(ids, ch.ID)
			}
		}
	} else {
		for _, ch := range c.net().Channels() {
			ids = append(ids, ch.ID)
		}
		slices.Sort(ids)
	}
	c.pages(func() bool {
		n := min(listPage, len(ids))
		for _, id := range ids[:n] {
			if ch := c.net().ChannelByID(id); ch != nil && isShown(c.user, ch) && (exact || c.matchesAny(masks, ch.Name)) {
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

// matchesAny says whether a name matches one of the masks; none match all.
func (c *call) matchesAny(masks []string, name string) bool {
	if len(masks) == 0 {
		return true
	}
	return slices.ContainsFunc(masks, func(mask string) bool {
		return chat.Match(c.net().Fold(mask), c.net().Fold(name))
	})
}
