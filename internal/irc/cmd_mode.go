package irc

import (
	"linnet/internal/irc/chat"
)

// cmdMode shows or changes the modes of a channel or of oneself (Modern IRC
// "MODE message").
func cmdMode(c *call) error {
	if chat.LooksLikeChannel(c.Param(0)) {
		ch, err := c.channel(c.Param(0))
		if err != nil {
			return err
		}
		return c.channelMode(ch)
	}
	u, err := c.person(c.Param(0))
	if err != nil {
		return err
	}
	if u != c.user {
		return &numericError{num: ERR_USERSDONTMATCH}
	}
	return c.userMode()
}

// userMode shows or changes the user's own modes.
func (c *call) userMode() error {
	if len(c.Params) == 1 {
		c.numeric(RPL_UMODEIS, false, "+"+c.user.Modes.String())
		return nil
	}
	return c.changeUserModes(c.user)
}

// changeUserModes changes modes of a user: of oneself, but for SAMODE. What is not
// known is answered after the rest has been done.
func (c *call) changeUserModes(u *chat.User) error {
	var added, removed chat.Letters
	unknown, denied, add := false, false, true
	for i := range len(c.Param(1)) {
		letter := c.Param(1)[i]
		if letter == '+' || letter == '-' {
			add = letter == '+'
			continue
		}
		row, ok := chat.FindUserMode(letter)
		switch {
		case !ok:
			unknown = true
		case row.Fixed:
		case add && row.ForOpers && u.Oper == nil:
			denied = true
		case add && !row.Granted:
			added, removed = added.With(letter), removed.Without(letter)
		case !add:
			added, removed = added.Without(letter), removed.With(letter)
		}
	}
	added &^= u.Modes
	removed &= u.Modes
	if removed.Has('o') {
		added, removed = added&^chat.OperModes, removed|u.Modes&chat.OperModes
	}
	if added|removed != 0 {
		c.happen(chat.UserModesChanged{User: u.ID, Added: added, Removed: removed, At: c.hub.now})
	}
	if unknown {
		return &numericError{num: ERR_UMODEUNKNOWNFLAG}
	}
	if denied {
		return chat.Refuse(chat.NotOperator)
	}
	return nil
}
