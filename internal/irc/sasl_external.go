package irc

func hasCertificate(p Peer) bool { return p.Certificate != "" }

// stepExternal takes the one message of EXTERNAL (RFC 4422 appendix A): as whom the
// client wants to act, or nothing. What proves it is the certificate that the
// connection came with.
func stepExternal(c *call, _ *exchange, data []byte) error {
	a, known := c.net().AccountByCert(c.s.peer.Peer().Certificate)
	name := string(data)
	if name == "" {
		name = a.Name
	}
	switch {
	case !c.mayTryLogin(name):
		return c.failSASL(name, errThrottled)
	case !known, !c.isBehalf(name, a.Name):
		return c.failSASL(name, errWrongLogin)
	case !a.Verified:
		return c.failSASL(name, errUnverified)
	}
	return c.finishSASL(login{Account: a})
}
