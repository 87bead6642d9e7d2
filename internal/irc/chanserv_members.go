package irc

import (
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// What those on an access list do to a channel by ChanServ, wherever they are.

// csRank makes the handler of OP, DEVOICE and the like out of a mode change.
func csRank(change string) func(*call) error {
	return func(c *call) error {
		ch, err := c.channel(c.Param(0))
		if err != nil {
			return err
		}
		nicks := strings.Fields(c.Param(1))
		if len(nicks) == 0 {
			nicks = []string{c.user.Nick}
		}
		p := modeParser{c: c, ch: ch, params: nicks, left: c.hub.cfg.Limits.ModesPerCommand, aside: true}
		if err := c.net().MayUseAccess(c.user, ch, chat.Voice); err != nil {
			return err
		}
		p.parse(change[:1] + strings.Repeat(change[1:], len(nicks)))
		if len(p.changes) > 0 {
			c.changeAside(ch, p.changes)
		}
		return nil
	}
}

// changeAside changes modes under ChanServ's name, and says so to whoever asked.
func (c *call) changeAside(ch *chat.Channel, changes []chat.ModeChange) {
	name := ch.Name
	params, rest := printModes(changes, auditReason)
	c.record(chat.ModesChanged{Channel: ch.ID, By: c.user.ID, As: c.service.mask(c.hub), Changes: changes, At: c.hub.now}, func() error {
		more := ""
		if len(rest) > 0 {
			more = " and more"
		}
		c.noticef("%s: %s%s", name, strings.Join(params, " "), more)
		return nil
	})
}

// csTopic sets or takes away the topic.
func csTopic(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	if err := c.net().MaySetTopicAside(c.user, ch); err != nil {
		return err
	}
	topic := wire.Cut(c.Param(1), c.hub.cfg.Limits.TopicLen)
	if err := c.mayWrite(topic); err != nil {
		return err
	}
	name := ch.Name
	c.record(chat.TopicChanged{Channel: ch.ID, By: c.user.ID, As: c.service.mask(c.hub), Topic: topic, At: c.hub.now}, func() error {
		c.noticef("The topic of %s is changed.", name)
		return nil
	})
	return nil
}

// csInvite opens the door to oneself, or to somebody.
func csInvite(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	target := c.user
	if nick := c.Param(1); nick != "" {
		if target, err = c.person(nick); err != nil {
			return err
		}
	}
	if err := c.net().MayInviteAside(c.user, ch, target); err != nil {
		return err
	}
	dropped, err := c.net().MayReach(c.user, target)
	if err != nil {
		return err
	}
	c.noticef("%s is invited to %s.", target.Nick, ch.Name)
	if !dropped { // who is silenced is not told
		c.happen(chat.Invited{Channel: ch.ID, User: target.ID, By: c.user.ID, As: c.service.mask(c.hub), At: c.hub.now})
	}
	return nil
}

// csUnban takes off the bans that are for somebody, or one of them.
func csUnban(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	if err := c.net().MayChangeModeAside(c.user, ch, chat.ModeChange{Letter: 'b'}); err != nil {
		return err
	}
	var masks []string
	if word := c.Param(1); word == "" {
		masks = c.net().BansFor(c.user, c.user, ch)
	} else if entry, listed := c.net().Entry(ch, 'b', word); listed {
		masks = []string{entry.Mask}
	} else if u := c.net().User(word); u != nil {
		masks = c.net().BansFor(c.user, u, ch)
	}
	if len(masks) == 0 {
		c.noticef("There is no such ban in %s.", ch.Name)
		return nil
	}
	c.changeAside(ch, without('b', masks))
	return nil
}

func without(letter byte, masks []string) []chat.ModeChange {
	var changes []chat.ModeChange
	for _, mask := range masks {
		changes = append(changes, chat.ModeChange{Letter: letter, Param: mask})
	}
	return changes
}

// clearable are the lists that CLEAR empties, by their names.
var clearable = map[string]byte{"BANS": 'b', "EXCEPTIONS": 'e', "INVITES": 'I'}

// csClear empties a list, or takes all ranks that nobody is due.
func csClear(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	if err := c.net().MayUseAccess(c.user, ch, chat.Admin); err != nil {
		return err
	}
	what := strings.ToUpper(c.Param(1))
	letter, isList := clearable[what]
	var changes []chat.ModeChange
	switch {
	case isList:
		var masks []string
		for _, entry := range ch.List(letter) {
			masks = append(masks, entry.Mask)
		}
		changes = without(letter, masks)
	case what == "RANKS":
		changes = c.net().Unentitled(ch)
	default:
		c.notice("Syntax: CLEAR <channel> BANS|EXCEPTIONS|INVITES|RANKS")
		return nil
	}
	if len(changes) == 0 {
		c.noticef("There is nothing to clear in %s.", ch.Name)
		return nil
	}
	c.changeAside(ch, changes)
	return nil
}
