package irc

import (
	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// nobodysPassword is a hash that nobody knows the password of: names that do not
// exist take as long to refuse as those that do.
var nobodysPassword, _ = account.ParsePasswordHash("$argon2id$v=19$m=32768,t=3,p=1$bm9ib2R5IGlzIHRoaXM$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")

// checkAccount checks a name and a password beside the lock, and goes on with the
// account. It may have changed meanwhile, so it is looked up anew.
func (c *call) checkAccount(name, password string, then func(a account.Account, ok bool) error) {
	a, known := c.net().Account(name)
	hash, err := account.ParsePasswordHash(a.Password)
	if !known || err != nil {
		hash = nobodysPassword
	}
	checked, ok := a.Password, false
	c.slowly(func() { ok = hash.Matches(password) }, func() error {
		a, known := c.net().Account(name)
		return then(a, ok && known && a.Password == checked && a.Verified)
	})
}

// finishSASL ends an exchange with success.
func (c *call) finishSASL(a account.Account) error {
	c.s.sasl = nil
	c.logIn(a)
	c.reply(RPL_SASLSUCCESS)
	return nil
}

// logIn makes the client the person of an account: at once, or with its
// registration.
func (c *call) logIn(a account.Account) {
	if c.s.reg != nil {
		c.s.reg.account = a.ID
	} else if c.user.AccountID != a.ID {
		c.happen(chat.LoggedIn{User: c.user.ID, Account: a.ID, At: c.hub.now})
	}
	c.hub.note("logged in", c.s, "account", a.Name)
	c.replyText(RPL_LOGGEDIN, "You are now logged in as "+a.Name, c.mask(), a.Name)
}

// mask is the client's nick!user@host as far as it is known.
func (c *call) mask() string {
	if c.user != nil {
		return c.user.Mask()
	}
	ident := "*"
	if c.s.reg.user != "" {
		ident = c.s.reg.user
	}
	return c.s.name() + "!" + ident + "@" + c.s.host
}
