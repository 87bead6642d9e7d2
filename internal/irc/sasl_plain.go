package irc

import "bytes"

// stepPlain takes the one message of PLAIN (RFC 4616 2): on whose behalf, who, and
// the password or a device's token, between NULs. The password is checked beside the lock.
func stepPlain(c *call, _ *exchange, data []byte) error {
	parts := bytes.Split(data, []byte{0})
	if len(parts) != 3 {
		return c.failSASL("", errMalformed)
	}
	behalf, name, password := string(parts[0]), string(parts[1]), string(parts[2])
	if !c.isBehalf(behalf, name) {
		return c.failSASL(name, errWrongLogin)
	}
	c.checkAccount(name, password, func(l login, why *failure) error {
		if why != nil {
			return c.failSASL(name, why)
		}
		return c.finishSASL(l)
	})
	return nil
}

// isBehalf says whether somebody may act for another: for nobody but herself.
func (c *call) isBehalf(behalf, name string) bool {
	return behalf == "" || c.net().Fold(behalf) == c.net().Fold(name)
}
