package chat

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"linnet/internal/irc/account"
)

// People outlive the process too, if somebody may go on as them: with a token of one
// of their sessions, or by logging in to an account that is always on. They come back
// with nobody connected, where they were and as what.

// UserState is what is kept of a user who may come back. Where times and ids of
// messages are not in it, they are those of the end of the process.
type UserState struct {
	User                                   UserID
	Nick, Ident, Host, FirstHost, Realname string
	From                                   Origin
	Account                                account.ID `json:",omitzero"`
	Modes                                  string     `json:",omitzero"` // but for those of an operator, who has to prove it again
	Away                                   string     `json:",omitzero"`
	Secure                                 bool       `json:",omitzero"`
	SignedOn                               time.Time
	// Here is set while a session is attached: it then ends with the process.
	Here bool   `json:",omitzero"`
	Seen string `json:",omitzero"` // as in User

	Metadata Metadata       `json:",omitempty"`
	Read     []ReadMark     `json:",omitempty"` // of a guest, the last moved last
	Silences []string       `json:",omitempty"`
	Accepts  []UserID       `json:",omitempty"`
	Invites  []InviteState  `json:",omitempty"`
	Channels []MemberState  `json:",omitempty"`
	Sessions []SessionState `json:",omitempty"` // those that have a token, the first to come first
}

// InviteState is an invitation that has not been used.
type InviteState struct {
	Channel ChannelID
	At      time.Time
	Full    bool // by somebody of rank
}

// MemberState is that a user is in a channel.
type MemberState struct {
	Channel ChannelID
	Rank    Rank
}

// SessionState is what is kept of a session that may be resumed.
type SessionState struct {
	Session SessionID
	Token   TokenHash
	From    Origin
	Secure  bool   `json:",omitzero"`
	Away    string `json:",omitzero"`
	Device  string `json:",omitzero"` // as in Session
	// Lost is set if it was waited for already, since the message Seen.
	Lost bool   `json:",omitzero"`
	Seen string `json:",omitzero"`
}

// UserRestored: a user was there before the process, in this state. Her sessions are
// waited for until Until. Seen is the id of the last message of the process before.
type UserRestored struct {
	State     UserState
	At, Until time.Time
	Seen      string
}

// NetworkRestored: all that outlives the process is there again. An unregistered channel
// in which nobody is who has come back, is empty since At.
type NetworkRestored struct{ At time.Time }

func (UserRestored) event()    {}
func (NetworkRestored) event() {}

// Outlives says whether a user outlives the process: somebody may go on as she once all
// of her connections are gone.
func (n *Network) Outlives(u *User) bool {
	return n.IsAlwaysOn(u.AccountID) || slices.ContainsFunc(u.Sessions, func(id SessionID) bool { return n.sessions[id].outlives() })
}

func (s *Session) outlives() bool { return s.Token != TokenHash{} }

// IsHeld says whether somebody is in the channel who may return to it.
func (n *Network) IsHeld(ch *Channel) bool {
	return slices.ContainsFunc(ch.Members, func(m *Member) bool { return n.Outlives(m.User) })
}

// UserState returns what is to be kept of a user who may return. It shares nothing with
// the network.
func (n *Network) UserState(u *User) UserState {
	s := UserState{
		User: u.ID, Nick: u.Nick, Ident: u.Ident, Host: u.Host, FirstHost: u.ShownFirst(), Realname: u.Realname,
		From: u.From, Account: u.AccountID, Modes: (u.Modes &^ OperModes).Without('o').String(), Away: u.Away,
		Secure: u.Secure, SignedOn: u.SignedOn.Time(), Seen: u.Seen, Metadata: maps.Clone(u.Metadata),
		Accepts: slices.Clone(u.accepts),
	}
	for _, m := range u.markers {
		s.Read = append(s.Read, ReadMark{m.target, m.at})
	}
	for _, e := range u.silences {
		s.Silences = append(s.Silences, e.Mask)
	}
	for _, i := range u.invites {
		s.Invites = append(s.Invites, InviteState{i.channel, i.at, i.full})
	}
	for _, m := range u.Memberships {
		s.Channels = append(s.Channels, MemberState{m.Channel.ID, m.Rank})
	}
	for _, id := range u.Sessions {
		session := n.sessions[id]
		s.Here = s.Here || !session.Detached
		if session.outlives() {
			s.Sessions = append(s.Sessions, SessionState{
				Session: id, Token: session.Token, From: session.Origin(), Secure: session.Secure, Away: session.Away, Device: session.Device,
				Lost: session.Detached, Seen: session.Seen,
			})
		}
	}
	return s
}

// Why somebody does not come back.
var (
	errNickTaken = errors.New("somebody else has the nick")
	errNoNick    = errors.New("that is no nick here")
	errNobody    = errors.New("nobody could go on as this user")
)

// mayReturnAs decides whether a user may be restored. Who bore a nick before it became
// an account's keeps it, as ever; so does who has more than the settings now allow.
func (n *Network) mayReturnAs(s UserState) error {
	s.Sessions = n.resumable(s)
	u := n.returning(s)
	switch _, banned := n.BanOn(u); {
	case n.users[s.User] != nil:
		return errTaken
	case !n.settings.Casemapping.IsNick(s.Nick, len(s.Nick)), n.IsService(s.Nick):
		return errNoNick
	case n.nicks[u.folded] != nil:
		return errNickTaken
	case banned:
		return errors.New("the user is banned")
	case len(s.Sessions) == 0 && !n.staysOn(u):
		return errNobody
	}
	for i, session := range s.Sessions {
		isThis := func(other SessionState) bool { return other.Session == session.Session || other.Token == session.Token }
		if n.sessions[session.Session] != nil || n.tokens[session.Token] != nil || slices.ContainsFunc(s.Sessions[:i], isThis) {
			return errTaken
		}
	}
	return nil
}

// resumable lists the sessions that may be resumed still: not those that came by a
// device which has been taken from the account since.
func (n *Network) resumable(s UserState) []SessionState {
	r := n.accounts.byID[s.Account]
	return slices.DeleteFunc(slices.Clone(s.Sessions), func(session SessionState) bool {
		if r == nil || session.Device == "" {
			return session.Device != ""
		}
		_, has := r.Device(session.Device)
		return !has
	})
}

// returning makes a user of what was kept of her, who is not on the network yet. An
// account that is no more makes her a guest.
func (n *Network) returning(s UserState) *User {
	u := &User{
		ID: s.User, Nick: s.Nick, Ident: s.Ident, Host: s.Host, From: s.From, Realname: s.Realname,
		Modes: (LettersOf(s.Modes) &^ OperModes).Without('o'), SignedOn: MomentOf(s.SignedOn),
		folded: n.Fold(s.Nick),
	}
	own := &seldom{Away: s.Away, Seen: s.Seen, Metadata: maps.Clone(s.Metadata), accepts: slices.Clone(s.Accepts)}
	if s.FirstHost != s.Host {
		own.FirstHost = s.FirstHost
	}
	u.seldom = own
	if n.accounts.byID[s.Account] != nil {
		u.AccountID, u.Account = s.Account, n.accountName(s.Account)
	}
	u.markSecure(s.Secure)
	for _, m := range s.Read {
		own.markers, _ = n.moveMarker(own.markers, marker{n.Fold(m.Target), m.UpTo})
	}
	for _, mask := range s.Silences {
		own.silences = append(own.silences, n.newEntry(mask))
	}
	for i, session := range s.Sessions { // the others have ended
		if i == 0 {
			u.From = session.From
		}
		own.elsewhere = append(own.elsewhere, session.From)
	}
	for _, i := range s.Invites {
		own.invites = append(own.invites, invite{i.Channel, i.At, i.Full})
	}
	return u
}

// restoreUser brings a user back, with nobody connected.
func (n *Network) restoreUser(ev UserRestored) Effect {
	s := ev.State
	s.Sessions = n.resumable(s)
	u := n.returning(s)
	if n.nicks[u.folded] != nil {
		panic(fmt.Sprintf("chat: nick %q restored twice", s.Nick))
	}
	if s.Here {
		u.saw(ev.Seen)
	}
	u.Slot, u.Spoke = n.takeSlot(), MomentOf(ev.At)
	n.users[u.ID] = u
	n.nicks[u.folded] = u
	n.looks.count(u.Nick, +1)
	n.countModes(u, +1)
	n.mostUsers = max(n.mostUsers, len(n.users))
	if r := n.accounts.byID[u.AccountID]; r != nil { // which has its profile already
		r.users = append(r.users, u)
	}
	for _, session := range s.Sessions {
		n.restoreSession(u, session, ev)
	}
	for _, m := range s.Channels {
		n.restoreMember(u, m, s.Account)
	}
	n.settle(u, nil)
	return Effect{User: u}
}

func (n *Network) restoreSession(u *User, s SessionState, ev UserRestored) {
	from := s.From
	restored := &Session{
		ID: s.Session, User: u, Detached: true, Secure: s.Secure,
		seldomSession: &seldomSession{Until: ev.Until, Seen: s.Seen, Token: s.Token, Away: s.Away, Device: s.Device, origin: &from},
	}
	if !s.Lost {
		restored.Seen = ev.Seen
	}
	n.sessions[s.Session] = restored
	n.tokens[s.Token] = restored
	u.Sessions = append(u.Sessions, s.Session)
}

// restoreMember puts a user back into a channel, if that is there. What the access list
// gave to an account that is no more is not given again.
func (n *Network) restoreMember(u *User, s MemberState, of account.ID) {
	ch := n.byID[s.Channel]
	if ch == nil || u.In(ch) != nil {
		return
	}
	rank := s.Rank & (Owner<<1 - 1)
	if of != u.AccountID && ch.IsRegistered() {
		rank = 0
	}
	n.enlist(u, ch, rank)
}

// endRestoring ends the channels to which nobody has come back.
func (n *Network) endRestoring(ev NetworkRestored) Effect {
	var fx Effect
	for _, ch := range sortedBy(n.Channels(), func(ch *Channel) ChannelID { return ch.ID }) {
		n.closeEmpty(&fx, ch, ev.At)
	}
	return fx
}
