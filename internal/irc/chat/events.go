package chat

import (
	"time"

	"linnet/internal/irc/account"
)

// Event is something that happened. Every event is a plain value: ids instead
// of pointers, and its time and whatever was random or hashed inside it.
type Event interface{ event() }

// UserArrived: a connection registered as a new user.
type UserArrived struct {
	User                        UserID
	Session                     SessionID
	Nick, Ident, Host, Realname string
	Account                     account.ID // 0 for a guest
	From                        Origin
	Modes                       Letters
	Metadata                    Metadata
	Secure                      bool
	At                          time.Time
}

// SessionAttached: a connection is one more of a user who is on the network. Away is
// what it has said before, "" if its person is here.
type SessionAttached struct {
	Session SessionID
	User    UserID
	From    Origin
	Secure  bool
	Away    string
	At      time.Time
}

// AccountSaved: an account exists from now on, or was there before the process. A
// voucher that it was made by is used up. What changes it, later, has events of its own.
type AccountSaved struct {
	Account account.Account
	Voucher TokenHash
	At      time.Time
}

// AccountDropped: an account exists no more, its name is free, and whoever was
// logged in to it is a guest.
type AccountDropped struct {
	Account    account.ID
	Unverified bool // it may be only as long as no code has come back for it
	At         time.Time
}

// LoggedIn: a user is the person of an account from now on.
type LoggedIn struct {
	User    UserID
	Account account.ID
	At      time.Time
}

// LoggedOut: a user is a guest from now on.
type LoggedOut struct {
	User UserID
	At   time.Time
}

// TokenIssued: a session may be resumed by whoever knows the token with this
// hash. It replaces the session's token before.
type TokenIssued struct {
	Session SessionID
	Hash    TokenHash
}

// SessionDetached: a connection was lost, its user waits until Until. Seen is
// the id of the last message before.
type SessionDetached struct {
	Session   SessionID
	At, Until time.Time
	Seen      string
}

// SessionResumed: a new connection took the place of a session, whose id is dead from
// now on. Its token is the new one's until that is issued another.
type SessionResumed struct {
	Session, Replaces SessionID
	From              Origin
	Secure            bool
	At                time.Time
}

// SessionEnded: a connection is over for good, by QUIT, error, or because its
// grace ran out (Expired). A user whose last session ends leaves the network, unless
// the account is always on and nobody puts her out (Leaves). Seen is the id of the last
// message before.
type SessionEnded struct {
	Session SessionID
	Reason  string
	Expired bool
	Leaves  bool
	Seen    string
	ID      string
	At      time.Time
}

// UserLeft: a user without any session is on the network no more.
type UserLeft struct {
	User   UserID
	Reason string
	ID     string
	At     time.Time
}

// NickChanged: a user has another nick.
type NickChanged struct {
	User UserID
	Nick string
	ID   string
	At   time.Time
}

// RealnameChanged: a user has another real name (IRCv3 setname).
type RealnameChanged struct {
	User     UserID
	Realname string
	At       time.Time
}

// HostChanged: another user name or host is shown of a user (IRCv3 chghost).
type HostChanged struct {
	User        UserID
	Ident, Host string
	At          time.Time
}

// AwayChanged: whoever sits at a connection went away, or came back if the message is
// empty. Its user is away when all are.
type AwayChanged struct {
	Session SessionID
	Message string
	At      time.Time
}

// UserModesChanged: a user's modes are other ones.
type UserModesChanged struct {
	User           UserID
	Added, Removed Letters
	At             time.Time
}

// Opered: a user is an operator from now on, until the mode is dropped.
type Opered struct {
	User UserID
	Oper Oper
	At   time.Time
}

// OperChanged: an operator may do other things from now on.
type OperChanged struct {
	User UserID
	Oper Oper
	At   time.Time
}

// SettingsChanged: the network remembers more or less from now on. Who has more than
// is allowed now keeps it. AuditEntries never changes.
type SettingsChanged struct{ Settings Settings }

// Said: a user wrote to a channel or to a user; exactly one is set.
type Said struct {
	From    UserID
	Session SessionID // the one it came by
	Channel ChannelID
	MinRank Rank // STATUSMSG: only members of at least this rank hear it
	// Moderated is set where mode U hands to the operators what the speaker may
	// not say to all.
	Moderated bool
	// As is the mask under which it is said, if it is not the sender's own.
	As string
	// Relayed is set where a bridge says it for somebody elsewhere.
	Relayed bool
	// Dropped is set where the one it is for has silenced the speaker.
	Dropped bool
	To      UserID
	Command string // PRIVMSG, NOTICE or TAGMSG
	Text    string
	Lines   []Line // of a multiline message, which has no Text
	Tags    []Tag  // client-only tags, in the order sent
	ID      string
	At      time.Time
}

// HeardBy returns the least rank of the members who hear it, 0 for all.
func (s Said) HeardBy() Rank {
	if s.Moderated {
		return max(s.MinRank, Operator)
	}
	return s.MinRank
}

// SilenceChanged: a user hears no more of a mask in private, or does again.
type SilenceChanged struct {
	User UserID
	Mask string
	Add  bool
	At   time.Time
}

// AcceptChanged: a user with caller-id lets somebody in, or no more.
type AcceptChanged struct {
	User, Other UserID
	Add         bool
	At          time.Time
}

// Called: a user with caller-id is told of somebody who was kept out.
type Called struct {
	User, By UserID
	At       time.Time
}

// Line is one line of a multiline message. With Concat it goes on where the line
// before ended.
type Line struct {
	Text   string
	Concat bool
}

// Tag is a client-only tag with its value unescaped.
type Tag struct{ Key, Value string }

// Walloped: an operator said something to all who want to hear it (user mode w).
type Walloped struct {
	From UserID
	Text string
	At   time.Time
}

// Swept: all whose time had come by At is forgotten: kept messages of emptied
// channels, invitations, whowas entries.
type Swept struct{ At time.Time }

func (UserArrived) event()      {}
func (SessionAttached) event()  {}
func (AccountSaved) event()     {}
func (AccountDropped) event()   {}
func (LoggedIn) event()         {}
func (LoggedOut) event()        {}
func (TokenIssued) event()      {}
func (SessionDetached) event()  {}
func (SessionResumed) event()   {}
func (SessionEnded) event()     {}
func (UserLeft) event()         {}
func (NickChanged) event()      {}
func (RealnameChanged) event()  {}
func (HostChanged) event()      {}
func (AwayChanged) event()      {}
func (UserModesChanged) event() {}
func (Opered) event()           {}
func (OperChanged) event()      {}
func (ChannelOpened) event()    {}
func (Joined) event()           {}
func (Parted) event()           {}
func (Kicked) event()           {}
func (TopicChanged) event()     {}
func (ChannelRenamed) event()   {}
func (Invited) event()          {}
func (ModesChanged) event()     {}
func (MetadataChanged) event()  {}
func (Said) event()             {}
func (SilenceChanged) event()   {}
func (AcceptChanged) event()    {}
func (Called) event()           {}
func (Walloped) event()         {}
func (Swept) event()            {}
func (Audited) event()          {}
func (Uninvited) event()        {}
func (Knocked) event()          {}
func (EntryTimed) event()       {}
func (BanPlaced) event()        {}
func (BanLifted) event()        {}
func (SettingsChanged) event()  {}
