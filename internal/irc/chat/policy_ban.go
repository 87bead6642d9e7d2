package chat

import (
	"cmp"
	"net/netip"
)

// BanAt returns the ban that keeps everybody out who comes from an address: known
// before a newcomer has said anything.
func (n *Network) BanAt(address netip.Addr) (Ban, bool) {
	for _, st := range n.bars.at(address.Unmap().WithZone("")) {
		if st.Kind == Expels && st.target.Kind == ByNetwork {
			return st.Ban, true
		}
	}
	return Ban{}, false
}

// BanOn returns the ban that keeps a user out, who need not have arrived yet.
func (n *Network) BanOn(u *User) (Ban, bool) {
	st := n.bars.find(n, u)
	if st == nil {
		return Ban{}, false
	}
	return st.Ban, true
}

// BanOnReturn returns the ban that keeps a user from going on by a connection
// from somewhere else.
func (n *Network) BanOnReturn(u *User, from Origin) (Ban, bool) {
	returned, rest := *u, *u.seldom
	rest.elsewhere = nil
	returned.From, returned.seldom = from, &rest
	return n.BanOn(&returned)
}

// MayBeHereBy decides on one more connection of a user, or another in place of a lost
// one. What is said in a channel of secure connections (mode z) goes by no other.
func (n *Network) MayBeHereBy(u *User, secure bool) error {
	for _, m := range u.Memberships {
		if m.Channel.Flags.Has('z') && !secure && u.Secure {
			return refuse(SecureOnly, m.Channel.Name)
		}
	}
	return nil
}

// Newcomer is somebody who is about to arrive, as policy sees a user: until the next one.
func (n *Network) Newcomer(ev UserArrived) *User {
	n.newcomer = User{
		folded: n.Fold(ev.Nick),
		Nick:   ev.Nick, Ident: ev.Ident, Host: ev.Host, From: ev.From, seldom: &nothing,
		Realname: ev.Realname, AccountID: ev.Account, Account: n.accountName(ev.Account), Secure: ev.Secure,
	}
	return &n.newcomer
}

// Hit lists the present users whom a ban would hit, in the order of their ids.
func (n *Network) Hit(ban Ban, target Target) []*User {
	st := n.stand(ban, target)
	var hit []*User
	for _, u := range n.users {
		if st.hits(n.profile(u)) {
			hit = append(hit, u)
		}
	}
	return sortedBy(hit, func(u *User) UserID { return u.ID })
}

// MayPlaceBan decides whether there is room for some bans more, which are for
// different targets.
func (n *Network) MayPlaceBan(bans ...Ban) error {
	more := map[*banTable]int{}
	for _, ban := range bans {
		table := n.bansOf(ban.Kind == Silences)
		if table.all[n.Fold(ban.Target)] != nil {
			continue
		}
		if more[table]++; len(table.all)+more[table] > n.settings.Bans {
			return refuse(BansFull)
		}
	}
	return nil
}

// Muted returns the mute under which a user stands. Operators stand under none.
func (n *Network) Muted(u *User) (Ban, bool) {
	if len(n.mutes.all) == 0 || u.Oper != nil {
		return Ban{}, false
	}
	now := muteKey{n.mutes.version, u.Nick, u.Ident, u.Host, u.Realname, u.Account, u.settled}
	if u.muted == nil || u.muted.key != now {
		u.own().muted = &muteLook{now, n.mutes.find(n, u)}
	}
	if u.muted.by == nil {
		return Ban{}, false
	}
	return u.muted.by.Ban, true
}

// muteLook is what was found when it was last looked whether a user is muted: nil is no.
type muteLook struct {
	key muteKey
	by  *standing
}

// muteKey is all that a mute may hang on; whether a user is muted is found anew
// when it is another one.
type muteKey struct {
	version                              uint64
	nick, ident, host, realname, account string
	settled                              uint64
}

// MayBeHeard decides whether a user may say something of their own to anybody
// outside a channel, in whatever form; about is what the refusal is about.
func (n *Network) MayBeHeard(u *User, about ...string) error {
	return n.silenced(u, SilencedThere, about...)
}

// MayTell decides on a message to a user. A muted one may still talk to the
// operators, who alone can help.
func (n *Network) MayTell(u, to *User) error {
	if to.Oper != nil || to == u {
		return nil
	}
	if _, is := n.Muted(u); !is {
		return nil
	}
	return n.silenced(u, SilencedThere, to.Nick)
}

func (n *Network) silenced(u *User, why Why, about ...string) error {
	mute, is := n.Muted(u)
	if !is {
		return nil
	}
	return refuse(why, append(about, cmp.Or(mute.Reason, "no reason given"))...)
}

// MayChangeNick decides on another nick: a channel may want to know its members
// by the names they came with (mode N), though those of rank are known anyway; a
// nick is a word to all who see it, and a ban may be for whoever bears it.
func (n *Network) MayChangeNick(u *User, nick string) error {
	for _, m := range u.Memberships {
		if m.Channel.Flags.Has('N') && !m.Rank.AtLeast(HalfOp) {
			return refuse(NickFixed, m.Channel.Name)
		}
	}
	if err := n.MayBeHeard(u); err != nil {
		return err
	}
	renamed := *u
	renamed.Nick, renamed.folded = nick, n.Fold(nick)
	if _, is := n.BanOn(&renamed); is {
		return refuse(BannedNick, nick)
	}
	return nil
}

// MayChangeRealname decides on another real name, in the same way.
func (n *Network) MayChangeRealname(u *User, realname string) error {
	if err := n.MayBeHeard(u); err != nil {
		return err
	}
	renamed := *u
	renamed.Realname = realname
	if _, is := n.BanOn(&renamed); is {
		return refuse(BannedRealname)
	}
	return nil
}
