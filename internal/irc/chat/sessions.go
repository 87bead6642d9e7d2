package chat

import (
	"cmp"
	"fmt"
	"slices"

	"linnet/internal/irc/account"
)

// A user has one session or, with an account, several: she is where the first of
// them is, secure if all are, and away when all are. An account that is always on has a
// user even without any.

func (n *Network) mustSession(id SessionID) *Session {
	s := n.sessions[id]
	if s == nil {
		panic(fmt.Sprintf("chat: no session %d", id))
	}
	return s
}

// Running returns the user whom a connection of an account joins when it asks for a
// nick: who bears that nick or, if it is the account's name and nobody does, who was
// the first to log in. For any other nick, and if nobody is there, it is nil: then
// the connection is somebody beside them.
func (n *Network) Running(id account.ID, nick string) *User {
	all := n.LoggedIn(id)
	if len(all) == 0 {
		return nil
	}
	switch holder := n.User(nick); {
	case holder != nil && holder.AccountID == id:
		return holder
	case holder == nil && n.Fold(nick) == n.Fold(all[0].Account):
		return all[0]
	}
	return nil
}

// SessionsOf counts the sessions of an account, those that are waited for included.
func (n *Network) SessionsOf(id account.ID) int {
	count := 0
	for _, u := range n.LoggedIn(id) {
		count += len(u.Sessions)
	}
	return count
}

func (n *Network) issueToken(ev TokenIssued) Effect {
	s := n.mustSession(ev.Session)
	delete(n.tokens, s.Token)
	s.own().Token = ev.Hash
	n.tokens[ev.Hash] = s
	return Effect{User: s.User}
}

// attach gives a user one connection more.
func (n *Network) attach(ev SessionAttached) Effect {
	u := n.mustUser(ev.User)
	from := ev.From
	s := &Session{ID: ev.Session, User: u, Secure: ev.Secure, seldomSession: &seldomSession{Away: ev.Away, origin: &from}}
	n.sessions[ev.Session] = s
	u.Sessions = append(u.Sessions, ev.Session)
	return n.settle(u, s)
}

func (n *Network) detach(ev SessionDetached) Effect {
	s := n.mustSession(ev.Session)
	s.Detached = true
	own := s.own()
	own.Until, own.Seen = ev.Until, ev.Seen
	s.User.saw(ev.Seen)
	return n.settle(s.User, nil)
}

func (n *Network) resume(ev SessionResumed) Effect {
	old := n.mustSession(ev.Replaces)
	u, from := old.User, ev.From
	delete(n.sessions, old.ID)
	s := &Session{
		ID: ev.Session, User: u, Secure: ev.Secure,
		seldomSession: &seldomSession{Token: old.Token, Away: old.Away, Device: old.Device, origin: &from},
	}
	n.sessions[s.ID] = s
	if s.outlives() { // until another is issued: the connection may break before that
		n.tokens[s.Token] = s
	}
	u.Sessions[slices.Index(u.Sessions, old.ID)] = ev.Session
	return n.settle(u, nil)
}

func (n *Network) endSession(ev SessionEnded) Effect {
	s := n.mustSession(ev.Session)
	u := s.User
	delete(n.sessions, s.ID)
	delete(n.tokens, s.Token)
	u.Sessions = slices.DeleteFunc(u.Sessions, func(id SessionID) bool { return id == s.ID })
	if len(u.Sessions) == 0 && (ev.Leaves || !n.staysOn(u)) {
		return n.leave(u, ev.At)
	}
	if !s.Detached { // else it has seen nothing since
		u.saw(ev.Seen)
	}
	return n.settle(u, nil)
}

// staysOn says whether a user stays on the network with nobody connected: one of each
// account that wants it.
func (n *Network) staysOn(u *User) bool {
	r := n.accounts.byID[u.AccountID]
	return r != nil && n.IsAlwaysOn(r.ID) && !slices.ContainsFunc(r.users, func(other *User) bool { return other != u && other.IsUnattended() })
}

// IsAlwaysOn says whether an account has a user even with nobody connected: by its own
// choice or, if it has made none, by the settings. 0 is no account.
func (n *Network) IsAlwaysOn(id account.ID) bool {
	r := n.accounts.byID[id]
	return r != nil && r.AlwaysOn.Or(n.settings.AlwaysOn)
}

// IsUnattended says whether a user is on the network with nobody connected.
func (u *User) IsUnattended() bool { return len(u.Sessions) == 0 }

// leaveUnattended takes a user off the network who has no session that could end.

// saw notes up to which message somebody has seen all before she went.
func (u *User) saw(id string) {
	if id > u.Seen {
		u.own().Seen = id
	}
}

func (n *Network) leaveUnattended(ev UserLeft) Effect {
	u := n.mustUser(ev.User)
	if !u.IsUnattended() {
		panic(fmt.Sprintf("chat: user %d left and has sessions", ev.User))
	}
	return n.leave(u, ev.At)
}

// goAway lets whoever sits at a session go away, or come back.
func (n *Network) goAway(ev AwayChanged) Effect {
	s := n.mustSession(ev.Session)
	s.own().Away = ev.Message
	return n.settle(s.User, s)
}

// settle makes of a user what her sessions make of her; latest is the one that has
// just said whether it is away, if any.
func (n *Network) settle(u *User, latest *Session) Effect {
	here := n.present(u)
	var elsewhere []Origin
	secure := len(here) > 0 || u.Secure
	for i, s := range here {
		from := s.Origin()
		if i == 0 && from != u.From {
			n.moveTo(u, from)
		}
		secure = secure && s.Secure
		if from != u.From && !slices.Contains(elsewhere, from) {
			elsewhere = append(elsewhere, from)
		}
	}
	if len(elsewhere)+len(u.elsewhere) > 0 {
		u.own().elsewhere = elsewhere
	}
	u.markSecure(secure)
	u.settled++
	away := awayOf(here, latest, u.Away)
	if away == u.Away {
		return Effect{User: u}
	}
	u.own().Away = away
	return Effect{User: u, Away: true, Hear: n.neighbours(u)}
}

// moveTo says that a user comes from elsewhere now: her connections come from where they
// always did.
func (n *Network) moveTo(u *User, from Origin) {
	before := u.From
	for _, id := range u.Sessions {
		if s := n.sessions[id]; s.origin == nil {
			s.own().origin = &before
		}
	}
	u.From = from
}

// present lists the sessions by which a user is here or, when all are lost, those
// that are waited for.
func (n *Network) present(u *User) []*Session {
	var here, lost []*Session
	for _, id := range u.Sessions {
		if s := n.sessions[id]; s.Detached {
			lost = append(lost, s)
		} else {
			here = append(here, s)
		}
	}
	if len(here) == 0 {
		return lost
	}
	return here
}

// noReason is what a client says that is away without anybody having said so (IRCv3
// pre-away).
const noReason = "*"

// unattended is what is said of a user with nobody connected.
const unattended = "Not connected"

// awayOf returns why all of some sessions are away, "" if one is not: in the words
// of the latest, or as before as long as one says so.
func awayOf(all []*Session, latest *Session, before string) string {
	if latest != nil && latest.Away != noReason {
		before = latest.Away
	}
	if len(all) == 0 {
		return cmp.Or(before, unattended)
	}
	away := ""
	for _, s := range all {
		switch {
		case s.Away == "":
			return ""
		case s.Away == before:
			away = before
		case away == "", away == noReason:
			away = s.Away
		}
	}
	return away
}

// checkSessions says whether a user is what her sessions make of her.
func (n *Network) checkSessions(u *User) error {
	for _, id := range u.Sessions {
		if s := n.sessions[id]; s == nil || s.User != u {
			return fmt.Errorf("%s has a session %d that is none of hers", u.Nick, id)
		}
	}
	here := n.present(u)
	if len(here) == 0 {
		if u.Away == "" || len(u.elsewhere) > 0 {
			return fmt.Errorf("%s has no session and is here", u.Nick)
		}
		return nil
	}
	isAway := !slices.ContainsFunc(here, func(s *Session) bool { return s.Away == "" })
	saysSo := slices.ContainsFunc(here, func(s *Session) bool { return s.Away == u.Away })
	isSecure := !slices.ContainsFunc(here, func(s *Session) bool { return !s.Secure })
	switch {
	case (u.Away != "") != isAway || isAway && !saysSo:
		return fmt.Errorf("%s is away (%q) unlike her sessions", u.Nick, u.Away)
	case u.Secure != isSecure:
		return fmt.Errorf("%s is secure unlike her sessions", u.Nick)
	case u.From != here[0].Origin():
		return fmt.Errorf("%s is not where her first session is", u.Nick)
	}
	return nil
}
