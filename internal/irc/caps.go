package irc

import (
	"strings"

	"linnet/internal/irc/wire"
)

// capability is one bit in the set that a session has negotiated.
type capability uint64

const (
	capServerTime capability = 1 << iota
	capMessageTags
	capBatch
	capEchoMessage
	capLabeledResponse
	capMultiPrefix
	capUserhostInNames
	capAwayNotify
	capExtendedJoin
	capInviteNotify
	capSetname
	capAccountTag
	capAccountNotify
	capStandardReplies
	capNotify
	capChathistory
	capResume
)

// capRow is one capability that the server offers.
type capRow struct {
	name  string
	bit   capability
	shape wire.Shape // the tags that it makes lines carry
	spec  string
}

// capabilities is the table of all that CAP LS lists, in this order.
var capabilities = []capRow{
	{name: "server-time", bit: capServerTime, shape: wire.ShapeTime, spec: "IRCv3 server-time"},
	{name: "message-tags", bit: capMessageTags, shape: wire.ShapeTags, spec: "IRCv3 message-tags"},
	{name: "batch", bit: capBatch, spec: "IRCv3 batch"},
	{name: "echo-message", bit: capEchoMessage, spec: "IRCv3 echo-message"},
	{name: "labeled-response", bit: capLabeledResponse, spec: "IRCv3 labeled-response"},
	{name: "multi-prefix", bit: capMultiPrefix, spec: "IRCv3 multi-prefix"},
	{name: "userhost-in-names", bit: capUserhostInNames, spec: "IRCv3 userhost-in-names"},
	{name: "away-notify", bit: capAwayNotify, spec: "IRCv3 away-notify"},
	{name: "extended-join", bit: capExtendedJoin, spec: "IRCv3 extended-join"},
	{name: "invite-notify", bit: capInviteNotify, spec: "IRCv3 invite-notify"},
	{name: "setname", bit: capSetname, spec: "IRCv3 setname"},
	{name: "account-tag", bit: capAccountTag, shape: wire.ShapeAccount, spec: "IRCv3 account-tag"},
	{name: "account-notify", bit: capAccountNotify, spec: "IRCv3 account-notify"},
	{name: "standard-replies", bit: capStandardReplies, spec: "IRCv3 standard-replies"},
	{name: "cap-notify", bit: capNotify, spec: "IRCv3 capability-negotiation"},
	{name: "draft/chathistory", bit: capChathistory, spec: "IRCv3 chathistory (draft)"},
	{name: "linnet.chat/resume", bit: capResume, spec: "docs/resume.md"},
}

// findCap returns the row of a capability's name, which is case-sensitive.
func findCap(name string) (capRow, bool) {
	for _, row := range capabilities {
		if row.name == name {
			return row, true
		}
	}
	return capRow{}, false
}

// has says whether all of the bits are in the set.
func (c capability) has(bits capability) bool { return c&bits == bits }

// shape returns the tags that lines carry to a client with these capabilities.
func (c capability) shape() wire.Shape {
	var shape wire.Shape
	for _, row := range capabilities {
		if c.has(row.bit) {
			shape |= row.shape
		}
	}
	return shape
}

// names lists the capabilities in the set, or all if want is every bit.
func (c capability) names() []string {
	var names []string
	for _, row := range capabilities {
		if c.has(row.bit) {
			names = append(names, row.name)
		}
	}
	return names
}

// everyCap is the set of all that the server offers.
const everyCap = ^capability(0)

// cmdCap negotiates capabilities (IRCv3 capability-negotiation). LS and REQ hold
// registration back until END.
func cmdCap(c *call) error {
	switch sub := strings.ToUpper(c.Param(0)); sub {
	case "LS":
		if version := parseNumber(c.Param(1)); version >= 302 {
			c.s.cap302 = true
			c.s.setCaps(c.s.caps | capNotify)
		}
		c.suspendRegistration()
		c.sendCaps("LS", everyCap.names(), parseNumber(c.Param(1)) >= 302)
	case "LIST":
		c.sendCaps("LIST", c.s.caps.names(), c.s.cap302)
	case "REQ":
		c.suspendRegistration()
		return c.requestCaps(c.Param(1))
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

func (c *call) suspendRegistration() {
	if c.s.reg != nil {
		c.s.reg.negotiating = true
	}
}

// requestCaps grants all that is asked for or nothing (REQ is atomic).
func (c *call) requestCaps(list string) error {
	caps := c.s.caps
	for _, name := range strings.Fields(list) {
		bare, drop := strings.CutPrefix(name, "-")
		row, known := findCap(bare)
		switch {
		case !known, drop && row.bit == capNotify && c.s.cap302:
			// With version 302 cap-notify may not be dropped.
			c.sendCap("NAK", wire.Cut(list, capRoom))
			return nil
		case drop:
			caps &^= row.bit
		default:
			caps |= row.bit
		}
	}
	if len(list) > capRoom {
		// It could not be said back whole, and part of it would be another answer.
		c.sendCap("NAK", wire.Cut(list, capRoom))
		return nil
	}
	c.sendCap("ACK", list)
	c.s.setCaps(caps)
	return nil
}

// capRoom is how many bytes of a list fit into one CAP line, whatever the names
// of server and client.
const capRoom = 380

// sendCaps sends a list that may need more lines than one; only a client of
// version 302 understands the asterisk that says so.
func (c *call) sendCaps(sub string, names []string, multiline bool) {
	for multiline && len(strings.Join(names, " ")) > capRoom {
		n, size := 0, 0
		for size+len(names[n])+1 <= capRoom {
			size += len(names[n]) + 1
			n++
		}
		c.sendCap(sub, "*", strings.Join(names[:n], " "))
		names = names[n:]
	}
	c.sendCap(sub, strings.Join(names, " "))
}

func (c *call) sendCap(sub string, params ...string) {
	c.send(&wire.Line{
		Source: c.hub.cfg.Name, Command: "CAP", Text: true,
		Params: append([]string{c.s.name(), sub}, params...),
	})
}
