package irc

import (
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// command is one row of THE TABLE.
type command struct {
	run func(*call) error
	min int // fewest parameters; fewer is ERR_NEEDMOREPARAMS
	// early commands may come before registration, from clients with the
	// capability earlyWith if one is named.
	early     bool
	earlyWith capability
	// quiet commands are never answered with an error (NOTICE).
	quiet bool
	// needs is a capability without which the command does not exist.
	needs capability
	// oper is what only operators with these privileges may do.
	oper chat.Privilege
	// targets is how many targets one such command may have (ISUPPORT TARGMAX);
	// nil is for commands without a list of them.
	targets targetLimit
	cost    int    // against the flood limit; 0 counts as 1
	free    bool   // to who was asked for it
	help    string // syntax, then what it does, a line each
	spec    string
}

// isEarly says whether the command may come before registration from a client
// with these capabilities.
func (row command) isEarly(caps capability) bool { return row.early && caps.has(row.earlyWith) }

// namesFailures says whether the document that specifies the command names the
// standard replies that refuse it, as those of IRCv3 do and our own.
func (row command) namesFailures() bool {
	switch row.spec {
	case "docs/resume.md", "docs/devices.md", "docs/pictures.md", searchSpec:
		return true
	}
	return strings.HasPrefix(row.spec, "IRCv3 ")
}

// dispatch asks all the questions that no handler asks, runs the command, and
// answers what it refused. It returns the command's cost.
func (h *hub) dispatch(s *Session, msg wire.Message) (cost int) {
	if s.received.lines == 1 && isHTTP(msg.Command) {
		h.end(s, "This is IRC, and no web page: connect with an IRC client")
		return 1
	}
	c := newCall(h, s, msg)
	if c.isBatched() {
		c.explain(c.collect())
		c.end()
		return 1
	}
	row, err := c.admit()
	c.quiet = row.quiet
	if row.run != nil {
		h.usage[c.Command]++
	}
	if err == nil {
		err = row.run(c)
	}
	c.explain(err)
	c.end()
	if row.free {
		return 0
	}
	return max(row.cost, 1) + c.extra
}

// isHTTP says whether a first line is a web browser's. A page from anywhere can have a
// browser send a request to this port, and in its body whatever it wants to be said here.
func isHTTP(command string) bool {
	switch command {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS": // but TRACE, which is ours too, and no page may send
		return true
	}
	return false
}

// admit finds the command's row and asks whether it may run now.
func (c *call) admit() (command, error) {
	row, known := commands[c.Command]
	switch {
	case c.user == nil && (!known || !row.isEarly(c.s.caps)):
		return row, &numericError{num: ERR_NOTREGISTERED}
	case !known, !c.s.caps.has(row.needs):
		return row, &numericError{num: ERR_UNKNOWNCOMMAND, params: []string{c.Command}}
	case row.oper != 0 && !c.user.May(row.oper):
		return row, chat.MayOperate(c.user, row.oper)
	case len(c.Params) < row.min:
		return row, &numericError{num: ERR_NEEDMOREPARAMS, params: []string{c.Command}}
	}
	return row, nil
}
