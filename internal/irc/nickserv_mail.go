package irc

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"strings"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/mail"
)

// Who has lost a letter, or her password, asks for a code by mail. Anybody may ask, about
// any name, so the answer is the same whether or not there is such an account, and does
// not wait for what is done about it.

// resetLetter is written to who has forgotten a password.
const resetLetter = `Hello,

somebody, most likely you, has asked for another password for the account %[1]s
on the chat network %[2]s. To choose one, write to NickServ there:

    /MSG NickServ SETPASS %[1]s %[3]s <new password>

The code is good until %[4]s.

If it was not you, there is nothing to do: your password is as before.
`

var errNoMail = &failure{code: "TEMPORARILY_UNAVAILABLE", text: "No mail is sent from here: ask those who run this server"}

// mayAskForMail counts that somebody asks for a letter about an account, which need not
// exist, and refuses one too many.
func (c *call) mayAskForMail(name string) error {
	if !c.hub.cfg.Accounts.SMTP.isOn() {
		return errNoMail
	}
	keys := []string{"for " + c.hub.loginKey(name)}
	if place := c.s.place(); !isThisMachine(place) {
		keys = append(keys, "from "+place.String())
	}
	if !c.hub.mayPost(keys...) {
		return tooManyLetters(name)
	}
	return nil
}

// nsResend sends the code once more that a registration, or another address, waits for.
func nsResend(c *call) error {
	name := c.user.Nick
	if len(c.Params) > 0 {
		name = c.Param(0)
	}
	if err := c.mayAskForMail(name); err != nil {
		return err
	}
	h := c.hub
	a, known := c.net().Account(name)
	isHers := !a.Verified || a.ID == c.user.AccountID
	if known && isHers && a.Pending.Until.After(h.now) && h.mayPost(toKey(a.Pending.Email)) {
		code := h.newCode()
		a.Pending.Code = sha256.Sum256([]byte(code)) // until when it is good stays, or a name would be kept for ever
		h.record(chat.CodeAsked{Account: a.ID, Pending: a.Pending, At: h.now}, func(err error) {
			if err == nil {
				h.post(a, h.codeLetter(a, code))
			}
		})
	}
	c.noticef("If %s waits for a code, another is on its way, in place of the one before.", mention(name))
	return nil
}

// nsSendpass sends a code by which whoever reads the mail of an account chooses another
// password for it.
func nsSendpass(c *call) error {
	name := c.Param(0)
	if err := c.mayAskForMail(name); err != nil {
		return err
	}
	h := c.hub
	if a, known := c.net().Account(name); known && a.Verified && a.Email != "" && h.mayPost(toKey(a.Email)) {
		code := h.newCode()
		a.Reset = account.Reset{Code: sha256.Sum256([]byte(code)), Until: h.now.Add(h.cfg.Accounts.SMTP.Within)}
		h.record(chat.ResetAsked{Account: a.ID, Reset: a.Reset, At: h.now}, func(err error) {
			if err == nil {
				h.post(a, h.letter(a.Email, fmt.Sprintf("Another password for %s on %s", a.Name, h.cfg.Network),
					fmt.Sprintf(resetLetter, a.Name, h.cfg.Network, code, a.Reset.Until.Format(untilFormat))))
			}
		})
	}
	c.noticef("If %s has an address of mail, a code is on its way there: SETPASS %[1]s <code> <new password>", mention(name))
	return nil
}

// nsSetpass gives an account another password by such a code.
func nsSetpass(c *call) error {
	name, password := c.Param(0), c.Param(2)
	if !c.mayTryLogin(name) {
		return errThrottled
	}
	a, known := c.net().Account(name)
	code := sha256.Sum256([]byte(strings.ToLower(c.Param(1))))
	if !known || !a.Reset.Until.After(c.hub.now) || subtle.ConstantTimeCompare(code[:], a.Reset.Code[:]) == 0 {
		c.refuseLogin(name, errWrongLogin)
		return refusedName(name, "INVALID_CODE", "That is not the code that was sent, or its time is over")
	}
	return c.changePassword(chat.PasswordChanged{Account: a.ID, Reset: code}, password)
}

// nsResetpass is SENDPASS or SETPASS, as others call both.
func nsResetpass(c *call) error {
	if len(c.Params) < 3 {
		return nsSendpass(c)
	}
	return nsSetpass(c)
}

// lettersAtOnce bounds how many letters that nobody waits for are on their way.
const lettersAtOnce = 16

// post hands a letter in about an account beside the lock, and nobody waits for it.
func (h *hub) post(about account.Account, l mail.Letter) {
	if h.posting >= lettersAtOnce {
		h.later = append(h.later, func() { h.log.Warn("mail not sent", "account", about.Name, "err", "too many letters are on their way") })
		return
	}
	h.posting++
	server := h.cfg.Accounts.SMTP.server()
	h.later = append(h.later, func() {
		h.spawn(func() {
			err := server.Send(l)
			h.lock()
			defer h.unlock()
			if h.posting--; err != nil {
				h.later = append(h.later, func() { h.log.Warn("mail not sent", "account", about.Name, "err", err) })
			}
		})
	})
}
