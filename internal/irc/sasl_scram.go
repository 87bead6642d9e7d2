package irc

import (
	"encoding/base64"

	"linnet/internal/irc/account"
)

// stepScram takes a message of SCRAM-SHA-256 (RFC 5802 3): the client's first, its
// proof, and an empty one once it has had the server's proof. The client does the
// slow work, so all of this is done under the lock. A name without an account, or
// an account without a password, goes on to the proof like any other.
func stepScram(c *call, x *exchange, data []byte) error {
	if x.scram == nil {
		x.scram = account.NewScramExchange(c.nonce(), c.scramOf)
	} else if name, behalf := x.scram.Name(); x.scram.Proved() {
		return c.endScram(x, name, behalf, data)
	}
	answer, err := x.scram.Step(string(data))
	name, _ := x.scram.Name()
	switch {
	case !c.mayTryLogin(name):
		return c.failSASL(name, errThrottled)
	case err != nil:
		return c.failSASL(name, errWrongLogin)
	}
	c.challenge([]byte(answer))
	return nil
}

// endScram logs in who has proved herself, if that is still the password.
func (c *call) endScram(x *exchange, name, behalf string, data []byte) error {
	a, known := c.net().Account(name)
	switch {
	case len(data) > 0, !c.isBehalf(behalf, name), !known, !x.scram.ProvedFor(a.Scram):
		return c.failSASL(name, errWrongLogin)
	case !a.Verified:
		return c.failSASL(name, errUnverified)
	}
	return c.finishSASL(login{Account: a})
}

// scramOf returns what is kept of an account's password.
func (c *call) scramOf(name string) account.Scram {
	if a, known := c.net().Account(name); known && len(a.Scram.StoredKey) > 0 {
		return a.Scram
	}
	return account.Decoy(c.hub.loginSecret, c.net().Fold(name), c.hub.cost)
}

// nonce is random text of which no two are the same.
func (c *call) nonce() string {
	var raw [18]byte
	c.hub.random(raw[:])
	return base64.RawStdEncoding.EncodeToString(raw[:])
}
