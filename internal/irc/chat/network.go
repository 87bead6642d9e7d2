package chat

import (
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"

	"linnet/internal/irc/account"
)

// Settings are the numbers by which a network forgets. They belong to the
// network because Apply depends on them.
type Settings struct {
	Casemapping   Casemapping   // which names are the same
	WhowasEntries int           // how many departed nicks are remembered
	WhowasAge     time.Duration // and for how long
	KeepHistory   time.Duration // how long an emptied channel's messages wait
	KeptChannels  int           // how many emptied channels' messages wait
	InviteAge     time.Duration // how long an invitation opens the door
	Invitations   int           // how many of them a user may have
	Markers       int           // how many conversations of a user are remembered as read
	AuditEntries  int           // how many entries the audit log keeps
	MetadataKeys  int           // how many a user or a channel may have
	Bans          int           // how many server bans there may be, and how many mutes
	Accounts      int           // how many accounts there may be
	AlwaysOn      bool          // whether accounts are that have not chosen
}

// Network is everything that is true on the server. Only Apply changes it.
type Network struct {
	settings Settings

	users    map[UserID]*User
	nicks    map[string]*User // by folded nick
	sessions map[SessionID]*Session
	tokens   map[TokenHash]*Session
	channels map[string]*Channel // by folded name
	byID     map[ChannelID]*Channel
	kept     map[string]Kept // by folded name: emptied channels whose messages wait
	whowas   []Whowas        // oldest first
	looks    *looks          // nil unless nicks have letters beyond ASCII
	audited  auditRing
	bars     banTable // who is kept off the network
	mutes    banTable // who may only read
	accounts accounts // who is registered
	filters  []*sieve // by their numbers

	slots     []uint32 // freed user slots, the last freed first
	nextSlot  uint32
	invisible int
	opers     map[UserID]*User
	mostUsers int

	heard      []*User // reused by neighbours
	generation uint64  // counts up; no two uses of a number mean the same
	newcomer   User    // scratch: see Newcomer
}

// New returns a network with nobody in it.
func New(settings Settings) *Network {
	return &Network{
		settings: settings,
		users:    map[UserID]*User{},
		nicks:    map[string]*User{},
		sessions: map[SessionID]*Session{},
		tokens:   map[TokenHash]*Session{},
		channels: map[string]*Channel{},
		byID:     map[ChannelID]*Channel{},
		kept:     map[string]Kept{},
		opers:    map[UserID]*User{},
		bars:     newBanTable(),
		mutes:    newBanTable(),
		accounts: newAccounts(),
		looks:    newLooks(settings.Casemapping),
	}
}

// User is a nick on the network.
type User struct {
	ID    UserID
	Nick  string
	Ident string // shown before the '@', with its '~'
	Host  string // shown after the '@'
	From  Origin // of her first session: what nobody but operators sees

	Realname  string
	Account   string // the name of AccountID, "" for a guest
	AccountID account.ID
	Modes     Letters
	SignedOn  Moment
	Spoke     Moment // when they last wrote anything
	Secure    bool   // connected over TLS, all of her sessions
	// Slot is a small number, unique among the present users and reused after
	// one has gone: whoever keeps something per user can keep it in a slice.
	Slot uint32

	Sessions    []SessionID // the first to come first
	Memberships []*Member
	folded      string
	mark        uint64
	settled     uint64 // how often her sessions have changed
	*seldom
}

// Mask returns nick!user@host.
func (u *User) Mask() string { return u.Nick + "!" + u.Ident + "@" + u.Host }

// In returns the user's membership of a channel, or nil.
func (u *User) In(ch *Channel) *Member {
	for _, m := range u.Memberships {
		if m.Channel == ch {
			return m
		}
	}
	return nil
}

// Channel is a channel that exists.
type Channel struct {
	ID           ChannelID
	Name         string
	Created      time.Time
	Topic        Topic
	Flags        Letters
	Configured   bool // exists while empty
	Members      []*Member
	Metadata     Metadata // nil is none
	Registration Registration
	params       map[byte]string      // of the modes that are set with a parameter
	lists        map[byte][]ListEntry // of the list modes
	renamed      time.Time            // when last
	throttle     throttle             // of mode j
	limited      bool                 // it once kept people out: its messages die with it
	folded       string
	roster       []uint64 // numbers of leaves of Members
}

// Topic is what a channel is about, set by the mask By at the time At.
type Topic struct {
	Text string
	By   string
	At   time.Time
}

// Param returns the parameter of a mode of type B or C, "" if it is not set.
func (ch *Channel) Param(letter byte) string { return ch.params[letter] }

// List returns the entries of a list mode, the oldest first.
func (ch *Channel) List(letter byte) []ListEntry { return ch.lists[letter] }

// ListEntry is an entry of a list mode, such as a ban.
type ListEntry struct {
	Mask  string
	By    string // "" is the server
	At    time.Time
	Until time.Time // when it lapses; zero is never
	key   string
	rule  rule
}

type invite struct {
	channel ChannelID
	at      time.Time
	// full is set for one by somebody of rank: only such a one opens a door that
	// those of rank have shut.
	full bool
}

// Member is one user in one channel.
type Member struct {
	User    *User
	Channel *Channel
	Rank    Rank
	at      int // index in Channel.Members
}

// Session is one connection of a user, or what waits for it to come back.
type Session struct {
	ID       SessionID
	User     *User
	Secure   bool // over TLS
	Detached bool
	*seldomSession
}

// seldomSession is what few sessions have: it is to them what seldom is to users.
type seldomSession struct {
	Until  time.Time // when Detached: the end of the grace
	Seen   string    // when Detached: the last message id before
	Token  TokenHash // zero when the client asked for none
	Away   string    // what its client says, "" is here
	Device string    // of the account, by whose token it was logged in; "" for none
	origin *Origin   // nil for that of its user
}

// Origin is where the connection comes from.
func (s *Session) Origin() Origin {
	if s.origin != nil {
		return *s.origin
	}
	return s.User.From
}

// nothingMore is what most sessions have of it.
var nothingMore seldomSession

// own returns what may be written.
func (s *Session) own() *seldomSession {
	if s.seldomSession == &nothingMore {
		s.seldomSession = &seldomSession{}
	}
	return s.seldomSession
}

// TokenHash is the SHA-256 of a resume token: the token itself is known only to
// the client.
type TokenHash [32]byte

// MarshalText implements encoding.TextMarshaler.
func (h TokenHash) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, h[:]), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (h *TokenHash) UnmarshalText(text []byte) error {
	raw, err := hex.AppendDecode(nil, text)
	if err == nil && len(raw) != len(h) {
		err = fmt.Errorf("%d bytes are no SHA-256", len(raw))
	}
	copy(h[:], raw)
	return err
}

// Kept is an emptied channel whose messages wait for whoever opens it again.
type Kept struct {
	ID ChannelID
	At time.Time
}

// Whowas is a nick somebody once had.
type Whowas struct {
	Person                      UserID // whose private conversations were the user's
	Nick, Ident, Host, Realname string
	From                        Origin
	At                          time.Time
	folded                      string
}

// User finds a user by nick, however it is cased.
func (n *Network) User(nick string) *User { return n.nicks[n.Fold(nick)] }

// UserByID finds a user who is on the network.
func (n *Network) UserByID(id UserID) *User { return n.users[id] }

// Channel finds a channel by name, however it is cased.
func (n *Network) Channel(name string) *Channel { return n.channels[n.Fold(name)] }

// ChannelByID finds a channel that exists.
func (n *Network) ChannelByID(id ChannelID) *Channel { return n.byID[id] }

// Session finds a session, attached or waiting.
func (n *Network) Session(id SessionID) *Session { return n.sessions[id] }

// SessionByToken finds the session that a token resumes.
func (n *Network) SessionByToken(hash TokenHash) *Session { return n.tokens[hash] }

// KeptChannel returns the id under which an emptied channel's messages wait.
func (n *Network) KeptChannel(name string) (ChannelID, bool) {
	kept, ok := n.kept[n.Fold(name)]
	return kept.ID, ok
}

// Channels lists every channel, in no order.
func (n *Network) Channels() []*Channel {
	all := make([]*Channel, 0, len(n.channels))
	for _, ch := range n.channels {
		all = append(all, ch)
	}
	return all
}

// ChannelIDs lists every channel by its id, in no order.
func (n *Network) ChannelIDs() []ChannelID {
	return slices.AppendSeq(make([]ChannelID, 0, len(n.byID)), maps.Keys(n.byID))
}

// Folded is the name by which the channel is found, however it is cased.
func (ch *Channel) Folded() string { return ch.folded }

// Users lists everybody, in no order.
func (n *Network) Users() []*User {
	all := make([]*User, 0, len(n.users))
	for _, u := range n.users {
		all = append(all, u)
	}
	return all
}

// UserIDs lists everybody by id, in the order in which they came.
func (n *Network) UserIDs() []UserID { return slices.Sorted(maps.Keys(n.users)) }

// Opers lists the operators, in no order.
func (n *Network) Opers() []*User {
	all := make([]*User, 0, len(n.opers))
	for _, u := range n.opers {
		all = append(all, u)
	}
	return all
}

// Counts are the figures of LUSERS.
type Counts struct {
	Users, Invisible, Opers, Channels, MostUsers int
}

// Counts returns the present figures.
func (n *Network) Counts() Counts {
	return Counts{len(n.users), n.invisible, len(n.opers), len(n.channels), n.mostUsers}
}

// Whowas returns what is remembered of some nicks, the newest first.
func (n *Network) Whowas(nicks ...string) []Whowas {
	wanted := map[string]bool{}
	for _, nick := range nicks {
		wanted[n.Fold(nick)] = true
	}
	var found []Whowas
	for i := len(n.whowas) - 1; i >= 0; i-- {
		if wanted[n.whowas[i].folded] {
			found = append(found, n.whowas[i])
		}
	}
	return found
}

// Neighbours returns everyone who sees u in a channel, without u. The slice is
// valid until it is asked for again.
func (n *Network) Neighbours(u *User) []*User { return n.neighbours(u) }

// neighbours returns everyone who sees u in a channel, without u, each
// once. The slice is valid until the next event.
func (n *Network) neighbours(u *User) []*User {
	n.generation++
	n.heard = n.heard[:0]
	u.mark = n.generation
	for _, mine := range u.Memberships {
		for _, m := range mine.Channel.Members {
			if m.User.mark != n.generation && mine.SeenByMember(m) {
				m.User.mark = n.generation
				n.heard = append(n.heard, m.User)
			}
		}
	}
	return n.heard
}
