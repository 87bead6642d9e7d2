package irc

import (
	"strings"

	"linnet/internal/irc/wire"
)

// cmdCap negotiates capabilities (IRCv3 capability-negotiation). LS and REQ hold
// registration back until END.
func cmdCap(c *call) error {
	switch sub := strings.ToUpper(c.Param(0)); sub {
	case "LS":
		c.listCaps(parseNumber(c.Param(1)) >= 302)
	case "LIST":
		c.sendCaps("LIST", c.s.caps.names(), c.s.cap302)
	case "REQ":
		c.suspendRegistration()
		if len(c.Params) < 2 {
			return &numericError{num: ERR_INVALIDCAPCMD, params: []string{"REQ"}}
		}
		// One parameter by the grammar, but some clients forget the colon.
		c.requestCaps(strings.Fields(strings.Join(c.Params[1:], " ")))
	case "END":
		if c.s.reg != nil {
			c.s.reg.negotiating = false
			return c.tryRegister()
		}
	default:
		return &numericError{num: ERR_INVALIDCAPCMD, params: []string{middle(c.Param(0))}}
	}
	return nil
}

// listCaps answers LS. A client that once knew version 302 knows it for good, but
// is answered as it asks.
func (c *call) listCaps(version302 bool) {
	if version302 {
		c.s.cap302 = true
		c.s.setCaps(c.s.caps | capNotify)
	}
	c.suspendRegistration()
	c.sendCaps("LS", c.hub.offers(c.s.peer.Peer(), version302), version302)
}

func (c *call) suspendRegistration() {
	if c.s.reg != nil {
		c.s.reg.negotiating = true
	}
}

// requestCaps grants all that is asked for or nothing (REQ is atomic).
func (c *call) requestCaps(names []string) {
	caps := c.s.caps
	for _, name := range names {
		bare, drop := strings.CutPrefix(name, "-")
		row, known := findCap(bare)
		switch {
		case !known, row.bit == 0, row.shown != nil && !row.shown(c.hub, c.s.peer.Peer()),
			drop && row.bit == capNotify && c.s.cap302: // which may not be dropped then
			c.sendInLines("NAK", names)
			return
		case drop:
			caps &^= row.bit
		default:
			caps |= row.bit
		}
	}
	if !caps.agrees() {
		c.sendInLines("NAK", names)
		return
	}
	c.sendInLines("ACK", names)
	c.s.setCaps(caps)
}

// sendCaps sends a list that may need more lines than one. Only a client of
// version 302 understands the asterisk that says so; another gets what fits.
func (c *call) sendCaps(sub string, names []string, multiline bool) {
	head, rest := c.fitCaps(sub, names)
	for len(rest) > 0 && multiline {
		c.sendCap(sub, "*", strings.Join(head, " "))
		head, rest = c.fitCaps(sub, rest)
	}
	c.sendCap(sub, strings.Join(head, " "))
}

// sendInLines sends an ACK or NAK, which a client takes line by line.
func (c *call) sendInLines(sub string, names []string) {
	head, rest := c.fitCaps(sub, names)
	c.sendCap(sub, strings.Join(head, " "))
	for len(rest) > 0 {
		head, rest = c.fitCaps(sub, rest)
		c.sendCap(sub, strings.Join(head, " "))
	}
}

// fitCaps takes as many names as one line holds, at least one.
func (c *call) fitCaps(sub string, names []string) (head, rest []string) {
	room := wire.MaxBody - len(":"+c.hub.cfg.Name+" CAP "+c.s.name()+" "+sub+" * :") + len(" ")
	for i, name := range names {
		if room -= len(name) + len(" "); room < 0 && i > 0 {
			return names[:i], names[i:]
		}
	}
	return names, nil
}

func (c *call) sendCap(sub string, params ...string) {
	c.send(&wire.Line{
		Source: c.hub.cfg.Name, Command: "CAP", Text: true,
		Params: append([]string{c.s.name(), sub}, params...),
	})
}
