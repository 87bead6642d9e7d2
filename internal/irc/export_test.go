package irc

import (
	"maps"
	"slices"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// CommandNames lists the table's commands for tests that see only clients.
func CommandNames() []string { return slices.Sorted(maps.Keys(commands)) }

// CapabilityNames lists the capabilities that may be asked for all at once.
func CapabilityNames() []string {
	var names []string
	var set capability
	for _, row := range capabilities {
		if row.bit != 0 && (set | row.bit).agrees() {
			names = append(names, row.name)
			set |= row.bit
		}
	}
	return names
}

// cheapCost makes passwords that cost a test nothing.
var cheapCost = account.Cost{Time: 1, Memory: 8, Iterations: 1}

// AddAccount registers somebody before anybody connects, with the password sesame
// and the certificates of some fingerprints.
func (s *Server) AddAccount(name string, certs ...string) {
	h := s.hub
	h.lock()
	defer h.unlock()
	keys := account.NewCredentials("sesame", cheapCost, account.Salt{})
	h.happen(nil, chat.AccountSaved{At: h.now, Account: account.Account{
		ID: account.ID(h.nextID()), Name: name, Created: h.now, Verified: true,
		Password: keys.Password, Scram: keys.Scram, Certs: certs,
	}})
}

// CheapPasswords makes the passwords of this server cost nothing.
func (s *Server) CheapPasswords() { s.hub.cost = cheapCost }
