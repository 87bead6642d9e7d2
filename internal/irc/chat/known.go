package chat

import "linnet/internal/irc/account"

// NicksOf finds by which nicks some persons can be asked for: the present one, the
// name of the account or, of a guest who has left, the last, unless somebody else
// has or had it since. Looked for at once, they cost one look through what is
// remembered.
func (n *Network) NicksOf(persons []UserID) map[UserID]string {
	nicks := map[UserID]string{}
	wanted := map[UserID]bool{}
	for _, id := range persons {
		if u := n.UserOf(id); u != nil {
			nicks[id] = u.Nick
		} else if a, registered := n.AccountByID(account.ID(id)); !registered {
			wanted[id] = true
		} else if n.User(a.Name) == nil {
			nicks[id] = a.Name
		}
	}
	taken := map[string]bool{}
	for i := len(n.whowas) - 1; i >= 0 && len(wanted) > 0; i-- {
		past := &n.whowas[i]
		isFree := n.nicks[past.folded] == nil && n.accounts.byName[past.folded] == nil
		if wanted[past.Person] && !taken[past.folded] && isFree {
			nicks[past.Person] = past.Nick
		}
		delete(wanted, past.Person) // only the last nick counts
		taken[past.folded] = true
	}
	return nicks
}
