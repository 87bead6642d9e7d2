package irc

import "linnet/internal/irc/wire"

// isMuted says whether nobody is to read words of the client's own.
func (c *call) isMuted() bool {
	if c.user == nil {
		return false
	}
	_, is := c.net().Muted(c.user)
	return is
}

// lastWords is what a client may say about why it leaves, or puts somebody out:
// the text at its length, or nothing if nobody is to read it. Leaving as such is
// never refused.
func (c *call) lastWords(text string) string {
	if c.isMuted() {
		return ""
	}
	return wire.Cut(text, c.hub.cfg.Limits.KickLen)
}
