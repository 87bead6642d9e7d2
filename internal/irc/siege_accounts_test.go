package irc

import (
	"strings"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// Accounts in a siege: everybody's password is sesame, or wrong.

// account draws what somebody does about accounts.
func (w *siege) account() string {
	name, password := w.pick(siegeNicks), w.pick([]string{"sesame", "sesame", "sesame", "wrong-one", w.pick(siegeOdd)})
	switch w.dice.IntN(13) {
	case 12:
		return "UPLOAD " + w.pick([]string{"AVATAR", "AVATAR", "FILM", w.pick(siegeOdd)})
	case 11:
		return w.pick([]string{"DEVICE ", "NS DEVICE ", "PRIVMSG NickServ :DEVICE "}) + w.device()
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
		if a, is := w.hub.net.Account(name); is && w.chance(2) {
			return "ERASE " + name + " " + w.hub.eraseCode(a)
		}
		return w.pick([]string{"DROP ", "ERASE "}) + name
	case 5:
		return "SET " + w.pick([]string{"PASSWORD sesame", "PASSWORD " + w.pick(siegeOdd), "EMAIL a@b.test", "EMAIL *", "COLOUR red", "ALWAYS-ON on", "ALWAYS-ON on", "ALWAYS-ON off"})
	case 6:
		return "CERT " + w.pick([]string{"LIST", "ADD", "DEL x", "ADD " + strings.Repeat("ab", 32), "DEL " + strings.Repeat("ab", 32)})
	case 7:
		return w.pick([]string{"INVITATION ADD", "INVITATION ADD 1m", "INVITATION LIST", "INVITATION DEL 1", "LIST", "LIST *e*"})
	case 8:
		return w.pick([]string{"PASSWD sesame sesame", "RESEND " + name, "SENDPASS " + name, "SETPASS " + name + " x " + password, "RESETPASS " + name})
	default:
		return w.pick([]string{"LOGOUT", "EXPORT", "EXPORT " + name, "SESSIONS", "INFO", "INFO " + name, "HELP", "HELP SET", w.pick(siegeOdd)})
	}
}

// device draws what somebody does about the devices of an account.
func (w *siege) device() string {
	var ids []string
	for _, name := range siegeNicks {
		a, _ := w.hub.net.Account(name)
		for _, d := range a.Devices {
			ids = append(ids, d.ID)
		}
	}
	id := "*"
	if len(ids) > 0 && w.chance(2) {
		id = w.pick(ids)
	}
	return w.pick([]string{"ADD", "ADD :" + w.pick(siegeOdd), "ADD phone", "LIST", "DEL " + id, "DEL " + w.pick(siegeOdd), w.pick(siegeOdd)})
}

// token makes a device of somebody's, if she may have one more, and returns its token.
func (w *siege) token(name string) string {
	w.hub.lock()
	defer w.hub.unlock()
	token := account.NewToken(w.hub.random)
	a, is := w.hub.net.Account(name)
	d := account.Device{ID: w.hub.newDeviceID(a), Hash: account.HashToken(token), Created: w.hub.now, Seen: w.hub.now}
	if is && w.hub.net.MayAddDevice(a.ID, d.ID) == nil {
		w.hub.happen(nil, chat.DeviceAdded{Account: a.ID, Device: d, At: w.hub.now})
	}
	return token
}

// login lets a client log in, in several lines.
func (w *siege) login() []string {
	name := w.pick(siegeNicks)
	password := w.pick([]string{"sesame", "wrong"})
	if w.chance(3) {
		password = w.token(name)
	}
	return []string{"CAP REQ :sasl account-notify", "AUTHENTICATE PLAIN", plain("", name, password)}
}

// checkAccounts holds what is strict: a nick that is an account's belongs to who is
// logged in to it, or was there first.
func (w *siege) checkAccounts() {
	w.checkDevices()
	for i, ev := range w.events[w.began:] {
		var u *chat.User
		switch ev := ev.(type) {
		case chat.UserArrived:
			u = w.hub.net.UserByID(ev.User)
		case chat.NickChanged:
			u = w.hub.net.UserByID(ev.User)
		case chat.Erased:
			if left := w.hub.history.OwnedBy(chat.UserID(ev.Account)); len(left) > 0 {
				w.Fatalf("of %d who is erased %+v is kept", ev.Account, left)
			}
		case chat.AccountSaved:
			if strings.Contains(ev.Account.Password, "sesame") || !strings.HasPrefix(ev.Account.Password, "$argon2id$") {
				w.Fatalf("kept of a password is %q", ev.Account.Password)
			}
		case chat.PasswordChanged:
			if password := ev.Credentials.Password; strings.Contains(password, "sesame") || !strings.HasPrefix(password, "$argon2id$") {
				w.Fatalf("kept of a password is %q", password)
			}
			w.checkPutOut(ev, w.events[w.began+i+1:])
		}
		if u == nil || w.hub.net.MayHaveNick(u.AccountID, u.Nick) == nil || w.changedNow(u.ID) {
			continue
		}
		w.Fatalf("%s has a nick that is not hers", u.Mask())
	}
}

// checkPutOut holds that by another password all have been put out but who chose it, and
// who has logged in since.
func (w *siege) checkPutOut(changed chat.PasswordChanged, since []chat.Event) {
	for _, ev := range since {
		switch ev.(type) {
		case chat.UserArrived, chat.SessionAttached, chat.SessionResumed, chat.LoggedIn:
			return
		}
	}
	for _, u := range w.hub.net.LoggedIn(changed.Account) {
		for _, id := range u.Sessions {
			if device := w.hub.net.Session(id).Device; id != changed.By && (device == "" || device != changed.Keeps) {
				w.Fatalf("session %d goes on with the password of before", id)
			}
		}
	}
}

// checkDevices holds that nobody is there by a token that was taken back: neither who
// has registered since, nor who is about to.
func (w *siege) checkDevices() {
	for id, s := range w.hub.sessions {
		of, device := account.ID(0), ""
		switch kept := w.hub.net.Session(id); {
		case s.reg != nil:
			of, device = s.reg.account, s.reg.device
		case kept != nil:
			of, device = kept.User.AccountID, kept.Device
		}
		a, exists := w.hub.net.AccountByID(of)
		if _, has := a.Device(device); device != "" && exists && !has {
			w.Fatalf("session %d is there by a device that %s does not have", id, a.Name)
		}
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
		case chat.LoggedOut, chat.AccountSaved, chat.CodeReturned, chat.AccountDropped:
			return true
		}
	}
	return false
}
