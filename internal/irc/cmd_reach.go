package irc

import (
	"errors"
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// unreached answers who may not reach a user. Whoever has caller-id (user mode g)
// is told of the caller, once a minute; of a notice, of typing or a reaction
// nobody is told.
func (c *call) unreached(u *chat.User, err error) error {
	if c.Command == "TAGMSG" {
		return errSilent
	}
	var refusal *chat.Refusal
	if c.quiet || !errors.As(err, &refusal) || refusal.Why != chat.NotAccepted || !u.MayCall(c.hub.now) {
		return err
	}
	c.explain(err)
	c.reply(RPL_TARGNOTIFY, u.Nick)
	c.happen(chat.Called{User: u.ID, By: c.user.ID, At: c.hub.now})
	return nil
}

// announceCalled tells a user with caller-id who was kept out.
func (h *hub) announceCalled(ev chat.Called, fx chat.Effect) {
	by := fx.By
	h.tell(nil, fx.User, nil, h.causedBy(by, ev.At, RPL_UMODEGMSG, fx.User.Nick, by.Nick, by.Ident+"@"+by.Host, numerics[RPL_UMODEGMSG].text), 0)
}

// cmdAccept lets people in past caller-id and user mode R, "-nick" keeps them out
// again, and "*" lists them.
func cmdAccept(c *call) error {
	items := c.list(c.Param(0))
	if len(items) == 0 {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{c.Command}}
	}
	c.each(items, func(item string) error {
		if item == "*" {
			c.sendAccepted()
			return nil
		}
		nick, drop := strings.CutPrefix(item, "-")
		u, err := c.person(strings.TrimPrefix(nick, "+"))
		if err != nil {
			return err
		}
		if err := c.net().MayAccept(c.user, u, !drop); err != nil {
			return err
		}
		c.happen(chat.AcceptChanged{User: c.user.ID, Other: u.ID, Add: !drop, At: c.hub.now})
		return nil
	})
	return nil
}

func (c *call) sendAccepted() {
	for _, u := range c.net().Accepted(c.user) {
		c.numeric(RPL_ACCEPTLIST, false, u.Nick)
	}
	c.reply(RPL_ENDOFACCEPT)
}

// cmdSilence keeps a mask's private words away, without telling them; "-mask"
// hears them again, and nothing, or one's own nick, lists the masks.
func cmdSilence(c *call) error {
	if c.Param(0) == "" || c.net().User(c.Param(0)) == c.user {
		for _, mask := range c.user.Silences() {
			c.numeric(RPL_SILELIST, false, c.user.Nick, mask)
		}
		c.reply(RPL_ENDOFSILELIST, c.user.Nick)
		return nil
	}
	c.each(c.list(c.Param(0)), func(item string) error {
		text, drop := strings.CutPrefix(item, "-")
		return c.silence(strings.TrimPrefix(text, "+"), !drop)
	})
	return nil
}

// silence adds one mask, or takes it out; what changes nothing is not answered.
func (c *call) silence(text string, add bool) error {
	mask, expects := c.net().ReadMask('I', text)
	if !isMiddle(text) || len(mask) > maskLen || expects != "" {
		return &failure{code: "INVALID_MASK", context: []string{middle(wire.Cut(text, maskLen))}, text: "Expected a mask such as nick!user@host"}
	}
	if c.net().HasSilenced(c.user, mask) == add {
		return nil
	}
	if err := c.net().MaySilence(c.user, mask); add && err != nil {
		return err
	}
	c.happen(chat.SilenceChanged{User: c.user.ID, Mask: mask, Add: add, At: c.hub.now})
	return nil
}

// silenceLine tells a user that the list has changed.
func silenceLine(u *chat.User, ev chat.SilenceChanged) *wire.Line {
	sign := "-"
	if ev.Add {
		sign = "+"
	}
	return by(u, ev.At, "SILENCE", sign+ev.Mask)
}
