package irc

import (
	"crypto/subtle"
	"errors"
	"log/slog"
	"strings"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// registration is what a connection has said before it is a user.
type registration struct {
	nick, user, realname, pass string
	host                       string          // to be shown
	negotiating                bool            // CAP LS or REQ, and no END yet
	resume                     *chat.TokenHash // of the session to go on with
	passed                     bool            // the password has been checked
	away                       *string         // what AWAY has said, if it was sent
	metadata                   chat.Metadata   // of the user to be
	account                    account.ID      // by SASL, 0 for a guest
	device                     string          // of the account, by which that was; "" for none
	missed                     missed          // by whom it will be, once that has been looked up
}

// cmdPass sets the connection password; the last one before registration counts
// (Modern IRC "PASS message").
func cmdPass(c *call) error {
	if c.s.reg == nil {
		return &numericError{num: ERR_ALREADYREGISTERED}
	}
	c.s.reg.pass = c.Param(0)
	return nil
}

// cmdUser sets user name and real name (Modern IRC "USER message").
func cmdUser(c *call) error {
	if c.s.reg == nil {
		return &numericError{num: ERR_ALREADYREGISTERED}
	}
	if c.Param(0) == "" {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{"USER"}}
	}
	c.s.reg.user = c.hub.ident(c.Param(0))
	c.s.reg.realname = c.hub.one(wire.Cut(c.Param(3), c.hub.cfg.Limits.RealnameLen))
	return c.tryRegister()
}

// ident makes the shown user name of what a client calls itself: the characters
// that a mask can hold, behind the "~" of a name that nobody has checked.
func (h *hub) ident(user string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return -1
	}, user)
	if clean == "" {
		clean = "user"
	}
	return h.one(wire.Cut("~"+clean, h.cfg.Limits.UserLen))
}

// cmdNick gives or changes the nick (Modern IRC "NICK message").
func cmdNick(c *call) error {
	nick := c.Param(0)
	if nick == "" {
		return &numericError{num: ERR_NONICKNAMEGIVEN}
	}
	if c.s.reg != nil { // whether it is another's account is asked once she has logged in
		a, _ := c.net().Account(nick)
		if err := c.mayBeNick(nick, c.perhapsHers(nick), a.ID); err != nil {
			return err
		}
		c.s.reg.nick = nick
		return c.tryRegister()
	}
	return c.changeNick(nick)
}

// changeNick gives the user another nick, if she may have it.
func (c *call) changeNick(nick string) error {
	if err := c.mayBeNick(nick, c.user, c.user.AccountID); err != nil {
		return c.explainReserved(nick, err)
	}
	if nick != c.user.Nick {
		if err := c.net().MayChangeNick(c.user, nick); err != nil {
			return err
		}
		c.happen(chat.NickChanged{User: c.user.ID, Nick: nick, At: c.hub.now})
	}
	return nil
}

// mayBeNick refuses a nick that is none, that is or looks like one that somebody
// other than u has, or an account other than id.
func (c *call) mayBeNick(nick string, u *chat.User, id account.ID) error {
	if !c.hub.cfg.Casemapping.IsNick(nick, c.hub.cfg.Limits.NickLen) {
		return &numericError{num: ERR_ERRONEUSNICKNAME, params: []string{middle(nick)}}
	}
	if err := c.net().MayHaveNick(id, nick); err != nil {
		return err
	}
	if holder := c.net().User(nick); holder != nil && holder != u || c.net().Resembles(nick, u, id) || c.net().IsService(nick) {
		return &numericError{num: ERR_NICKNAMEINUSE, params: []string{nick}}
	}
	return nil
}

// explainReserved tells who may not have a nick because it is registered what to do:
// clients show their own words for the numeric.
func (c *call) explainReserved(nick string, err error) error {
	var refusal *chat.Refusal
	if !errors.As(err, &refusal) || refusal.Why != chat.NickReserved {
		return err
	}
	c.explain(err)
	c.notice(nick + " is registered. If it is yours, log in by SASL; or take another nick and then: /NICKSERV IDENTIFY " + nick + " <password>")
	return errSilent
}

// tryRegister makes a user of the connection once all has been said.
func (c *call) tryRegister() error {
	reg := c.s.reg
	if reg.negotiating {
		return nil
	}
	if reg.resume != nil {
		return c.resume(*reg.resume)
	}
	if reg.nick == "" || reg.user == "" {
		return nil
	}
	ok, known := c.checkPassword()
	if !known {
		return nil // it is being checked; what follows waits
	}
	return c.register(ok)
}

// register makes a user of a connection whose password is right, and sends any
// other away.
func (c *call) register(passed bool) error {
	reg := c.s.reg
	if !passed {
		c.reply(ERR_PASSWDMISMATCH)
		c.hub.end(c.s, "Password incorrect")
		return nil
	}
	if _, exists := c.net().AccountByID(reg.account); !exists { // dropped meanwhile
		reg.account, reg.device = 0, ""
	}
	if reg.account != 0 && !c.hasRoomFor(reg.account) {
		c.hub.end(c.s, "Too many sessions of this account")
		return nil
	}
	if u := c.net().Running(reg.account, reg.nick); u != nil {
		return c.attach(u)
	}
	if err := c.mayBeNick(reg.nick, nil, reg.account); err != nil { // somebody may have been faster
		nick := reg.nick
		reg.nick = ""
		return c.explainReserved(nick, err)
	}
	if reg.account == 0 && c.hub.cfg.Accounts.Required {
		c.tellAccountRequired() // and wait: she may log in, or register an account
		return nil
	}
	if reg.realname == "" {
		reg.realname = reg.nick
	}
	arrival := chat.UserArrived{
		User: chat.UserID(c.hub.nextID()), Session: c.s.id,
		Nick: reg.nick, Ident: reg.user, Host: reg.host, Realname: reg.realname,
		Account: reg.account, From: c.s.origin(), Metadata: reg.metadata, Secure: c.s.peer.Secure, At: c.hub.now,
	}
	newcomer := c.net().Newcomer(arrival)
	if ban, is := c.net().BanOn(newcomer); is {
		c.turnAway(ban)
		return nil
	}
	c.abortSASL()
	arrival.Metadata = c.net().ProfileOf(newcomer, c.judgeMetadata(newcomer, reg.metadata))
	fx := c.happen(arrival)
	c.seat(fx.User)
	c.useDevice(reg.device)
	c.hub.note("registered", c.s, slog.String("host", c.s.realHost), slog.String("via", c.s.peer.kind.Value()))
	c.welcome()
	c.offerResume()
	return nil
}

// checkPassword says whether the connection password is right, if that is known
// yet. A hashed one is checked beside the lock while the session is held.
func (c *call) checkPassword() (ok, known bool) {
	reg, want := c.s.reg, c.hub.cfg.Password
	switch {
	case want == "", reg.passed:
		return true, true
	case !account.IsPasswordHash(want):
		return subtle.ConstantTimeCompare([]byte(want), []byte(reg.pass)) == 1, true
	}
	hash, err := account.ParsePasswordHash(want)
	if err != nil {
		panic("irc: a setting that Validate has passed: " + err.Error())
	}
	pass, ok := reg.pass, false
	c.hashing(nil, func() { ok = hash.Matches(pass) }, func() error {
		reg.passed = ok
		return c.register(ok)
	})
	return false, false
}

// seat makes this connection one of the user's.
func (c *call) seat(u *chat.User) {
	away := c.s.reg.away
	c.s.reg = nil
	c.hub.newcomers--
	c.s.user, c.user = u, u
	c.hub.sit(u, c.s)
	c.hub.watch(c.s)
	if away != nil {
		c.explain(c.setAway(*away))
	}
}

// What follows most often takes so much room.
const (
	welcomeBytes = 2 << 10
	welcomeLines = 20
)

// welcome sends the registration burst in its order (Modern IRC "Connection
// Registration").
func (c *call) welcome() {
	c.s.out.expect(welcomeLines)
	c.hub.slab = make([]byte, 0, welcomeBytes)
	defer func() { c.hub.slab = nil }()
	cfg := &c.hub.cfg
	who := c.user.Mask()
	if c.user.Host != c.user.From.Host {
		who = c.user.Nick // some clients look up the host that they find here
	}
	c.replyText(RPL_WELCOME, "Welcome to the "+cfg.Network+" Network, "+who)
	c.replyText(RPL_YOURHOST, "Your host is "+cfg.Name+", running version "+c.hub.version)
	c.replyText(RPL_CREATED, c.hub.created)
	c.numeric(RPL_MYINFO, false, cfg.Name, c.hub.version, modeLetters[0], modeLetters[1], modeLetters[2])
	c.sendISupport()
	c.sendLusers()
	c.sendOwnMetadata()
	c.sendMotd()
	if c.user.Modes != 0 {
		c.numeric(RPL_UMODEIS, false, "+"+c.user.Modes.String())
	}
}
