package irc

import (
	"bytes"

	"linnet/internal/irc/account"
)

// stepPlain takes the one message of PLAIN (RFC 4616): on whose behalf, who, and
// the password, between NULs. The password is checked beside the lock.
func stepPlain(c *call, _ *exchange, data []byte) error {
	parts := bytes.Split(data, []byte{0})
	if len(parts) != 3 {
		return c.failSASL("", "malformed")
	}
	behalf, name, password := string(parts[0]), string(parts[1]), string(parts[2])
	if behalf != "" && c.net().Fold(behalf) != c.net().Fold(name) {
		return c.failSASL(name, "on behalf of somebody else")
	}
	c.checkAccount(name, password, func(a account.Account, ok bool) error {
		if !ok {
			return c.failSASL(name, "wrong password")
		}
		return c.finishSASL(a)
	})
	return nil
}
