package irc

import (
	"fmt"
	"strings"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// nickServ keeps names for people. Its commands are the same as REGISTER, VERIFY and
// AUTHENTICATE in other words, and what only people ask for.
var nickServ = &service{
	nick: "NickServ", folded: "nickserv",
	help: "I keep names for people: an account is a name with a password, and nobody else can have it as a nick.",
}

func init() {
	nickServ.commands = map[string]serviceCommand{
		"CERT":       {run: nsCert, words: 2, least: 1, cost: 2, help: "CERT LIST\nCERT ADD [<fingerprint>]\nCERT DEL <fingerprint>\nSays which client certificates log in to your account (SASL EXTERNAL). ADD alone takes the one that you are connected with."},
		"DEVICE":     {run: cmdDevice, words: 2, least: 1, cost: 2, help: "DEVICE LIST\nDEVICE ADD [<label>]\nDEVICE DEL <id>|*\nMakes passwords for single devices and programs, and takes them back; * is all but the one that you use now."},
		"DROP":       {run: nsDrop, words: 2, cost: 2, help: "DROP [<account>] [<code>]\nGives your account up for good; I ask you first, by a code."},
		"ERASE":      {run: nsErase, words: 2, cost: 2, help: "ERASE [<account>] [<code>]\nGives your account up for good, as DROP does, and deletes all that you have written under it; I ask you first, by a code."},
		"EXPORT":     {run: nsExport, words: 1, cost: 5, help: "EXPORT\nEXPORT <account>\nGives you a link to a file with all that is kept of you here."},
		"GHOST":      {run: nsGhost, words: 2, least: 1, cost: 5, secret: true, help: "GHOST <nick> [<password>]\nPuts out whoever has your nick."},
		"IDENTIFY":   {run: nsIdentify, words: 2, least: 1, cost: 5, secret: true, help: "IDENTIFY [<account>] <password>\nLogs in to an account; without a name, to that of your nick."},
		"INFO":       {run: nsInfo, words: 1, help: "INFO [<account>]\nTells about an account."},
		"INVITATION": {run: nsInvitation, words: 2, oper: chat.MayOversee, cost: 2, help: "INVITATION ADD [<duration>]\nINVITATION LIST\nINVITATION DEL <number>\nLets one person register an account where registration is not open; a duration is such as 2d."},
		"LIST":       {run: nsList, words: 1, oper: chat.MayOversee, cost: 3, help: "LIST [<mask>]\nLists accounts."},
		"LOGOUT":     {run: nsLogout, help: "LOGOUT\nMakes you a guest."},
		"PASSWD":     {run: nsPasswd, words: 2, least: 2, cost: 5, secret: true, help: "PASSWD <password> <new password>\nChanges your password."},
		"REGAIN":     {run: nsRegain, words: 2, least: 1, cost: 5, secret: true, help: "REGAIN <nick> [<password>]\nPuts out whoever has your nick, and gives it to you."},
		"REGISTER":   {run: nsRegister, words: 3, least: 1, cost: 5, secret: true, help: "REGISTER <password> [<email>|*] [<invitation>]\nRegisters an account that is named like your nick."},
		"RELEASE":    {run: nsRelease, words: 1, least: 1, help: "RELEASE <nick>\nIs not needed: I hold no nicks."},
		"SESSIONS":   {run: nsSessions, help: "SESSIONS\nLists from where you are logged in to your account."},
		"RESEND":     {run: nsResend, words: 1, cost: 5, help: "RESEND [<account>]\nSends the code once more that a registration, or another address of mail, waits for."},
		"RESETPASS":  {run: nsResetpass, words: 3, least: 1, cost: 5, secret: true, help: "RESETPASS <account>\nRESETPASS <account> <code> <new password>\nThe same as SENDPASS and SETPASS."},
		"SENDPASS":   {run: nsSendpass, words: 1, least: 1, cost: 5, help: "SENDPASS <account>\nSends a code to the account's address of mail, by which you choose another password: SETPASS."},
		"SETPASS":    {run: nsSetpass, words: 3, least: 3, cost: 5, secret: true, help: "SETPASS <account> <code> <new password>\nChanges the password of an account by the code that SENDPASS has sent."},
		"SET":        {run: nsSet, words: 2, least: 2, cost: 5, secret: true, help: "SET PASSWORD <new password>\nSET EMAIL <address>|*\nSET ALWAYS-ON on|off\nChanges your account."},
		"VERIFY":     {run: cmdVerify, words: 2, least: 2, cost: 2, secret: true, help: "VERIFY <account> <code>\nCompletes a registration, or another address of mail, by the code that was sent there."},
	}
}

// nsRegister registers an account as REGISTER does.
func nsRegister(c *call) error {
	return c.apply(application{name: "*", password: c.Param(0), email: c.Param(1), code: c.Param(2)})
}

// nsIdentify logs in by a password, as AUTHENTICATE PLAIN does.
func nsIdentify(c *call) error {
	name, password := c.user.Nick, c.Param(0)
	if len(c.Params) > 1 {
		name, password = c.Param(0), c.Param(1)
	}
	if c.isOneOfMany() {
		return errOneOfMany(c.user.Account)
	}
	c.checkAccount(name, password, func(l login, why *failure) error {
		if why != nil {
			c.refuseLogin(name, why)
			return why
		}
		c.logIn(l)
		c.noticef("You are logged in as %s.", l.Name)
		return nil
	})
	return nil
}

// errOneOfMany is for who cannot become somebody else: the other connections are the
// same user.
func errOneOfMany(account string) error {
	return refusedName(account, "ALREADY_AUTHENTICATED", "You are logged in by several connections: LOGOUT first")
}

func nsLogout(c *call) error {
	if c.user.AccountID == 0 {
		return errNotLoggedIn
	}
	c.logOut()
	c.notice("You are a guest.")
	return nil
}

var errNotLoggedIn = &failure{code: "ACCOUNT_REQUIRED", text: "You are not logged in: IDENTIFY <account> <password>"}

// own is the account that the client is logged in to.
func (c *call) own() (account.Account, error) {
	a, is := c.net().AccountByID(c.user.AccountID)
	if !is {
		return a, errNotLoggedIn
	}
	return a, nil
}

// change lets an event happen that changes an account, if it still may.
func (c *call) change(ev chat.Event, then func() error) error {
	if err := c.net().MayStill(ev); err != nil {
		return changedMeanwhile(err)
	}
	c.record(ev, then)
	return nil
}

// nsInfo tells what everybody may know, and whose account it is a little more.
func nsInfo(c *call) error {
	name := c.user.Account
	if len(c.Params) > 0 {
		name = c.Param(0)
	} else if name == "" {
		name = c.user.Nick
	}
	a, known := c.net().Account(name)
	if !known {
		return chat.Refuse(chat.NoSuchAccount)
	}
	c.noticef("%s was registered on %s.", a.Name, a.Created.Format("2006-01-02"))
	var nicks []string
	for _, u := range c.net().LoggedIn(a.ID) {
		nicks = append(nicks, u.Nick)
	}
	if len(nicks) > 0 {
		c.noticef("Logged in now: %s", strings.Join(nicks, " "))
	}
	if a.ID != c.user.AccountID && !c.user.May(chat.MayOversee) {
		return nil
	}
	if a.Email != "" {
		c.noticef("Mail goes to %s.", a.Email)
	}
	if a.Pending.Email != "" {
		c.noticef("A code is on its way to %s, good until %s.", a.Pending.Email, a.Pending.Until.Format(untilFormat))
	}
	c.noticef("%d client certificates log in to it.", len(a.Certs))
	return nil
}

const untilFormat = "2006-01-02 15:04 UTC"

// nsList lists accounts, for operators.
func nsList(c *call) error {
	mask := c.Param(0)
	if mask == "" {
		mask = "*"
	}
	names := c.net().AccountNames(mask)
	c.eachThen(names, func(name string) error {
		c.notice(name)
		return nil
	}, func() { c.noticef("%d accounts.", len(names)) })
	return nil
}

// nsSessions lists the connections of an account.
func nsSessions(c *call) error {
	a, err := c.own()
	if err != nil {
		return err
	}
	for _, u := range c.net().LoggedIn(a.ID) {
		for _, s := range c.hub.seat(u) {
			text := fmt.Sprintf("%s by %s from %s since %s", u.Nick, s.peer.kind.Value(), s.from(), s.opened.Time().Format(untilFormat))
			if d, is := a.Device(c.net().Session(s.id).Device); is {
				text += ", the device " + d.ID + ": " + labelled(d)
			}
			if s == c.s {
				text += " (this one)"
			}
			c.notice(text)
		}
	}
	return nil
}
