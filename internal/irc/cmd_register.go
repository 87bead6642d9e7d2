package irc

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/mail"
	"linnet/internal/irc/wire"
)

// registrationTokens is what the value of draft/account-registration says (IRCv3
// account-registration "Capability"). A key with a dot in it is our own.
func registrationTokens(h *hub, _ Peer) string {
	var tokens []string
	for _, row := range []struct {
		token string
		is    bool
	}{
		{"before-connect", h.registersEarly()},
		{"email-required", h.cfg.Accounts.wantsEmail()},
		{"custom-account-name", h.cfg.Accounts.CustomNames},
		{"linnet.chat/invitation-required", h.cfg.Accounts.Registration == RegistrationInvite},
	} {
		if row.is {
			tokens = append(tokens, row.token)
		}
	}
	return strings.Join(tokens, ",")
}

func offersRegistration(h *hub, _ Peer) bool {
	return h.cfg.Accounts.Registration != RegistrationClosed
}

// registersEarly says whether an account can be registered before the connection
// is: not where it would be a way around the server's password.
func (h *hub) registersEarly() bool { return h.cfg.Password == "" }

// application is what somebody sends to register an account.
type application struct {
	name     string // "*" is the nick
	email    string // "*" is none
	password string
	code     string // of an invitation
}

// invitationTag is where the code of an invitation may stand in place of the last
// parameter, which alone may have spaces: so the password may.
const invitationTag = "linnet.chat/invitation"

// cmdRegister registers an account: REGISTER <account> {<email>|*} <password>
// [<invitation>] (IRCv3 account-registration).
func cmdRegister(c *call) error {
	code := cmp.Or(c.Param(3), c.Tag(invitationTag))
	return c.apply(application{name: c.Param(0), email: c.Param(1), password: c.Param(2), code: code})
}

// apply looks an application through, makes what is kept of the password beside the
// lock, and looks again before the account exists.
func (c *call) apply(a application) error {
	if err := c.mayApply(&a); err != nil {
		return err
	}
	if !c.hub.mayRegisterFrom(c.s.place(), c.hub.now) {
		return refusedName(a.name, "TEMPORARILY_UNAVAILABLE", "Too many accounts have been registered from your address: try again later")
	}
	password, _ := account.Prepare(a.password)
	var salt account.Salt
	c.hub.random(salt[:])
	var keys account.Credentials
	c.hashing(nil, func() { keys = account.NewCredentials(password, c.hub.cost, salt) }, func() error {
		if err := c.mayApply(&a); err != nil { // somebody may have been faster
			return err
		}
		return c.found(a, keys)
	})
	return nil
}

// mayApply decides on an application, and puts in what it has left out.
func (c *call) mayApply(a *application) error {
	nick, current := c.applicant()
	if a.name == "*" {
		a.name = nick
	}
	cfg := c.hub.cfg.Accounts
	switch {
	case cfg.Registration == RegistrationClosed:
		return refusedName(a.name, "REGISTRATION_CLOSED", "Accounts cannot be registered here")
	case c.user == nil && !c.hub.registersEarly():
		return errConnectFirst
	case c.user == nil && c.isBarred():
		return refusedName(a.name, "TEMPORARILY_UNAVAILABLE", "No accounts can be registered from where you are")
	case nick == "":
		return refusedName("*", "NEED_NICK", "Send NICK first: it names your account")
	case current != 0:
		return refusedName(a.name, "ALREADY_AUTHENTICATED", "You are logged in to an account already")
	case !cfg.CustomNames && c.net().Fold(a.name) != c.net().Fold(nick):
		return refusedName(a.name, "ACCOUNT_NAME_MUST_BE_NICK", "Your account has to be named like your nick: "+nick)
	case !c.hub.cfg.Casemapping.IsNick(a.name, c.hub.cfg.Limits.NickLen):
		return refusedName(a.name, "BAD_ACCOUNT_NAME", "The name of an account must be one that a nick can be")
	}
	if err := c.net().MayRegister(c.user, a.name); err != nil {
		return err
	}
	if a.email = strings.TrimPrefix(a.email, "*"); a.email != "" || cfg.wantsEmail() {
		if err := c.mayBeEmail(a.email, a.name); err != nil {
			return err
		}
	}
	if err := c.mayBePassword(a.password, a.name); err != nil {
		return err
	}
	if cfg.Registration == RegistrationInvite {
		return c.net().MayUseVoucher(a.name, voucherHash(a.code), c.hub.now)
	}
	return nil
}

// mayBeEmail decides on the address of mail of an account.
func (c *call) mayBeEmail(email, name string) error {
	if _, err := mail.ParseAddress(email); err != nil {
		return refusedName(name, "INVALID_EMAIL", "A valid address of mail is needed, such as me@example.org")
	}
	isIt := func(mask string) bool { return chat.Match(strings.ToLower(mask), strings.ToLower(email)) }
	if slices.ContainsFunc(c.hub.cfg.Accounts.RefusedEmails, isIt) {
		return refusedName(name, "UNACCEPTABLE_EMAIL", "No accounts are registered here with an address such as that: give another")
	}
	return nil
}

// isBarred says whether a ban would keep the client out as a guest: an account that
// it makes itself is no way around that.
func (c *call) isBarred() bool {
	reg := c.s.reg
	_, is := c.net().BanOn(c.net().Newcomer(chat.UserArrived{
		Nick: reg.nick, Ident: reg.user, Host: reg.host, Realname: reg.realname, From: c.s.origin(), Secure: c.s.peer.Secure,
	}))
	return is
}

// applicant is the nick of who registers, and the account that she has already.
func (c *call) applicant() (nick string, current account.ID) {
	if c.user != nil {
		return c.user.Nick, c.user.AccountID
	}
	return c.s.reg.nick, c.s.reg.account
}

var errConnectFirst = &failure{code: "COMPLETE_CONNECTION_REQUIRED", text: "Complete the connection first"}

// refusedName is a failure about the name of an account.
func refusedName(name, code, text string) *failure {
	return &failure{code: code, context: []string{middle(name)}, text: text}
}

// notStored is errNotStored about an account.
func notStored(name string) *failure { return refusedName(name, errNotStored.code, errNotStored.text) }

// mayBePassword decides on the password of an account.
func (c *call) mayBePassword(password, name string) error {
	prepared, err := account.Prepare(password)
	least := c.hub.cfg.Accounts.MinPassword
	switch {
	case err != nil:
		return refusedName(name, "UNACCEPTABLE_PASSWORD", fmt.Sprintf("A password is text without control characters, at most %d bytes", account.MaxPassword))
	case utf8.RuneCountInString(prepared) < least:
		return refusedName(name, "WEAK_PASSWORD", fmt.Sprintf("A password has at least %d characters", least))
	case account.IsToken(prepared):
		return refusedName(name, "UNACCEPTABLE_PASSWORD", "That looks like a token of DEVICE: a password is another one")
	case c.net().Fold(prepared) == c.net().Fold(name):
		return refusedName(name, "WEAK_PASSWORD", "A password is not the name of its account")
	}
	return nil
}

// voucherHash is what is known of an invitation's code, which people may write in
// any case.
func voucherHash(code string) chat.TokenHash {
	if code == "" {
		return chat.TokenHash{}
	}
	return sha256.Sum256([]byte(strings.ToLower(code)))
}

// mayRegisterFrom counts a registration, and says whether it is one too many from
// where it comes. As with crowding, this machine is nobody's place.
func (h *hub) mayRegisterFrom(place netip.Prefix, now time.Time) bool {
	most := h.cfg.Accounts.PerHour
	if most == 0 || isThisMachine(place) {
		return true
	}
	key, each := place.String(), time.Hour/time.Duration(most)
	if h.fresh.isShut(key, most, each, now) {
		return false
	}
	h.fresh.pass(key, most, each, now)
	return true
}

// found makes the account: at once, or once a code has come back that is sent by
// mail.
func (c *call) found(a application, keys account.Credentials) error {
	made := account.Account{
		ID: account.ID(c.hub.nextID()), Name: a.name, Created: c.hub.now, Email: a.email, Verified: true,
		Password: keys.Password, Scram: keys.Scram,
	}
	saved := chat.AccountSaved{Account: made, At: c.hub.now}
	if c.hub.cfg.Accounts.Registration == RegistrationInvite {
		saved.Voucher = voucherHash(a.code)
	}
	c.unstored = notStored(made.Name)
	if c.hub.cfg.Accounts.SMTP.isOn() {
		return c.foundByMail(saved)
	}
	c.record(saved, func() error {
		c.hub.note("account registered", c.s, slog.String("account", made.Name))
		c.accountReply("REGISTER", "SUCCESS", made.Name, "Account registered: you are logged in to it")
		return c.enterAccount(made.ID)
	})
	return nil
}

// enterAccount logs in to an account that has just become hers, if it still exists.
func (c *call) enterAccount(id account.ID) error {
	if a, exists := c.net().AccountByID(id); exists {
		c.logIn(login{Account: a})
	}
	return c.goOnRegistering()
}

// accountReply tells of success: by REGISTER or VERIFY, as it was asked for.
func (c *call) accountReply(command, code, name, text string) {
	if c.service != nil {
		c.noticef("%s: %s", name, text)
		return
	}
	c.send(&wire.Line{Source: c.hub.cfg.Name, Command: command, Params: []string{code, name, text}, Text: true})
}
