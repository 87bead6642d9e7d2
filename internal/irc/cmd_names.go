package irc

import (
	"slices"

	"linnet/internal/irc/chat"
)

// cmdNames lists who is in channels (Modern IRC "NAMES message").
func cmdNames(c *call) error {
	if c.Param(0) == "" {
		c.extra = wholeNetworkCost
		c.nameEverybody()
		return nil
	}
	c.each(c.list(c.Param(0)), func(name string) error {
		ch := c.net().Channel(name)
		if ch == nil || !c.net().MaySeeChannel(c.user, ch) {
			c.reply(RPL_ENDOFNAMES, middle(name))
			return nil
		}
		c.sendNames(ch)
		return nil
	})
	return nil
}

// wholeNetworkCost is what it costs to ask for everybody there is.
const wholeNetworkCost = 10

// nameEverybody lists all visible channels and then says once that it is over
// (Modern IRC "NAMES message", RFC 2812 3.2.5). Who is in none of them is not
// named: no channel is called "*".
func (c *call) nameEverybody() {
	channels := c.net().ChannelIDs()
	slices.Sort(channels)
	c.pages(func() bool {
		if len(channels) == 0 {
			c.reply(RPL_ENDOFNAMES, "*")
			return false
		}
		if ch := c.net().ChannelByID(channels[0]); ch != nil && c.net().MayLearnOf(c.user, ch) {
			c.nameMembers(ch)
		}
		channels = channels[1:]
		return true
	})
}

// sendNames sends the members of a channel and the end of the list.
func (c *call) sendNames(ch *chat.Channel) {
	c.nameMembers(ch)
	c.reply(RPL_ENDOFNAMES, ch.Name)
}

// sendImplicitNames sends the members of a channel to who has just come in, unless
// the client will ask if it wants to know (IRCv3 no-implicit-names).
func (c *call) sendImplicitNames(ch *chat.Channel) {
	if !c.s.caps.hasAny(capNoImplicitNames | capNoImplicitNamesDraft) {
		c.sendNames(ch)
	}
}

// nameMembers sends the members of a channel; invisible ones only to a member. To all
// who are in a large one the same names are shown, which are kept for them.
func (c *call) nameMembers(ch *chat.Channel) {
	inside := c.user.In(ch) != nil
	if inside && !ch.Flags.Has('u') && len(ch.Members) > chat.LeafSize {
		c.callRoll(ch)
		return
	}
	line := c.nameLines(channelSymbol(ch), ch.Name)
	for _, m := range ch.Members {
		if (inside || !m.User.Modes.Has('i')) && m.SeenBy(c.user) {
			line.add(c.prefix(m), c.shownName(m.User))
		}
	}
	line.flush()
}

// nameLines packs names into 353.
func (c *call) nameLines(symbol, channel string) *packer {
	return c.pack(' ', func(text string) { c.replyText(RPL_NAMREPLY, text, symbol, channel) }, RPL_NAMREPLY, symbol, channel)
}

// channelSymbol says in 353 what kind of channel it is.
func channelSymbol(ch *chat.Channel) string {
	switch {
	case ch.Flags.Has('s'):
		return "@"
	case ch.Flags.Has('p'):
		return "*"
	}
	return "="
}

// shownName is a user as this client wants names (IRCv3 userhost-in-names).
func (c *call) shownName(u *chat.User) string {
	if c.s.caps.has(capUserhostInNames) {
		return u.Mask()
	}
	return u.Nick
}

// prefix is the highest prefix of a member, or all of them with multi-prefix.
func (c *call) prefix(m *chat.Member) string {
	if c.s.caps.has(capMultiPrefix) {
		return m.Rank.Prefixes()
	}
	return m.Rank.Prefix()
}
