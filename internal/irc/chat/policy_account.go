package chat

import (
	"slices"

	"linnet/internal/irc/account"
)

// serviceNicks are those of the server's own services, and what every casemapping folds
// them to: nobody may have them.
var (
	serviceNicks   = []string{"NickServ", "ChanServ"}
	foldedServices = []string{"nickserv", "chanserv"}
)

// IsService says whether a nick is one of the server's own services.
func (n *Network) IsService(nick string) bool { return slices.Contains(foldedServices, n.Fold(nick)) }

// MayHaveNick decides on a nick that nobody has: one that is an account's is for
// who is logged in to it. id is that of the account, 0 for a guest.
func (n *Network) MayHaveNick(id account.ID, nick string) error {
	if r := n.accounts.byName[n.Fold(nick)]; r != nil && r.ID != id && r.Verified {
		return refuse(NickReserved, nick)
	}
	return nil
}

// MayRegister decides on the name of a new account: it is nobody's, nor the nick of
// somebody else who is here, nor does it look like such a one. u is who registers,
// nil before she is a user.
func (n *Network) MayRegister(u *User, name string) error {
	holder := n.User(name)
	switch {
	case n.accounts.byName[n.Fold(name)] != nil:
		return refuse(AccountExists, name)
	case n.IsService(name), holder != nil && holder != u, n.Resembles(name, u, 0):
		return refuse(BadAccountName, name)
	case len(n.accounts.byID) >= n.settings.Accounts:
		return refuse(AccountsFull, name)
	}
	return nil
}
