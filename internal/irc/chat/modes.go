package chat

import (
	"slices"
	"strconv"
	"strings"
)

// ModeKind is the category of a channel mode (Modern IRC "MODE message").
type ModeKind uint8

const (
	ModeList   ModeKind = iota // type A: an entry of a list
	ModeParam                  // type B: a parameter when set and when unset
	ModeSet                    // type C: a parameter when set only
	ModeFlag                   // type D: never a parameter
	ModeMember                 // a rank of a member, shown as a prefix
)

// ChannelMode is one row of the table: a letter has exactly one meaning.
type ChannelMode struct {
	Letter byte
	Kind   ModeKind
	Name   string
	Rank   Rank // with ModeMember: the rank it gives
	Needs  Rank // the least rank that may change it
	Reads  Rank // with ModeList: the least rank that may read it, 0 for anybody
	// Limits marks a mode that keeps people out: the messages of a channel that
	// ever had it die with the channel instead of waiting for whoever comes next.
	Limits bool
	// Oper is what else it takes to change it: an operator of the server.
	Oper Privilege
	// Fixed marks a flag that only the server sets and takes.
	Fixed bool
	// Not is a flag that this one takes the place of.
	Not byte
	// Fits decides whether a channel may have the mode, with this parameter.
	Fits func(n *Network, u *User, ch *Channel, param string) error
	// Parse brings the parameter of type B or C into its one form, or says that
	// it is none; Expects tells a person what one looks like.
	Parse   func(param string, limits Limits) (string, bool)
	Expects string
	Spec    string
}

// ChannelModes is the table of channel modes; CHANMODES, PREFIX, the 004 line,
// the parser and HELP are all read from it.
var ChannelModes = []ChannelMode{
	{Letter: 'q', Kind: ModeMember, Name: "owner", Rank: Owner, Needs: Owner, Spec: `Modern IRC "Founder Prefix"`},
	{Letter: 'a', Kind: ModeMember, Name: "admin", Rank: Admin, Needs: Owner, Spec: `Modern IRC "Protected Prefix"`},
	{Letter: 'o', Kind: ModeMember, Name: "operator", Rank: Operator, Needs: Operator, Spec: `Modern IRC "Operator Prefix"`},
	{Letter: 'h', Kind: ModeMember, Name: "half-operator", Rank: HalfOp, Needs: Operator, Spec: `Modern IRC "Halfop Prefix"`},
	{Letter: 'v', Kind: ModeMember, Name: "voice", Rank: Voice, Needs: HalfOp, Spec: `Modern IRC "Voice Prefix"`},
	{Letter: 'b', Kind: ModeList, Name: "ban", Needs: HalfOp, Limits: true, Spec: `Modern IRC "Ban Channel Mode"`},
	{Letter: 'e', Kind: ModeList, Name: "ban exception", Needs: HalfOp, Reads: HalfOp, Spec: `Modern IRC "Exception Channel Mode"`},
	{Letter: 'I', Kind: ModeList, Name: "invite exception", Needs: HalfOp, Reads: HalfOp, Spec: `Modern IRC "Invite-Exception Channel Mode"`},
	{Letter: 'f', Kind: ModeSet, Name: "forward", Needs: Operator, Parse: parseForward, Fits: fitsForward, Expects: "The target must be another channel", Spec: "docs/modes.md"},
	{Letter: 'j', Kind: ModeSet, Name: "join throttle", Needs: Operator, Parse: parseThrottle, Expects: "The throttle must be joins:seconds, such as 5:10", Spec: "docs/modes.md"},
	{Letter: 'k', Kind: ModeParam, Name: "key", Needs: Operator, Limits: true, Parse: parseKey, Expects: "The key must be one short word without commas", Spec: `Modern IRC "Key Channel Mode"`},
	{Letter: 'l', Kind: ModeSet, Name: "client limit", Needs: Operator, Limits: true, Parse: parseLimit, Expects: "The limit must be a number above zero", Spec: `Modern IRC "Client Limit Channel Mode"`},
	{Letter: 'i', Kind: ModeFlag, Name: "invite only", Needs: Operator, Limits: true, Spec: `Modern IRC "Invite-Only Channel Mode"`},
	{Letter: 'm', Kind: ModeFlag, Name: "moderated", Needs: Operator, Spec: `Modern IRC "Moderated Channel Mode"`},
	{Letter: 'n', Kind: ModeFlag, Name: "no messages from outside", Needs: Operator, Spec: `Modern IRC "No External Messages Mode"`},
	{Letter: 'p', Kind: ModeFlag, Name: "private", Needs: Operator, Limits: true, Not: 's', Spec: "RFC 2811 4.2.6"},
	{Letter: 's', Kind: ModeFlag, Name: "secret", Needs: Operator, Limits: true, Not: 'p', Spec: `Modern IRC "Secret Channel Mode"`},
	{Letter: 'C', Kind: ModeFlag, Name: "no CTCP", Needs: Operator, Spec: "docs/modes.md"},
	{Letter: 'E', Kind: ModeFlag, Name: "roleplay", Needs: Operator, Spec: "docs/modes.md"},
	{Letter: 'K', Kind: ModeFlag, Name: "no knocks", Needs: Operator, Spec: "docs/modes.md"},
	{Letter: 'M', Kind: ModeFlag, Name: "only registered people speak", Needs: Operator, Spec: "docs/modes.md"},
	{Letter: 'N', Kind: ModeFlag, Name: "no change of nick", Needs: Operator, Spec: "docs/modes.md"},
	{Letter: 'O', Kind: ModeFlag, Name: "operators of the server only", Needs: Operator, Limits: true, Oper: MayOversee, Spec: "docs/modes.md"},
	{Letter: 'P', Kind: ModeFlag, Name: "permanent", Needs: Operator, Oper: MayOversee, Spec: "docs/modes.md"},
	{Letter: 'Q', Kind: ModeFlag, Name: "no kicks", Needs: Operator, Spec: "docs/modes.md"},
	{Letter: 'R', Kind: ModeFlag, Name: "registered people only", Needs: Operator, Limits: true, Spec: "docs/modes.md"},
	{Letter: 'T', Kind: ModeFlag, Name: "no notices", Needs: Operator, Spec: "docs/modes.md"},
	{Letter: 'U', Kind: ModeFlag, Name: "operators hear the silenced", Needs: Operator, Spec: "docs/modes.md"},
	{Letter: 'W', Kind: ModeSet, Name: "slow mode", Needs: Operator, Parse: parseSlow, Expects: "The wait must be seconds or a time such as 5m, at most six hours", Spec: "docs/modes.md"},
	{Letter: 'c', Kind: ModeFlag, Name: "no colours", Needs: Operator, Spec: "docs/modes.md"},
	{Letter: 'u', Kind: ModeFlag, Name: "auditorium", Needs: Operator, Spec: "docs/modes.md"},
	{Letter: 'r', Kind: ModeFlag, Name: "registered", Fixed: true, Spec: "docs/accounts.md"},
	{Letter: 't', Kind: ModeFlag, Name: "protected topic", Needs: Operator, Spec: `Modern IRC "Protected Topic Mode"`},
	{Letter: 'z', Kind: ModeFlag, Name: "secure connections only", Needs: Operator, Limits: true, Fits: fitsSecure, Spec: "docs/modes.md"},
}

// IsEverybodys says whether the mode is a flag for those who rule a channel to set.
func (m ChannelMode) IsEverybodys() bool { return m.Kind == ModeFlag && m.Oper == 0 && !m.Fixed }

// parseKey refuses what could not be said back in a line.
func parseKey(param string, limits Limits) (string, bool) {
	return param, param != "" && len(param) <= limits.KeyLen && !strings.ContainsAny(param, " ,") && param[0] != ':'
}

func parseLimit(param string, _ Limits) (string, bool) {
	n, err := strconv.Atoi(param)
	return strconv.Itoa(n), err == nil && n > 0
}

func parseForward(param string, limits Limits) (string, bool) {
	return param, IsChannelName(param, limits.ChannelLen)
}

// fitsForward: the target exists, is another one, and whoever sends people there
// rules there too.
func fitsForward(n *Network, u *User, ch *Channel, param string) error {
	target := n.Channel(param)
	switch {
	case target == nil || target == ch:
		return refuse(NoSuchChannel, param)
	case u.May(MayOversee), target.AccessOf(u.AccountID).AtLeast(Operator):
		return nil
	case u.In(target) == nil || !u.In(target).Rank.AtLeast(Operator):
		return refuse(NeedOperator, target.Name)
	}
	return nil
}

// fitsSecure: nobody who is in the channel would be one who may not come in.
func fitsSecure(_ *Network, _ *User, ch *Channel, _ string) error {
	for _, m := range ch.Members {
		if !m.User.Secure {
			return refuse(AllMustBeSecure, ch.Name)
		}
	}
	return nil
}

// UserMode is one row of the table of user modes.
type UserMode struct {
	Letter byte
	Name   string
	// Granted marks a mode that a user may drop but not take.
	Granted bool
	// Fixed marks a mode that only the server sets and takes.
	Fixed bool
	// ForOpers marks a mode that only operators have; it goes with that.
	ForOpers bool
	Spec     string
}

// UserModes is the table of user modes.
var UserModes = []UserMode{
	{Letter: 'B', Name: "bot", Spec: "IRCv3 bot-mode"},
	{Letter: 'D', Name: "deaf to channels", Spec: "docs/modes.md"},
	{Letter: 'R', Name: "only registered people reach me", Spec: "docs/modes.md"},
	{Letter: 'Z', Name: "connected over TLS", Granted: true, Fixed: true, Spec: "docs/modes.md"},
	{Letter: 'g', Name: "caller-id", Spec: "docs/modes.md"},
	{Letter: 'i', Name: "invisible", Spec: `Modern IRC "Invisible User Mode"`},
	{Letter: 'o', Name: "operator", Granted: true, Spec: `Modern IRC "Oper User Mode"`},
	{Letter: 'w', Name: "hears operators", Spec: `Modern IRC "WALLOPS User Mode"`},
	{Letter: 's', Name: "server notices", ForOpers: true, Spec: "RFC 1459 4.2.3.2"},
}

// OperModes are the user modes that only operators have.
var OperModes = func() (set Letters) {
	for _, row := range UserModes {
		if row.ForOpers {
			set = set.With(row.Letter)
		}
	}
	return set
}()

// FindChannelMode returns the row of a letter.
func FindChannelMode(letter byte) (ChannelMode, bool) {
	i := slices.IndexFunc(ChannelModes, func(m ChannelMode) bool { return m.Letter == letter })
	if i < 0 {
		return ChannelMode{}, false
	}
	return ChannelModes[i], true
}

// FindUserMode returns the row of a letter.
func FindUserMode(letter byte) (UserMode, bool) {
	i := slices.IndexFunc(UserModes, func(m UserMode) bool { return m.Letter == letter })
	if i < 0 {
		return UserMode{}, false
	}
	return UserModes[i], true
}

// Letters is a set of mode letters.
type Letters uint64

// LettersOf makes a set of the letters of a string such as "nt".
func LettersOf(letters string) Letters {
	var set Letters
	for i := 0; i < len(letters); i++ {
		set = set.With(letters[i])
	}
	return set
}

func bit(letter byte) Letters {
	if letter < 'A' || letter > 'z' {
		return 0
	}
	return 1 << (letter - 'A')
}

// Has says whether the letter is in the set.
func (s Letters) Has(letter byte) bool { return s&bit(letter) != 0 }

// With returns the set with the letter.
func (s Letters) With(letter byte) Letters { return s | bit(letter) }

// Without returns the set without the letter.
func (s Letters) Without(letter byte) Letters { return s &^ bit(letter) }

// String lists the letters in alphabetical order, capitals first.
func (s Letters) String() string {
	var out []byte
	for c := byte('A'); c <= 'z'; c++ {
		if s.Has(c) {
			out = append(out, c)
		}
	}
	return string(out)
}

// Rank is a set of member statuses; a greater value outranks a lesser one.
type Rank uint8

const (
	Voice Rank = 1 << iota
	HalfOp
	Operator
	Admin
	Owner
)

// Top returns the highest single status in the set.
func (r Rank) Top() Rank {
	for top := Owner; top > 0; top >>= 1 {
		if r&top != 0 {
			return top
		}
	}
	return 0
}

// AtLeast says whether the set's highest status is need or above.
func (r Rank) AtLeast(need Rank) bool { return r.Top() >= need }

// Prefixes returns the prefix characters of the set, highest first (PREFIX).
func (r Rank) Prefixes() string {
	return prefixes[r&(Owner<<1-1)]
}

// Prefix returns the character of the highest status, or "".
func (r Rank) Prefix() string {
	return prefixes[r.Top()]
}

// prefixes holds the prefix string of each set of statuses, made once.
var prefixes = func() (table [Owner << 1]string) {
	for set := range table {
		for i, c := range []byte("~&@%+") {
			if set&int(Owner>>i) != 0 {
				table[set] += string(c)
			}
		}
	}
	return table
}()
