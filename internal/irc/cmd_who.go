package irc

import (
	"slices"

	"linnet/internal/irc/chat"
)

// cmdWho lists users: the members of a channel, one nick, or all visible ones
// that a mask matches (Modern IRC "WHO message", IRCv3 whox).
func cmdWho(c *call) error {
	q := readWho(c)
	ids, where := c.findWho(q)
	page := listPage
	if q.isMask {
		page = maskPage(len(q.mask))
		c.extra = len(q.mask) / maskCost
	}
	c.pages(func() bool {
		n := min(page, len(ids))
		slices.Sort(ids[:n]) // not all at once, which would take long under one lock
		for _, id := range ids[:n] {
			if u := c.net().UserByID(id); u != nil && c.isWanted(q, u) {
				c.sendWho(q, u, c.net().ChannelByID(where))
			}
		}
		ids = ids[n:]
		if len(ids) == 0 {
			c.reply(RPL_ENDOFWHO, c.asked(RPL_ENDOFWHO, q.mask))
		}
		return len(ids) > 0
	})
	return nil
}

// findWho lists the users that may be meant, and the channel that was asked for.
func (c *call) findWho(q *whoQuery) (ids []chat.UserID, where chat.ChannelID) {
	if ch := c.net().Channel(q.mask); ch != nil {
		if !c.net().MaySeeChannel(c.user, ch) {
			return nil, 0
		}
		for _, m := range ch.Members {
			if c.net().MaySeeUser(c.user, m.User) && m.SeenBy(c.user) {
				ids = append(ids, m.User.ID)
			}
		}
		return ids, ch.ID
	}
	if chat.LooksLikeChannel(q.mask) {
		return nil, 0
	}
	if u := c.net().User(q.mask); u != nil && q.selects('n') {
		return []chat.UserID{u.ID}, 0
	}
	q.isMask = true
	for _, u := range c.net().Users() {
		ids = append(ids, u.ID)
	}
	return ids, 0
}

// isWanted says whether a user is among those asked for. A mask can be made to
// match slowly, so this is asked page by page.
func (c *call) isWanted(q *whoQuery, u *chat.User) bool {
	if q.opers && !u.Modes.Has('o') {
		return false
	}
	return !q.isMask || c.net().MaySeeUser(c.user, u) && c.matchesWho(q, u)
}

// sendWho sends one user: with the channel asked for, or else one that both can
// see, or "*".
func (c *call) sendWho(q *whoQuery, u *chat.User, ch *chat.Channel) {
	var m *chat.Member
	if ch != nil {
		m = u.In(ch)
	} else {
		m = c.visibleMembership(u)
	}
	if q.extended {
		c.sendWhox(q, u, m)
		return
	}
	c.replyText(RPL_WHOREPLY, "0 "+u.Realname, channelOf(m), u.Ident, u.Host, c.hub.cfg.Name, u.Nick, c.whoFlags(u, m))
}

// channelOf is the channel of a membership, or "*" for none.
func channelOf(m *chat.Member) string {
	if m == nil {
		return "*"
	}
	return m.Channel.Name
}

// whoFlags says in this order: here or gone, operator, prefixes in the channel,
// bot, secure (Modern IRC RPL_WHOREPLY).
func (c *call) whoFlags(u *chat.User, m *chat.Member) string {
	flags := "H"
	if u.Away != "" {
		flags = "G"
	}
	if u.Modes.Has('o') {
		flags += "*"
	}
	if m != nil {
		flags += c.prefix(m)
	}
	if u.Modes.Has('B') {
		flags += "B"
	}
	if u.Secure {
		flags += "s"
	}
	return flags
}

// visibleMembership is a channel of the user's that the asker may know of.
func (c *call) visibleMembership(u *chat.User) *chat.Member {
	for _, m := range u.Memberships {
		if c.mayKnowOf(m) {
			return m
		}
	}
	return nil
}

// mayKnowOf says whether the asker may know that somebody is in a channel: of an
// invisible user only what both are in, of an auditorium only what members see.
func (c *call) mayKnowOf(m *chat.Member) bool {
	if m.User == c.user || c.user.In(m.Channel) != nil {
		return m.SeenBy(c.user)
	}
	return m.SeenBy(c.user) && !m.User.Modes.Has('i') && c.net().MayLearnOf(c.user, m.Channel)
}
