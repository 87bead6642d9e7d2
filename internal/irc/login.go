package irc

import (
	"log/slog"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// Why somebody is not logged in. A client that names no account is told the same,
// after the same time, as one that gives a wrong password.
var (
	errMalformed  = &failure{code: "INVALID_CREDENTIALS", text: "Malformed message"}
	errWrongLogin = &failure{code: "INVALID_CREDENTIALS", text: "Wrong account or password"}
	errThrottled  = &failure{code: "RATE_LIMITED", text: "Too many failed logins: try again in a few minutes"}
	errUnverified = &failure{code: "VERIFICATION_REQUIRED", text: "This account waits for the code that was sent by mail: VERIFY <account> <code>"}
)

// login is what a client has proved: to be the person of an account, by the token of
// one of its devices or (device is "") otherwise.
type login struct {
	account.Account
	device string
}

// checkAccount checks a name and a password beside the lock, and goes on with the
// account or why it is not hers. The account may have changed meanwhile, so it is
// looked up anew. A device's token stands for the password, and takes no time.
func (c *call) checkAccount(name, password string, then func(l login, why *failure) error) {
	switch {
	case !c.mayTryLogin(name):
		c.explain(then(login{}, errThrottled))
		return
	case account.IsToken(password):
		a, _ := c.net().Account(name)
		device, is := a.DeviceBy(password)
		if !is {
			c.explain(then(login{}, errWrongLogin))
			return
		}
		c.explain(then(login{a, device.ID}, nil))
		return
	}
	prepared, unfit := account.Prepare(password)
	checked, known := c.net().Account(name)
	hash, err := account.ParsePasswordHash(checked.Password)
	if !known || err != nil || unfit != nil {
		hash = account.DecoyPassword(c.hub.cost)
	}
	heard, matches := false, false
	may := func() bool { return c.mayTryLogin(name) }
	c.hashing(may, func() { heard, matches = true, hash.Matches(prepared) }, func() error {
		a, known := c.net().Account(name)
		switch {
		case !heard:
			return then(login{}, errThrottled)
		case !matches, !known, a.Password != checked.Password, a.ID != checked.ID:
			return then(login{}, errWrongLogin)
		case !a.Verified:
			return then(login{}, errUnverified)
		}
		return then(login{Account: a}, nil)
	})
}

// mayTryLogin says whether a login may be tried at all: not when too many have
// failed.
func (c *call) mayTryLogin(name string) bool {
	return c.hub.attempts.may(c.hub.loginKey(name), c.s.place(), c.hub.now)
}

// refuseLogin counts a login that failed, and notes it. Operators are told once it
// is one too many.
func (c *call) refuseLogin(name string, why *failure) {
	if !c.hub.cfg.Casemapping.IsNick(name, c.hub.cfg.Limits.NickLen) {
		name = "*" // whatever it was, no line can hold it
	}
	c.hub.note("login refused", c.s, slog.String("account", name), slog.String("why", why.text))
	if why == errThrottled || why == errUnverified {
		return
	}
	full := c.hub.attempts.failed(c.hub.loginKey(name), c.s.place(), c.hub.now)
	if full.account {
		c.audit("LOGIN", name, "refused: too many have failed for this account")
	}
	if full.place {
		c.audit("LOGIN", name, "refused: too many have failed from "+c.s.from())
	}
}

// logIn makes the client the person of an account: at once, or with its
// registration. It is told by 900 (see announceAccount).
func (c *call) logIn(l login) {
	a := l.Account
	c.hub.attempts.succeeded(c.hub.loginKey(a.Name), c.s.place())
	c.hub.note("logged in", c.s, slog.String("account", a.Name))
	switch {
	case c.user == nil:
		c.s.reg.account, c.s.reg.device = a.ID, l.device
		c.tellLoggedIn(a.Name)
	case c.user.AccountID == a.ID:
		c.useDevice(l.device)
		c.tellLoggedIn(a.Name)
	default:
		c.happen(chat.LoggedIn{User: c.user.ID, Account: a.ID, At: c.hub.now})
		c.useDevice(l.device)
		for _, change := range c.net().Unlike(c.user) {
			change.At = c.hub.now
			c.hub.happen(nil, change)
		}
		c.enforceBan()
	}
}

// logOut makes the client a guest.
func (c *call) logOut() {
	c.hub.note("logged out", c.s, slog.String("account", c.user.Account))
	c.happen(chat.LoggedOut{User: c.user.ID, At: c.hub.now})
	c.enforceBan()
}

// enforceBan puts the client out if a ban is for who it has become.
func (c *call) enforceBan() {
	if ban, is := c.net().BanOn(c.user); is {
		c.hub.note("barred", c.s, slog.String("ban", ban.Target))
		c.replyText(ERR_YOUREBANNEDCREEP, banText(ban))
		c.hub.expel(c.s, c.user, banReason(ban))
	}
}

// announceAccount tells of an account's user: all who share a channel and the
// user's own clients by ACCOUNT (IRCv3 account-notify), and these by numeric
// (sasl-3.1 "Numerics used by this extension").
func (h *hub) announceAccount(origin *Session, fx chat.Effect) {
	for _, s := range h.seat(fx.User) {
		c := newCall(h, s, wire.Message{})
		if fx.User.Account == "" {
			c.reply(RPL_LOGGEDOUT, c.mask())
		} else {
			c.tellLoggedIn(fx.User.Account)
		}
	}
	line := accountLine(fx.User, fx.Before, h.now)
	h.tell(origin, fx.User, nil, line, capAccountNotify)
	h.tellCircle(origin, fx, line, capAccountNotify)
}

func (c *call) tellLoggedIn(name string) {
	c.replyText(RPL_LOGGEDIN, "You are now logged in as "+name, c.mask(), name)
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
	return c.s.name() + "!" + ident + "@" + c.s.host()
}

// goOnRegistering completes a registration that has waited for a login, if it has.
func (c *call) goOnRegistering() error {
	if c.s.reg == nil || c.s.closed {
		return nil
	}
	return c.tryRegister()
}
