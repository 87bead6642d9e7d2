package irc

import "linnet/internal/irc/wire"

// cmdPing answers with the same token (Modern IRC "PING message").
func cmdPing(c *call) error {
	if c.Param(0) == "" {
		return &numericError{num: ERR_NOORIGIN}
	}
	c.send(&wire.Line{
		Source: c.hub.cfg.Name, Command: "PONG", Text: true,
		Params: []string{c.hub.cfg.Name, c.Param(0)},
	})
	return nil
}

// cmdPong is an answer itself: that a line came is all we wanted to know.
func cmdPong(*call) error { return nil }

// cmdQuit ends the connection and, with it, the right to resume it (Modern IRC
// "QUIT message": the reason is marked as the user's own).
func cmdQuit(c *call) error {
	c.hub.end(c.s, "Quit: "+c.lastWords(c.Param(0)))
	return nil
}

// cmdError is what servers say to each other; a client's is ignored (RFC 2812
// 3.7.4).
func cmdError(*call) error { return errSilent }
