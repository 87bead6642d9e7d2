package irc

import (
	"slices"

	"linnet/internal/irc/chat"
)

// cmdWho lists users: the members of a channel, one nick, or all visible ones
// that a mask matches (Modern IRC "WHO message"). With "o" only operators.
func cmdWho(c *call) error {
	mask := c.Param(0)
	onlyOpers := c.Param(1) == "o"
	wanted := func(u *chat.User) bool { return !onlyOpers || u.Modes.Has('o') }
	if mask == "" {
		mask = "*"
	}
	var ids []chat.UserID
	var where chat.ChannelID
	switch ch, u := c.net().Channel(mask), c.net().User(mask); {
	case ch != nil:
		if c.net().MaySeeChannel(c.user, ch) {
			where = ch.ID
			for _, m := range ch.Members {
				if wanted(m.User) && c.net().MaySeeUser(c.user, m.User) {
					ids = append(ids, m.User.ID)
				}
			}
		}
	case u != nil:
		if wanted(u) {
			ids = append(ids, u.ID)
		}
	case !chat.LooksLikeChannel(mask):
		for _, u := range c.net().Users() {
			ids = append(ids, u.ID)
		}
		slices.Sort(ids)
		isOf, folded := wanted, c.net().Fold(mask)
		wanted = func(u *chat.User) bool { return isOf(u) && c.net().MaySeeUser(c.user, u) && c.matches(folded, u) }
	}
	c.pages(func() bool {
		n := min(listPage, len(ids))
		for _, id := range ids[:n] {
			if u := c.net().UserByID(id); u != nil && wanted(u) {
				c.sendWho(u, c.net().ChannelByID(where))
			}
		}
		ids = ids[n:]
		if len(ids) == 0 {
			c.reply(RPL_ENDOFWHO, middle(mask))
		}
		return len(ids) > 0
	})
	return nil
}

// matches says whether a user's nick, user name, host, real name or server
// matches a folded mask; "0" is an old word for everybody. A mask can be made to
// match slowly, so this is asked page by page.
func (c *call) matches(mask string, u *chat.User) bool {
	if mask == "0" {
		return true
	}
	for _, field := range []string{u.Nick, u.Ident, u.Host, u.Realname, c.hub.cfg.Name} {
		if chat.Match(mask, c.net().Fold(field)) {
			return true
		}
	}
	return false
}

// sendWho sends one user: with the channel asked for, or else one that both can
// see, or "*".
func (c *call) sendWho(u *chat.User, ch *chat.Channel) {
	var m *chat.Member
	if ch != nil {
		m = u.In(ch)
	} else {
		m = c.visibleMembership(u)
	}
	name, prefix := "*", ""
	if m != nil {
		name, prefix = m.Channel.Name, c.prefix(m)
	}
	flags := "H"
	if u.Away != "" {
		flags = "G"
	}
	if u.Modes.Has('o') {
		flags += "*"
	}
	flags += prefix
	if u.Modes.Has('B') {
		flags += "B"
	}
	c.replyText(RPL_WHOREPLY, "0 "+u.Realname, name, u.Ident, u.Host, c.hub.cfg.Name, u.Nick, flags)
}

func (c *call) visibleMembership(u *chat.User) *chat.Member {
	for _, m := range u.Memberships {
		if c.net().MayLearnOf(c.user, m.Channel) && (c.net().MaySeeUser(c.user, u)) {
			return m
		}
	}
	return nil
}
