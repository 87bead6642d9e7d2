package irc

import (
	"slices"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// cmdOper makes the user an operator (Modern IRC "OPER message"). The password is
// checked beside the lock. Whoever names no operator is told the same, after the
// same time, as who gives a wrong password: names are not to be found out. Who has
// been wrong too often is not heard for a while, as with accounts: each guess costs
// the time of a hash, and an entry of the audit log.
func cmdOper(c *call) error {
	row, known := c.hub.cfg.oper(c.Param(0))
	switch {
	case len(c.hub.cfg.Opers) == 0:
		return &numericError{num: ERR_NOOPERHOST}
	case !known:
		row = c.hub.cfg.Opers[0]
	}
	key := ""
	if known {
		key = "oper " + row.Name // no account has a space in it
	}
	may := func() bool { return c.hub.attempts.may(key, c.s.place(), c.hub.now) }
	throttled := &numericError{num: ERR_PASSWDMISMATCH, text: errThrottled.text}
	if !may() {
		return throttled
	}
	hash, err := account.ParsePasswordHash(row.Password)
	if err != nil {
		panic("irc: a setting that Validate has passed: " + err.Error())
	}
	password, heard, ok := c.Param(1), false, false
	c.hashing(may, func() { heard, ok = true, hash.Matches(password) }, func() error {
		if !heard {
			return throttled
		}
		// The settings may be others by now.
		now, still := c.hub.cfg.oper(row.Name)
		if !ok || !known || !still || now.Password != row.Password {
			c.hub.attempts.failed(key, c.s.place(), c.hub.now)
			c.audit("OPER", c.Param(0), "refused: wrong name or password")
			return &numericError{num: ERR_PASSWDMISMATCH}
		}
		c.hub.attempts.succeeded(key, c.s.place())
		return c.operate(now)
	})
	return nil
}

// operate gives the user what a row of the settings allows, from where it allows.
func (c *call) operate(row OperConfig) error {
	isFrom := func(allowed string) bool { return c.net().ComesFrom(c.user, allowed) }
	if len(row.Hosts) > 0 && !slices.ContainsFunc(row.Hosts, isFrom) {
		c.audit("OPER", row.Name, "refused: not from this host")
		return &numericError{num: ERR_NOOPERHOST}
	}
	oper := c.hub.cfg.operator(row)
	if c.user.Oper == nil {
		c.happen(chat.Opered{User: c.user.ID, Oper: oper, At: c.hub.now})
	} else { // by another name, perhaps: the mode is there already
		c.happen(chat.OperChanged{User: c.user.ID, Oper: oper, At: c.hub.now})
	}
	c.audit("OPER", row.Name, "class "+row.Class)
	c.reply(RPL_YOUREOPER)
	return nil
}
