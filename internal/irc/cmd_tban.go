package irc

import (
	"fmt"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// cmdTban bans for a time: TBAN #channel 10m mask. A time of 0 takes the ban off,
// and without a time those that lapse are shown. To everybody else it is a ban
// like any other.
func cmdTban(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	row, _ := chat.FindChannelMode('b')
	if len(c.Params) < 2 {
		return c.sendTimedBans(ch, row)
	}
	if len(c.Params) < 3 {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{"TBAN"}}
	}
	lasts, ok := chat.ParseDuration(c.Param(1))
	add := c.Param(1) != "0"
	if add && !ok {
		return &failure{code: "INVALID_DURATION", context: []string{ch.Name, wire.Cut(middle(c.Param(1)), maskLen)}, text: "Expected a time such as 90s, 10m, 1h30m, 2d or 1w"}
	}
	p := modeParser{c: c, ch: ch, params: c.Params[2:3], left: 1}
	p.letter(row, add)
	if p.refused {
		return nil
	}
	var events []chat.Event
	if len(p.changes) > 0 {
		events = append(events, chat.ModesChanged{Channel: ch.ID, By: c.user.ID, Changes: p.changes, At: c.hub.now})
	}
	var then func() error
	if mask, banned := p.listed('b', c.Param(2)); banned && add {
		until := c.hub.now.Add(lasts)
		events = append(events, chat.EntryTimed{Channel: ch.ID, By: c.user.ID, Letter: 'b', Mask: mask, Until: until, At: c.hub.now})
		then = func() error {
			c.notice("The ban of " + mask + " in " + ch.Name + " lapses at " + wire.FormatTime(until))
			return nil
		}
	}
	c.recordAll(events, then)
	return nil
}

// sendTimedBans lists the bans that lapse, to whom the ban list is shown.
func (c *call) sendTimedBans(ch *chat.Channel, row chat.ChannelMode) error {
	if !c.net().MaySeeChannel(c.user, ch) {
		return chat.Refuse(chat.NotOnChannel, ch.Name)
	}
	if err := c.net().MayReadList(c.user, ch, row); err != nil {
		return err
	}
	timed := 0
	for _, e := range ch.List('b') {
		if !e.Until.IsZero() {
			timed++
			c.notice(fmt.Sprintf("%s %s by %s lapses at %s", ch.Name, e.Mask, c.hub.setter(e.By), wire.FormatTime(e.Until)))
		}
	}
	c.notice(fmt.Sprintf("End of TBAN: %d of %d bans in %s lapse", timed, len(ch.List('b')), ch.Name))
	return nil
}
