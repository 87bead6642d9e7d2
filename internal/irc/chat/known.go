package chat

// NicksOf finds by which nicks some users can be asked for: the present one or, of
// who has left, the last, unless somebody else has or had it since. Looked for at
// once, they cost one look through what is remembered.
func (n *Network) NicksOf(ids []UserID) map[UserID]string {
	nicks := map[UserID]string{}
	wanted := map[UserID]bool{}
	for _, id := range ids {
		if u := n.users[id]; u != nil {
			nicks[id] = u.Nick
		} else {
			wanted[id] = true
		}
	}
	taken := map[string]bool{}
	for i := len(n.whowas) - 1; i >= 0 && len(wanted) > 0; i-- {
		past := &n.whowas[i]
		if wanted[past.User] && !taken[past.folded] && n.nicks[past.folded] == nil {
			nicks[past.User] = past.Nick
		}
		delete(wanted, past.User) // only the last nick counts
		taken[past.folded] = true
	}
	return nicks
}
