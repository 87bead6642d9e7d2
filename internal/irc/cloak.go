package irc

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"net/netip"
	"strings"
)

// cloak makes of an address a host that does not tell it. Each part is made of the
// address and of ever wider networks around it, the widest last, by a secret: so
// the same address has the same cloak for as long as the secret is the same, and
// a ban of *!*@*.PART.PART.ip is one of a network.
type cloak struct {
	secret []byte
	suffix string
}

// cloakedNetworks are the lengths of the prefixes that the parts stand for: of
// IPv6 a /64 is what one customer has.
var cloakedNetworks = map[bool][]int{true: {32, 24, 16}, false: {64, 48, 32}}

// cloakPart is how many characters of base32 a part has: 60 bits, so that no two
// networks look alike by chance.
const cloakPart = 12

// host is the cloak of a valid address.
func (c cloak) host(address netip.Addr) string {
	address = address.Unmap().WithZone("")
	var parts []string
	for _, bits := range cloakedNetworks[address.Is4()] {
		network, err := address.Prefix(bits)
		if err != nil {
			panic("irc: a prefix of a valid address: " + err.Error())
		}
		mac := hmac.New(sha256.New, c.secret)
		mac.Write([]byte(network.String()))
		text := base32.StdEncoding.EncodeToString(mac.Sum(nil))
		parts = append(parts, strings.ToLower(text[:cloakPart]))
	}
	return strings.Join(append(parts, c.suffix), ".")
}

// shown is the host that is shown of a connection: its cloak, if the settings say
// so and it comes from another machine.
func (h *hub) shown(address netip.Addr, host string) string {
	if !h.cfg.Cloak.Enabled || !address.IsValid() || address.IsLoopback() {
		return host
	}
	secret := []byte(h.cfg.Cloak.Secret)
	if len(secret) == 0 {
		secret = h.cloakSecret
	}
	return cloak{secret, h.cfg.Cloak.Suffix}.host(address)
}
