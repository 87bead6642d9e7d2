package irc

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/mail"
)

// Who gives an address of mail is sent a code there, and the address counts once
// the code has come back by VERIFY.

// verifyLetter is written to an address that somebody has given.
const verifyLetter = `Hello,

somebody, most likely you, has given this address for the account %[1]s
on the chat network %[2]s. To say that it is yours, send there:

    /VERIFY %[1]s %[3]s

(in some programs /quote VERIFY ...; or to NickServ: VERIFY %[1]s %[3]s).
The code is good until %[4]s.

If it was not you, there is nothing to do: nothing will come of it.
`

// codeEncoding writes codes so that people can type them.
var codeEncoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// newCode is a code of eighty random bits.
func (h *hub) newCode() string {
	var raw [10]byte
	h.random(raw[:])
	return strings.ToLower(codeEncoding.EncodeToString(raw[:]))
}

// foundByMail makes an account that waits for its code.
func (c *call) foundByMail(saved chat.AccountSaved) error {
	if !c.hub.mayMail(saved.Account.Email, saved.Account.Name) {
		return tooManyLetters(saved.Account.Name)
	}
	code := c.hub.newCode()
	made := saved.Account
	made.Verified, made.Email = false, ""
	made.Pending = c.hub.pending(saved.Account.Email, code)
	saved.Account = made
	c.record(saved, func() error {
		c.mailCode(made, code, func(err error) error {
			if err != nil {
				return c.unfound(made, err)
			}
			c.hub.note("account waits for its code", c.s, slog.String("account", made.Name))
			c.accountReply("REGISTER", "VERIFICATION_REQUIRED", made.Name, "Account created, pending verification: a code has been sent to "+made.Pending.Email)
			return nil
		})
		return nil
	})
	return nil
}

func (h *hub) pending(email, code string) account.Pending {
	return account.Pending{Email: email, Code: sha256.Sum256([]byte(code)), Until: h.now.Add(h.cfg.Accounts.SMTP.Within)}
}

// letterBurst is how many codes one address of mail is sent at once, and one account
// asks for, and letterEach how often after that: nobody's mailbox is filled by us.
const (
	letterBurst = 3
	letterEach  = 20 * time.Minute
)

// mayMail counts a letter to an address for an account, and says whether it is one
// too many for either.
func (h *hub) mayMail(email, name string) bool {
	return h.mayPost(toKey(email), "for "+h.loginKey(name))
}

// toKey counts letters to an address.
func toKey(email string) string { return "to " + strings.ToLower(email) }

// mayPost counts a letter for each of some keys, and says whether it is one too many for
// one: then it counts for none.
func (h *hub) mayPost(keys ...string) bool {
	for _, key := range keys {
		if h.letters.isShut(key, letterBurst, letterEach, h.now) {
			return false
		}
	}
	for _, key := range keys {
		h.letters.pass(key, letterBurst, letterEach, h.now)
	}
	return true
}

// tooManyLetters is the answer to who would have one too many sent.
func tooManyLetters(name string) *failure {
	return refusedName(name, "TEMPORARILY_UNAVAILABLE", "Too many codes have been sent to that address, or for this account: try again later")
}

// letter is one that we write.
func (h *hub) letter(to, subject, body string) mail.Letter {
	var id [12]byte
	h.random(id[:])
	return mail.Letter{To: to, Subject: subject, Body: body, At: h.now, ID: strings.ToLower(codeEncoding.EncodeToString(id[:]))}
}

// codeLetter has the code that an address of mail waits for.
func (h *hub) codeLetter(a account.Account, code string) mail.Letter {
	return h.letter(a.Pending.Email, fmt.Sprintf("Your code for %s on %s", a.Name, h.cfg.Network),
		fmt.Sprintf(verifyLetter, a.Name, h.cfg.Network, code, a.Pending.Until.Format(untilFormat)))
}

// mailCode sends a code beside the lock.
func (c *call) mailCode(a account.Account, code string, then func(error) error) {
	text, server := c.hub.codeLetter(a, code), c.hub.cfg.Accounts.SMTP.server()
	var err error
	c.slowly(func() { err = server.Send(text) }, func() error { return then(err) })
}

// unfound takes an account back whose letter could not be sent.
func (c *call) unfound(made account.Account, err error) error {
	c.hub.note("mail not sent", c.s, slog.String("account", made.Name), slog.Any("err", err))
	why := refusedName(made.Name, "TEMPORARILY_UNAVAILABLE", "The code could not be sent: try again later")
	if errors.Is(err, mail.ErrAddress) {
		why = refusedName(made.Name, "INVALID_EMAIL", "The code could not be sent to that address")
	}
	if a, exists := c.net().AccountByID(made.ID); !exists || a.Verified {
		return why
	}
	c.record(chat.AccountDropped{Account: made.ID, Unverified: true, At: c.hub.now}, func() error { return why })
	return nil
}

// cmdVerify completes a registration, or a change of address: VERIFY <account>
// <code> (IRCv3 account-registration).
func cmdVerify(c *call) error {
	name := c.Param(0)
	if c.user == nil && !c.hub.registersEarly() {
		return errConnectFirst
	}
	if !c.mayTryLogin(name) {
		return refusedName(name, "TEMPORARILY_UNAVAILABLE", errThrottled.text)
	}
	a, known := c.net().Account(name)
	_, current := c.applicant()
	if current != 0 && (current != a.ID || a.Pending == account.Pending{}) {
		return refusedName(name, "ALREADY_AUTHENTICATED", "You are logged in to an account already")
	}
	code := sha256.Sum256([]byte(strings.ToLower(c.Param(1))))
	if a.Verified && current != a.ID { // a change of address proves nothing but the address
		known = false
	}
	if !known || !a.Pending.Until.After(c.hub.now) || subtle.ConstantTimeCompare(code[:], a.Pending.Code[:]) == 0 {
		c.refuseLogin(name, errWrongLogin)
		return refusedName(name, "INVALID_CODE", "That is not the code that was sent, or its time is over")
	}
	c.unstored = notStored(a.Name)
	return c.change(chat.CodeReturned{Account: a.ID, Code: code, At: c.hub.now}, func() error {
		c.hub.note("account verified", c.s, slog.String("account", a.Name))
		c.accountReply("VERIFY", "SUCCESS", a.Name, "Account registered: you are logged in to it")
		return c.enterAccount(a.ID)
	})
}

// dropUnverified gives up what no code has come back for in time.
func (h *hub) dropUnverified(now time.Time) {
	for _, a := range h.net.Overdue(now) {
		if !a.Verified {
			h.record(chat.AccountDropped{Account: a.ID, Unverified: true, At: now}, nil)
			continue
		}
		h.record(chat.CodeAsked{Account: a.ID, At: now}, nil)
	}
}
