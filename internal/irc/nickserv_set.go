package irc

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// nsSet changes what an account is.
func nsSet(c *call) error {
	a, err := c.own()
	if err != nil {
		return err
	}
	value := strings.TrimSpace(c.Param(1))
	switch what := strings.ToUpper(c.Param(0)); what {
	case "PASSWORD":
		return c.setPassword(a, c.Param(1))
	case "EMAIL":
		return c.setEmail(a, strings.TrimPrefix(value, "*"))
	case "ALWAYS-ON":
		return c.setAlwaysOn(a, strings.ToUpper(value))
	default:
		c.noticef("I do not know %s: SET PASSWORD, SET EMAIL, SET ALWAYS-ON", mention(what))
		return nil
	}
}

// setAlwaysOn says whether the user of an account stays with nobody connected.
func (c *call) setAlwaysOn(a account.Account, word string) error {
	if word != "ON" && word != "OFF" {
		c.notice("Syntax: SET ALWAYS-ON on|off")
		return nil
	}
	on := word == "ON"
	return c.change(chat.AlwaysOnChanged{Account: a.ID, On: on, At: c.hub.now}, func() error {
		if on {
			c.notice("You stay in your channels when you are not connected, and are shown the missed messages when you come back.")
		} else {
			c.notice("You leave when your last connection ends.")
		}
		return nil
	})
}

// nsPasswd changes the password of whoever knows the one until now.
func nsPasswd(c *call) error {
	a, err := c.own()
	if err != nil {
		return err
	}
	next := c.Param(1)
	c.checkAccount(a.Name, c.Param(0), func(l login, why *failure) error {
		if why == nil && l.device != "" { // a token is not the password
			why = errWrongLogin
		}
		if why != nil {
			c.refuseLogin(a.Name, why)
			return why
		}
		return c.setPassword(l.Account, next)
	})
	return nil
}

// setPassword changes the password of the account that the client is logged in to.
func (c *call) setPassword(a account.Account, password string) error {
	return c.changePassword(chat.PasswordChanged{Account: a.ID, Keeps: c.device()}, password)
}

// changePassword makes what is kept of another password, beside the lock. All others are
// logged out and devices have to be given tokens anew: who changes a password may do so
// because somebody got in.
func (c *call) changePassword(ev chat.PasswordChanged, password string) error {
	a, _ := c.net().AccountByID(ev.Account)
	if err := c.mayBePassword(password, a.Name); err != nil {
		return err
	}
	prepared, _ := account.Prepare(password)
	var salt account.Salt
	c.hub.random(salt[:])
	c.hashing(nil, func() { ev.Credentials = account.NewCredentials(prepared, c.hub.cost, salt) }, func() error {
		ev.By, ev.At = c.s.id, c.hub.now
		a, _ := c.net().AccountByID(ev.Account)
		text := "Your password is changed."
		if c.net().LogsOut(ev) {
			text += " All other sessions and devices of the account are logged out."
		}
		if n := len(a.Certs); n > 0 {
			text += fmt.Sprintf(" %d client certificates log in to it still: CERT LIST", n)
		}
		return c.change(ev, func() error {
			c.hub.note("password changed", c.s, slog.String("account", a.Name))
			c.notice(text)
			return nil
		})
	})
	return nil
}

// setEmail gives an account another address: at once, or once the code has come back
// that is sent there.
func (c *call) setEmail(a account.Account, email string) error {
	cfg := c.hub.cfg.Accounts
	if email != "" || cfg.wantsEmail() {
		if err := c.mayBeEmail(email, a.Name); err != nil {
			return err
		}
	}
	if !cfg.SMTP.isOn() {
		return c.change(chat.EmailChanged{Account: a.ID, Email: email, At: c.hub.now}, func() error {
			c.notice("Your address is changed.")
			return nil
		})
	}
	if !c.hub.mayMail(email, a.Name) {
		return tooManyLetters(a.Name)
	}
	code := c.hub.newCode()
	a.Pending = c.hub.pending(email, code)
	return c.change(chat.CodeAsked{Account: a.ID, Pending: a.Pending, At: c.hub.now}, func() error {
		c.mailCode(a, code, func(err error) error {
			if err != nil {
				c.hub.note("mail not sent", c.s, slog.String("account", a.Name), slog.Any("err", err))
				return refusedName(a.Name, "INVALID_EMAIL", "The code could not be sent to that address")
			}
			c.noticef("A code has been sent to %s: VERIFY %s <code>", email, a.Name)
			return nil
		})
		return nil
	})
}

// nsCert says which client certificates log in to an account.
func nsCert(c *call) error {
	a, err := c.own()
	if err != nil {
		return err
	}
	cert := strings.ToLower(strings.ReplaceAll(c.Param(1), ":", ""))
	has := slices.Contains(a.Certs, cert)
	switch verb := strings.ToUpper(c.Param(0)); {
	case verb == "LIST":
		for _, cert := range a.Certs {
			c.notice(cert)
		}
		c.noticef("%d client certificates log in to %s.", len(a.Certs), a.Name)
		return nil
	case verb == "ADD":
		return c.addCert(a, cert)
	case verb == "DEL" && has:
		return c.change(chat.CertChanged{Account: a.ID, Cert: cert, At: c.hub.now}, func() error {
			c.notice("That certificate logs in no more.")
			return nil
		})
	case verb == "DEL":
		c.notice("That is none of your certificates: CERT LIST")
		return nil
	}
	c.notice("Syntax: CERT LIST|ADD|DEL")
	return nil
}

func (c *call) addCert(a account.Account, cert string) error {
	if cert == "" {
		cert = c.s.peer.Peer().Certificate
	}
	switch {
	case !isSHA256(cert):
		c.notice("A certificate is named by its SHA-256 fingerprint, 64 hexadecimal digits; or connect with it, and leave it out.")
		return nil
	case slices.Contains(a.Certs, cert):
		c.notice("That certificate logs in already.")
		return nil
	}
	return c.change(chat.CertChanged{Account: a.ID, Cert: cert, Add: true, At: c.hub.now}, func() error {
		c.notice("That certificate logs in from now on (SASL EXTERNAL).")
		return nil
	})
}
