package chat

import "linnet/internal/irc/account"

// Person is whose private conversations a user's are: the account's, or a
// guest's own. Both ids come from one counter, so they are never confused.
func (u *User) Person() UserID {
	if u.AccountID != 0 {
		return UserID(u.AccountID)
	}
	return u.ID
}

// UserOf returns a user of a person, or nil if there is none on the network.
func (n *Network) UserOf(person UserID) *User {
	if u := n.users[person]; u != nil {
		return u
	}
	if users := n.LoggedIn(account.ID(person)); len(users) > 0 {
		return users[0]
	}
	return nil
}

// Holder returns the person who has a nick or, if nobody has, whose account has
// the name or who had the nick last; and how the nick is written.
func (n *Network) Holder(nick string) (id UserID, name string, known bool) {
	if u := n.User(nick); u != nil {
		return u.Person(), u.Nick, true
	}
	if a, registered := n.Account(nick); registered {
		return UserID(a.ID), a.Name, true
	}
	if past := n.Whowas(nick); len(past) > 0 {
		return past[0].Person, past[0].Nick, true
	}
	return 0, "", false
}

// LastNick returns the nick of a person, present or remembered; who has an account
// is always known by its name.
func (n *Network) LastNick(person UserID) (string, bool) {
	if u := n.UserOf(person); u != nil {
		return u.Nick, true
	}
	if a, registered := n.AccountByID(account.ID(person)); registered {
		return a.Name, true
	}
	for i := len(n.whowas) - 1; i >= 0; i-- {
		if n.whowas[i].Person == person {
			return n.whowas[i].Nick, true
		}
	}
	return "", false
}
