package irc

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"

	"linnet/internal/irc/account"
)

// CloakConfig says what is shown of where people come from.
type CloakConfig struct {
	// Enabled shows a cloak in place of addresses other than this machine's.
	Enabled bool
	// Secret makes the cloaks: whoever knows it can find the addresses. Without one
	// it is random from each start to the next, and bans of cloaks hold as long.
	Secret string
	// Suffix ends every cloak.
	Suffix string
}

// minSecret is the least length of a secret that cannot be found by trying.
const minSecret = 20

func (c CloakConfig) validate() error {
	if c.Secret != "" && len(c.Secret) < minSecret {
		return fmt.Errorf("cloak.secret: expected at least %d characters, or none for a random one", minSecret)
	}
	if most := hostLen - 3*(cloakPart+1); !isHost(c.Suffix) || len(c.Suffix) > most {
		return fmt.Errorf("cloak.suffix: %q: expected letters, digits and any of - . : /, at most %d", c.Suffix, most)
	}
	return nil
}

// WebIRCConfig is a gateway that says for its users where they come from.
type WebIRCConfig struct {
	// Name is what operators see of it.
	Name string
	// Password is a hash of `ircd hash-password`.
	Password string
	// Hosts are the addresses and networks that it comes from; none is this
	// machine.
	Hosts []string
}

// allows says whether the gateway may come from an address.
func (w WebIRCConfig) allows(address netip.Addr) bool {
	if len(w.Hosts) == 0 {
		return !address.IsValid() || address.IsLoopback()
	}
	return slices.ContainsFunc(w.Hosts, func(host string) bool {
		network, err := parseNetwork(host)
		return err == nil && network.Contains(address.Unmap().WithZone(""))
	})
}

func (c Config) validateGateways() error {
	for _, w := range c.WebIRC {
		if !isWord(w.Name) {
			return fmt.Errorf("webirc: name %q: expected one word", w.Name)
		}
		if _, err := account.ParsePasswordHash(w.Password); err != nil {
			return fmt.Errorf("webirc.%s.password: %w", w.Name, err)
		}
		for _, host := range w.Hosts {
			if _, err := parseNetwork(host); err != nil {
				return fmt.Errorf("webirc.%s.hosts: %q: %w", w.Name, host, err)
			}
		}
	}
	return nil
}

var errNetwork = errors.New("expected an address, or a network such as 10.0.0.0/8")

// parseNetwork reads an address or a network.
func parseNetwork(text string) (netip.Prefix, error) {
	if network, err := netip.ParsePrefix(text); err == nil {
		return network.Masked(), nil
	}
	address, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, errNetwork
	}
	return address.Unmap().WithZone("").Prefix(address.Unmap().BitLen())
}
