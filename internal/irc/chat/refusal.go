package chat

import "strings"

// Why is a reason for a refusal. What a client is told of it is decided in one
// place above.
type Why uint8

const (
	NoSuchNick Why = iota + 1
	NoSuchChannel
	NotOnChannel     // she is not on it
	NotInChannel     // he is not on it
	AlreadyOnChannel // he is on it already
	NeedOperator
	NoOutsiders        // mode n
	Moderated          // mode m
	Muted              // by a ban
	NeedAccountToSpeak // mode M
	NoCTCP             // mode C
	NoNotices          // mode T
	TooSoon            // mode W; About ends with the seconds to wait
	NickFixed          // mode N
	NoKicks            // mode Q
	NoRoleplay         // no mode E
	BadPart            // the name of a part that is played
	NeedAccountToReach // user mode R
	NotAccepted        // user mode g
	AcceptListFull
	AcceptedAlready
	NotOnAcceptList
	SilenceListFull
	TooManyChannels
	BadKey
	InviteOnly
	ChannelFull
	Banned
	NeedAccount     // mode R
	SecureOnly      // mode z
	OpersOnly       // mode O
	Throttled       // mode j
	AllMustBeSecure // before mode z
	NameInUse
	NickReserved // it is an account's
	CannotRename
	RenamedRecently
	NotInvited
	KnocksInside // she is on it already
	NoKnocks     // mode K
	DoorOpen     // no need to knock
	TooManyKnocks
	UnknownMode
	BanListFull
	NotOperator    // it is for operators
	LacksPrivilege // it is for operators of another class
	BansFull       // there is room for no server ban more
	Silenced       // by a server-wide mute, in a channel; About ends with its reason
	SilencedThere  // the same anywhere else
	Filtered       // by a word filter, in a channel; About ends with its reason
	FilteredThere  // the same anywhere else
	BannedNick     // a server ban is for whoever bears it
	BannedRealname
	RedactForbidden
	RedactTooLate // About ends with the seconds that were allowed
	AccountExists
	NoSuchAccount
	BadAccountName // somebody else's, or like it
	AccountsFull   // there is room for no account more
	CertInUse      // by another account
	CertsFull
	VoucherVoid // to register an account
	VouchersFull
	NoSuchDevice
	DevicesFull

	ServersMode // it is for the server to change
	ModeKept    // About ends with the letter, and all that is kept
	TopicLocked
	NotLoggedIn
	NotRegistered // the channel is nobody's
	RegisteredAlready
	RenamedByFounder
	FoundsTooMany
	NotFounder
	LacksAccess // About ends with the name of the rank that it takes
	NotOnAccessList
	AccessListFull
	FounderHasAll // her place is not on the access list
	NotOffered

	Whys = iota // how many reasons there are
)

// Refusal is the answer of policy to what may not be. About names the nicks
// and channels concerned, in the order people say them: nick, then channel.
type Refusal struct {
	Why   Why
	About []string
}

// Error names what was refused, for logs and tests; clients see a numeric.
func (r *Refusal) Error() string { return "refused: " + strings.Join(r.About, " ") }

func refuse(why Why, about ...string) error { return &Refusal{why, about} }

// Refuse makes a refusal for what policy is not asked about, such as a nick
// that nobody has.
func Refuse(why Why, about ...string) error { return refuse(why, about...) }
