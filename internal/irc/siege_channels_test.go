package irc

import (
	"slices"
	"strings"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// Registered channels in a siege: some accounts exist that anybody may find herself
// logged in to, and everybody tells ChanServ what comes to mind.

// siegeAccounts are nobody's nicks, so that no nick is refused for them.
var siegeAccounts = []string{"Anna", "Ben", "Cora"}

// turnAccounts logs somebody in, or out, or drops an account.
func (w *siege) turnAccounts() {
	w.hub.lock()
	defer w.hub.unlock()
	name := w.pick(siegeAccounts)
	a, known := w.hub.net.Account(name)
	if !known {
		a = account.Account{ID: account.ID(w.hub.nextID()), Name: name, Created: w.hub.now, Verified: true, Password: sesame}
		w.hub.happen(nil, chat.AccountSaved{Account: a, At: w.hub.now})
	}
	again := w.chance(5)
	users := slices.DeleteFunc(w.hub.net.UserIDs(), func(id chat.UserID) bool {
		now := w.hub.net.UserByID(id).AccountID
		return now == a.ID || now != 0 && !again
	})
	switch {
	case w.chance(40):
		w.logf("the account %s is dropped", name)
		for _, u := range slices.Clone(w.hub.net.LoggedIn(a.ID)) {
			w.hub.happen(nil, chat.LoggedOut{User: u.ID, At: w.hub.now})
		}
		w.hub.happen(nil, chat.AccountDropped{Account: a.ID, At: w.hub.now})
	case len(users) > 0:
		id := users[w.dice.IntN(len(users))]
		w.logf("user %d logs in to %s", id, name)
		w.hub.happen(nil, chat.LoggedIn{User: id, Account: a.ID, At: w.hub.now})
	}
}

// askChanServ draws what somebody tells ChanServ.
func (w *siege) askChanServ() string {
	nick, ch, name := w.pick(siegeNicks), w.concerning(), w.pick(append([]string{w.pick(siegeNicks)}, siegeAccounts...))
	if known := w.hub.net.Channel(ch); known != nil && !known.IsRegistered() && !w.chance(4) {
		return "CS REGISTER " + ch
	}
	rest := w.pick([]string{
		"REGISTER " + ch, "REGISTER " + ch, "REGISTER " + ch, "INFO " + ch, "LIST", "LIST " + w.pick(siegeOdd), "DROP " + ch, w.dropping(ch),
		"ACCESS " + ch, "ACCESS " + ch + " ADD " + name + " " + w.pick([]string{"op", "voice", "owner", "admin", "halfop", w.pick(siegeOdd)}), "ACCESS " + ch + " DEL " + name,
		"AMODE " + ch + " " + w.pick([]string{"+o", "-o", "+q", "+v", "-a", w.pick(siegeOdd)}) + " " + name,
		w.pick([]string{"OP", "DEOP", "VOICE", "DEVOICE", "HALFOP", "DEHALFOP"}) + " " + ch + " " + nick + " " + w.pick(siegeNicks), "OP " + ch,
		"TOPIC " + ch + " " + w.pick(siegeOdd), "INVITE " + ch, "INVITE " + ch + " " + nick, "UNBAN " + ch, "UNBAN " + ch + " " + w.pick([]string{nick, "*!*@*"}),
		"CLEAR " + ch + " " + w.pick([]string{"BANS", "EXCEPTIONS", "INVITES", "RANKS", w.pick(siegeOdd)}),
		"SET " + ch + " " + w.pick([]string{"TOPICLOCK ON", "TOPICLOCK OFF", "PRIVATE ON", "KEEPMODES +n-s", "KEEPMODES +zu", "KEEPMODES +i-u", "KEEPMODES OFF", "KEEPMODES " + w.pick(siegeOdd), w.pick(siegeOdd)}),
		"HISTORY " + ch + " " + w.pick([]string{"ON", "OFF", "2", "KEEP 1m", "KEEP 3", "KEEP 2 10m", "KEEP ALL", "KEEP", "KEEP " + w.pick(siegeOdd), w.pick(siegeOdd)}),
		"TRANSFER " + ch + " " + w.pick([]string{"ACCEPT", "ACCEPT", "CANCEL", name}),
		"HELP " + w.pick([]string{"", "SET", w.pick(siegeOdd)}), w.pick(siegeOdd) + " " + w.pick(siegeOdd),
	})
	return w.pick([]string{"CS ", "PRIVMSG ChanServ :", "CHANSERV "}) + rest
}

// concerning draws a channel, mostly one of the speaker's own.
func (w *siege) concerning() string {
	u := w.hub.net.User(w.self)
	if u == nil || w.chance(4) {
		return w.pick(siegeChannels)
	}
	var names []string
	for _, ch := range w.hub.net.Holdings(u.AccountID) {
		names = append(names, ch.Name)
	}
	for _, m := range u.Memberships {
		if m.Rank.AtLeast(chat.Operator) {
			names = append(names, m.Channel.Name)
		}
	}
	return w.pick(append(names, w.pick(siegeChannels)))
}

// dropping says DROP with the code, as if its speaker had asked before.
func (w *siege) dropping(name string) string {
	if ch := w.hub.net.Channel(name); ch != nil {
		return "DROP " + name + " " + w.hub.dropCode(ch)
	}
	return "DROP " + name
}

// isOfService says whether a line comes from a service, which nobody sees or has to.
func isOfService(source string) bool { return strings.HasPrefix(source, chanServ.nick+"!") }

// checkChannels holds that access lists are bounded, and that whoever comes in has
// the rank that one gives.
func (w *siege) checkChannels() {
	for _, ch := range w.hub.net.Channels() {
		if len(ch.Registration.Access) > w.hub.cfg.Limits.AccessEntries {
			w.Fatalf("%s has %d entries of access", ch.Name, len(ch.Registration.Access))
		}
	}
	for _, ev := range w.events[w.began:] {
		if joined, is := ev.(chat.Joined); is && w.isLacking(joined) {
			w.Fatalf("user %d came into channel %d without the rank that is due", joined.User, joined.Channel)
		}
	}
}

// isLacking says whether a newcomer was not given at once what the access list has.
func (w *siege) isLacking(joined chat.Joined) bool {
	ch, u := w.hub.net.ChannelByID(joined.Channel), w.hub.net.UserByID(joined.User)
	if ch == nil || u == nil || u.In(ch) == nil || len(w.events[w.began:]) > 3 { // later events may have changed it
		return false
	}
	due := ch.AccessOf(u.AccountID)
	return u.In(ch).Rank&due != due
}
