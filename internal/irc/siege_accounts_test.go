package irc

import (
	"strings"

	"linnet/internal/irc/chat"
)

// Accounts in a siege: everybody's password is sesame, or wrong.

// account draws what somebody does about accounts.
func (w *siege) account() string {
	name, password := w.pick(siegeNicks), w.pick([]string{"sesame", "sesame", "sesame", "wrong-one", w.pick(siegeOdd)})
	switch w.dice.IntN(11) {
	case 7, 8, 9, 10:
		return w.pick([]string{"NS ", "NICKSERV ", "PRIVMSG NickServ :"}) + w.nickServ(name, password)
	case 0, 1:
		return "REGISTER " + w.pick([]string{"*", name, w.self}) + " " + w.pick([]string{"*", "a@b.test", w.pick(siegeOdd)}) + " " + password
	case 2:
		return "VERIFY " + name + " " + w.pick(siegeOdd)
	case 3, 4:
		return "AUTHENTICATE " + w.pick([]string{"PLAIN", "SCRAM-SHA-256", "EXTERNAL", "*", "+", w.pick(siegeOdd)})
	default:
		return plain("", name, password)
	}
}

// nickServ draws what somebody tells NickServ.
func (w *siege) nickServ(name, password string) string {
	switch w.dice.IntN(10) {
	case 0:
		return "REGISTER " + password + " " + w.pick([]string{"", "*", "a@b.test", w.pick(siegeOdd)})
	case 1, 2:
		return "IDENTIFY " + w.pick([]string{"", name + " "}) + password
	case 3:
		return w.pick([]string{"GHOST ", "REGAIN ", "REGAIN ", "RELEASE "}) + name + " " + password
	case 4:
		if a, is := w.hub.net.Account(name); is && w.chance(2) {
			return "DROP " + name + " " + w.hub.dropAccountCode(a)
		}
		return "DROP " + name
	case 5:
		return "SET " + w.pick([]string{"PASSWORD sesame", "PASSWORD " + w.pick(siegeOdd), "EMAIL a@b.test", "EMAIL *", "COLOUR red"})
	case 6:
		return "CERT " + w.pick([]string{"LIST", "ADD", "DEL x", "ADD " + strings.Repeat("ab", 32), "DEL " + strings.Repeat("ab", 32)})
	case 7:
		return w.pick([]string{"INVITATION ADD", "INVITATION ADD 1m", "INVITATION LIST", "INVITATION DEL 1", "LIST", "LIST *e*"})
	case 8:
		return "PASSWD sesame sesame"
	default:
		return w.pick([]string{"LOGOUT", "SESSIONS", "INFO", "INFO " + name, "HELP", "HELP SET", w.pick(siegeOdd)})
	}
}

// login lets a client log in, in several lines.
func (w *siege) login() []string {
	return []string{"CAP REQ :sasl account-notify", "AUTHENTICATE PLAIN", plain("", w.pick(siegeNicks), w.pick([]string{"sesame", "wrong"}))}
}

// checkAccounts holds what is strict: a nick that is an account's belongs to who is
// logged in to it, or was there first.
func (w *siege) checkAccounts() {
	for _, ev := range w.events[w.began:] {
		var u *chat.User
		switch ev := ev.(type) {
		case chat.UserArrived:
			u = w.hub.net.UserByID(ev.User)
		case chat.NickChanged:
			u = w.hub.net.UserByID(ev.User)
		case chat.AccountSaved:
			if strings.Contains(ev.Account.Password, "sesame") || !strings.HasPrefix(ev.Account.Password, "$argon2id$") {
				w.Fatalf("kept of a password is %q", ev.Account.Password)
			}
		}
		if u == nil || w.hub.net.MayHaveNick(u.AccountID, u.Nick) == nil || w.changedNow(u.ID) {
			continue
		}
		w.Fatalf("%s has a nick that is not hers", u.Mask())
	}
}

// changedNow says whether a user's account, or whose name her nick is, may have
// changed within this step after she took it.
func (w *siege) changedNow(id chat.UserID) bool {
	for _, ev := range w.events[w.began:] {
		switch ev := ev.(type) {
		case chat.LoggedIn:
			if ev.User == id {
				return true
			}
		case chat.LoggedOut, chat.AccountSaved, chat.AccountDropped:
			return true
		}
	}
	return false
}
