package irc

import (
	"encoding/base64"
	"slices"
	"strings"

	"linnet/internal/irc/wire"
)

// mechanism is one row of the table of SASL mechanisms.
type mechanism struct {
	name string
	// offered says whether a connection can use it.
	offered func(Peer) bool
	// begin starts an exchange; step takes what the client sends next, decoded, and
	// answers by challenge, saslDone or saslFailed.
	step func(c *call, x *exchange, data []byte) error
	spec string
}

// mechanisms is the table, in the order in which clients are told.
var mechanisms = []mechanism{
	{name: "PLAIN", offered: anyPeer, step: stepPlain, spec: "RFC 4616"},
}

func anyPeer(Peer) bool { return true }

// exchange is an authentication under way.
type exchange struct {
	*mechanism
	received []byte // base64 so far
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
// sasl-3.1 "The AUTHENTICATE Command").
func cmdAuthenticate(c *call) error {
	word := c.Param(0)
	switch {
	case !c.s.caps.has(capSASL):
		return &numericError{num: ERR_SASLFAIL}
	case len(word) > saslChunk:
		c.s.sasl = nil
		return &numericError{num: ERR_SASLTOOLONG}
	case word == "*":
		if c.s.sasl == nil {
			return &numericError{num: ERR_SASLFAIL}
		}
		c.s.sasl = nil
		return &numericError{num: ERR_SASLABORTED}
	case c.s.sasl == nil:
		return c.beginSASL(strings.ToUpper(word))
	}
	return c.s.sasl.receive(c, word)
}

func (c *call) beginSASL(name string) error {
	i := slices.IndexFunc(mechanisms, func(m mechanism) bool { return m.name == name && m.offered(c.s.peer) })
	if i < 0 {
		c.reply(RPL_SASLMECHS, mechanismNames(c.hub, c.s.peer))
		return &numericError{num: ERR_SASLFAIL}
	}
	c.s.sasl = &exchange{mechanism: &mechanisms[i]}
	c.challenge(nil)
	return nil
}

// receive takes one piece of a response; one shorter than a full piece is the last.
func (x *exchange) receive(c *call, word string) error {
	if word != "+" {
		x.received = append(x.received, word...)
	}
	switch {
	case len(x.received) > saslMost:
		c.s.sasl = nil
		return &numericError{num: ERR_SASLTOOLONG}
	case len(word) == saslChunk:
		return nil // there is more
	}
	data, err := base64.StdEncoding.DecodeString(string(x.received))
	x.received = nil
	if err != nil {
		return c.failSASL("", "not base64")
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

// failSASL ends an exchange without success. why is for the log alone: a client
// learns nothing of which half was wrong.
func (c *call) failSASL(name, why string) error {
	c.s.sasl = nil
	c.hub.note("login refused", c.s, "account", name, "why", why)
	return &numericError{num: ERR_SASLFAIL}
}
