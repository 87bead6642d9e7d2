package irc

import (
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// csAccess shows or changes a channel's access list, with the names of ranks.
func csAccess(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	switch verb := strings.ToUpper(c.Param(1)); {
	case verb == "", verb == "LIST":
		return c.listAccess(ch)
	case verb == "ADD" && len(c.Params) == 4:
		rank, ok := chat.FindRank(strings.TrimSpace(c.Param(3)))
		if !ok {
			return &failure{code: "INVALID_RANK", context: []string{mention(c.Param(3))}, text: "Expected owner, admin, operator, half-operator or voice"}
		}
		return c.giveAccess(ch, c.Param(2), rank)
	case verb == "DEL" && len(c.Params) == 3:
		return c.giveAccess(ch, c.Param(2), 0)
	}
	c.notice("Syntax: ACCESS <channel> [LIST], ADD <account> <rank> or DEL <account>")
	return nil
}

// csAmode is the same in the words of MODE.
func csAmode(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	change := c.Param(1)
	if change == "" {
		return c.listAccess(ch)
	}
	rank, ok := chat.FindRank(strings.TrimLeft(change, "+-"))
	if len(change) != 2 || !ok || change[0] != '+' && change[0] != '-' || c.Param(2) == "" {
		c.notice("Syntax: AMODE <channel> [+|-<letter> <account>], with one of the letters q, a, o, h and v")
		return nil
	}
	if change[0] == '-' {
		return c.takeRank(ch, c.Param(2), rank)
	}
	return c.giveAccess(ch, c.Param(2), rank)
}

// takeRank takes an account's access, if it is of that rank.
func (c *call) takeRank(ch *chat.Channel, name string, rank chat.Rank) error {
	if a, known := c.net().Account(name); known && ch.AccessOf(a.ID) != rank && !ch.IsFounder(a.ID) {
		return chat.Refuse(chat.NotOnAccessList, a.Name, ch.Name)
	}
	return c.giveAccess(ch, name, 0)
}

// giveAccess gives an account a rank for good, or (0) takes what it has. Whoever is
// logged in to it and in the channel gets it at once.
func (c *call) giveAccess(ch *chat.Channel, name string, rank chat.Rank) error {
	to, err := c.accountNamed(name)
	if err != nil {
		return err
	}
	if err := c.net().MayGiveAccess(c.user, ch, to.ID, rank, c.hub.policy()); err != nil {
		return err
	}
	channel := ch.Name
	c.record(chat.AccessChanged{Channel: ch.ID, Account: to.ID, Rank: rank, By: c.user.Account, At: c.hub.now}, func() error {
		if rank == 0 {
			c.noticef("%s has no access to %s any more.", to.Name, channel)
			return nil
		}
		c.noticef("%s has access to %s as %s.", to.Name, channel, rank.Name())
		return nil
	})
	return nil
}

// listAccess shows the access list, the founder first.
func (c *call) listAccess(ch *chat.Channel) error {
	switch {
	case !ch.IsRegistered():
		return chat.Refuse(chat.NotRegistered, ch.Name)
	case !c.net().MaySeeAccess(c.user, ch):
		return chat.Refuse(chat.LacksAccess, ch.Name, chat.Voice.Name())
	}
	founder, _ := c.net().AccountByID(ch.Registration.Founder)
	c.noticef("%s founder since %s", founder.Name, wire.FormatTime(ch.Registration.At))
	for _, entry := range ch.Registration.Access {
		a, _ := c.net().AccountByID(entry.Account)
		c.noticef("%s %s since %s by %s", a.Name, entry.Rank.Name(), wire.FormatTime(entry.At), entry.By)
	}
	c.noticef("End of the access list of %s", ch.Name)
	return nil
}
