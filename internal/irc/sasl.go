package irc

import (
	"encoding/base64"
	"slices"
	"strings"

	"linnet/internal/irc/account"
	"linnet/internal/irc/wire"
)

// mechanism is one row of the table of SASL mechanisms.
type mechanism struct {
	name string
	// offered says whether a connection can use it.
	offered func(Peer) bool
	// step takes what the client sends next, decoded, and answers by challenge,
	// finishSASL or failSASL.
	step func(c *call, x *exchange, data []byte) error
	spec string
}

// mechanisms is the table, in the order in which clients are told.
var mechanisms = []mechanism{
	{name: "SCRAM-SHA-256", offered: anyPeer, step: stepScram, spec: "RFC 5802, RFC 7677"},
	{name: "PLAIN", offered: anyPeer, step: stepPlain, spec: "RFC 4616"},
	{name: "EXTERNAL", offered: hasCertificate, step: stepExternal, spec: "RFC 4422 A"},
}

func anyPeer(Peer) bool { return true }

// exchange is an authentication under way.
type exchange struct {
	*mechanism
	received []byte                 // base64 so far
	scram    *account.ScramExchange // of that mechanism, once it has begun
}

const (
	saslChunk = 400            // bytes of base64 in a full AUTHENTICATE (IRCv3 sasl-3.1)
	saslMost  = 16 * saslChunk // of one response in all
)

// mechanismNames lists what a connection can use: the value of the capability.
func mechanismNames(_ *hub, p Peer) string {
	var names []string
	for _, m := range mechanisms {
		if m.offered(p) {
			names = append(names, m.name)
		}
	}
	return strings.Join(names, ",")
}

// cmdAuthenticate begins an exchange, goes on with it, or gives it up (IRCv3
// sasl-3.1 "The AUTHENTICATE command"). It may come at any time, from who is logged
// in as well (sasl-3.2 "SASL Reauthentication").
func cmdAuthenticate(c *call) error {
	word := c.Param(0)
	switch {
	case !c.s.caps.has(capSASL):
		return &numericError{num: ERR_SASLFAIL}
	case word == "*":
		c.s.dropSASL()
		return &numericError{num: ERR_SASLABORTED}
	case len(word) > saslChunk:
		c.s.dropSASL()
		return &numericError{num: ERR_SASLTOOLONG}
	case c.s.sasl == nil:
		return c.beginSASL(strings.ToUpper(word))
	}
	return c.s.sasl.receive(c, word)
}

func (c *call) beginSASL(name string) error {
	i := slices.IndexFunc(mechanisms, func(m mechanism) bool { return m.name == name && m.offered(c.s.peer.Peer()) })
	if i < 0 {
		c.reply(RPL_SASLMECHS, mechanismNames(c.hub, c.s.peer.Peer()))
		return &numericError{num: ERR_SASLFAIL}
	}
	c.s.own().sasl = &exchange{mechanism: &mechanisms[i]}
	c.challenge(nil)
	return nil
}

// isOneOfMany says whether other connections are the same user: that cannot become
// somebody else by one of them.
func (c *call) isOneOfMany() bool {
	return c.user != nil && c.user.AccountID != 0 && len(c.user.Sessions) > 1
}

// dropSASL forgets what has been said of an exchange.
func (s *Session) dropSASL() {
	if s.sasl != nil {
		s.own().sasl = nil
	}
}

// abortSASL gives up an exchange that registration has overtaken (sasl-3.1, "If
// the client completes registration").
func (c *call) abortSASL() {
	if c.s.sasl != nil {
		c.s.dropSASL()
		c.reply(ERR_SASLABORTED)
	}
}

// receive takes one piece of a response; one shorter than a full piece is the last.
func (x *exchange) receive(c *call, word string) error {
	if word != "+" {
		x.received = append(x.received, word...)
	}
	switch {
	case len(x.received) > saslMost:
		c.s.dropSASL()
		return &numericError{num: ERR_SASLTOOLONG}
	case len(word) == saslChunk:
		return nil // there is more
	}
	data, err := base64.StdEncoding.DecodeString(string(x.received))
	x.received = nil
	if err != nil {
		return c.failSASL("", errMalformed)
	}
	return x.step(c, x, data)
}

// challenge sends what the client is to answer, in pieces.
func (c *call) challenge(data []byte) {
	text := base64.StdEncoding.EncodeToString(data)
	for {
		n := min(len(text), saslChunk)
		piece := text[:n]
		if piece == "" {
			piece = "+"
		}
		c.send(&wire.Line{Command: "AUTHENTICATE", Params: []string{piece}})
		text = text[n:]
		if n < saslChunk {
			return
		}
	}
}

// finishSASL ends an exchange with success.
func (c *call) finishSASL(l login) error {
	c.s.dropSASL()
	// As the same person again, a device's token for the password for example, does no harm.
	if c.isOneOfMany() && c.user.AccountID != l.ID {
		return &numericError{num: ERR_SASLALREADY}
	}
	c.logIn(l)
	c.reply(RPL_SASLSUCCESS)
	return c.goOnRegistering()
}

// failSASL ends an exchange without success. A client learns nothing of which half
// was wrong.
func (c *call) failSASL(name string, why *failure) error {
	c.s.dropSASL()
	c.refuseLogin(name, why)
	switch why {
	case errUnverified:
		return &numericError{num: ERR_NICKLOCKED, text: why.text}
	case errThrottled:
		return &numericError{num: ERR_SASLFAIL, text: why.text}
	}
	return &numericError{num: ERR_SASLFAIL}
}
