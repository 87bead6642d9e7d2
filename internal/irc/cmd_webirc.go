package irc

import (
	"encoding/hex"
	"log/slog"
	"net/netip"
	"slices"
	"strings"

	"linnet/internal/irc/account"
)

// cmdWebirc lets a gateway say where its user comes from, before anything else:
// WEBIRC <password> <gateway> <host> <address> [:<options>] (IRCv3 webirc). Whoever
// may not is sent away; a stranger does not even cause a hash to be made.
func cmdWebirc(c *call) error {
	if c.s.reg == nil {
		return &numericError{num: ERR_ALREADYREGISTERED}
	}
	gateways := slices.DeleteFunc(slices.Clone(c.hub.cfg.WebIRC), func(w WebIRCConfig) bool {
		return !w.allows(c.s.peer.Address)
	})
	switch {
	case c.s.received.lines > 1:
		c.hub.end(c.s, "WEBIRC must be the first command")
		return nil
	case len(gateways) == 0:
		return c.notOurGateway()
	}
	password, found := c.Param(0), -1
	c.hashing(nil, func() {
		found = slices.IndexFunc(gateways, func(w WebIRCConfig) bool { return matchesHash(w.Password, password) })
	}, func() error {
		if found < 0 {
			return c.notOurGateway()
		}
		c.comeFrom(gateways[found])
		return nil
	})
	return nil
}

func (c *call) notOurGateway() error {
	c.hub.note("webirc refused", c.s, slog.String("address", c.s.from()), slog.String("gateway", c.Param(1)))
	c.hub.end(c.s, "Invalid WebIRC password")
	return nil
}

// matchesHash compares a password with a hash that Validate has passed.
func matchesHash(hash, password string) bool {
	parsed, err := account.ParsePasswordHash(hash)
	if err != nil {
		panic("irc: a setting that Validate has passed: " + err.Error())
	}
	return parsed.Matches(password)
}

// comeFrom makes the connection one from where the gateway says, as if it had come
// from there itself: crowding and bans are asked again.
func (c *call) comeFrom(gateway WebIRCConfig) {
	s := c.s
	address, err := netip.ParseAddr(c.Param(3))
	if err != nil {
		c.hub.end(s, "Invalid WebIRC address")
		return
	}
	address = address.Unmap().WithZone("")
	through := s.from()
	c.hub.crowding.withdraw(s.peer.Address)
	s.peer.Address = address
	s.own().gateway = gateway.Name
	s.realHost = c.hub.one(c.hub.hostFor(address))
	if host := c.Param(2); isHost(host) && strings.Contains(host, ".") && !isAddress(host) {
		s.realHost = c.hub.one(host)
	}
	s.reg.host = c.hub.one(c.hub.shown(address, s.realHost))
	options := readOptions(strings.Join(c.Params[min(4, len(c.Params)):], " "))
	_, secure := options["secure"]
	peer := s.peer.Peer()
	peer.Secure, peer.Certificate = peer.Secure && secure, ""
	if sum := strings.ToLower(options["certfp-sha-256"]); peer.Secure && isSHA256(sum) {
		peer.Certificate = sum
	}
	s.peer = whenceOf(peer)
	c.hub.note("webirc", s, slog.String("gateway", gateway.Name), slog.String("through", through), slog.String("address", s.from()), slog.String("host", s.realHost))
	c.hub.letIn(s, false)
}

// readOptions reads the words of the last parameter: name, or name=value. A name
// that we do not know means nothing.
func readOptions(text string) map[string]string {
	options := map[string]string{}
	for word := range strings.FieldsSeq(text) {
		name, value, _ := strings.Cut(word, "=")
		options[name] = value
	}
	return options
}

func isAddress(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}

func isSHA256(sum string) bool {
	raw, err := hex.DecodeString(sum)
	return err == nil && len(raw) == 32
}
