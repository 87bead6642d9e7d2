package chat

import (
	"slices"
	"strings"
)

// This file is the language of extended bans: entries of the list modes that say
// something else than nick!user@host.
//
//	~account:bob          who is logged in as bob
//	~a:bob                the same, by its letter
//	~account              who is logged in at all
//	~!account             who is not
//	~quiet:*!*@host       who may come in, but not speak
//	~quiet:~account:bob   the same of somebody logged in as bob
//
// A row either matches users, or acts: it narrows what an entry keeps people
// from, and its value is a mask or a matching extban.

// extbanMark begins an extban; no nick can (ISUPPORT EXTBAN).
const extbanMark = '~'

// bars is what an entry of the ban list keeps people from; in the list of
// exceptions, what it keeps no longer.
type bars uint8

const (
	barsEntry bars = 1 << iota
	barsSpeech

	barsAll = barsEntry | barsSpeech
)

// Extban is one row of the table: every letter and every name has one meaning.
type Extban struct {
	Letters string   // each is a short name
	Names   []string // the first is the one under which entries are compared
	Expects string   // what its value looks like, for a person
	Spec    string

	acts bars // of an acting one: what it bars
	// compile makes the test of a matching one out of its value as it was given,
	// or says that it is none.
	compile func(n *Network, value string) (holds test, ok bool)
}

// test says whether an entry means a user.
type test func(n *Network, f *face) bool

// Extbans is the table of extbans; EXTBAN and the parser are read from it.
var Extbans = []Extban{
	{Letters: "a", Names: []string{"account"}, compile: compileAccount, Expects: "an account, or nothing for any", Spec: "IRCv3 account-extban"},
	{Letters: "c", Names: []string{"channel"}, compile: compileChannel, Expects: "a channel such as #tea, or @#tea for its operators", Spec: `Modern IRC "EXTBAN parameter"`},
	{Letters: "j", Names: []string{"join"}, acts: barsEntry, Expects: "a mask or another extban", Spec: `Modern IRC "EXTBAN parameter"`},
	{Letters: "mq", Names: []string{"mute", "quiet"}, acts: barsSpeech, Expects: "a mask or another extban", Spec: `Modern IRC "EXTBAN parameter"`},
	{Letters: "o", Names: []string{"oper"}, compile: compileAmong(func(u *User) bool { return u.Modes.Has('o') }), Expects: "a mask, or nothing", Spec: `Modern IRC "EXTBAN parameter"`},
	{Letters: "r", Names: []string{"realname"}, compile: compileRealname, Expects: "a mask of real names, with _ for a space", Spec: `Modern IRC "EXTBAN parameter"`},
	{Letters: "u", Names: []string{"unregistered"}, compile: compileAmong(func(u *User) bool { return u.Account == "" }), Expects: "a mask, or nothing", Spec: `Modern IRC "EXTBAN parameter"`},
	{Letters: "z", Names: []string{"secure", "tls"}, compile: compileAmong(func(u *User) bool { return u.Secure }), Expects: "a mask, or nothing", Spec: `Modern IRC "EXTBAN parameter"`},
}

// findExtban returns the row of a letter or a name.
func findExtban(name string) (*Extban, bool) {
	for i := range Extbans {
		row := &Extbans[i]
		if len(name) == 1 && strings.Contains(row.Letters, name) || slices.Contains(row.Names, foldASCII(name)) {
			return row, true
		}
	}
	return nil, false
}

// ExtbanToken is the value of ISUPPORT EXTBAN: the mark, and every letter.
func ExtbanToken() string {
	var letters Letters
	for _, row := range Extbans {
		letters |= LettersOf(row.Letters)
	}
	return string(extbanMark) + "," + letters.String()
}

// AccountExtban is the value of ISUPPORT ACCOUNTEXTBAN: the names, long and
// short, of the one that matches accounts.
func AccountExtban() string {
	row, _ := findExtban("account")
	return row.Names[0] + "," + row.Letters
}

// splitExtban takes an extban apart. A mask that begins with the mark because a
// user name does, such as ~bob@host, is none.
func splitExtban(text string) (not bool, name, value string, is bool) {
	rest, marked := strings.CutPrefix(text, string(extbanMark))
	if !marked {
		return false, "", "", false
	}
	rest, not = strings.CutPrefix(rest, "!")
	name, value, _ = strings.Cut(rest, ":")
	return not, name, value, !strings.ContainsAny(name, "!@*?.")
}

// compileAccount matches by account; without a name it is anybody who has one.
func compileAccount(n *Network, value string) (test, bool) {
	name := newPattern(n.Fold(value))
	return func(n *Network, f *face) bool {
		return f.Account != "" && (value == "" || name.matches(n.Fold(f.Account)))
	}, name.kind != patternSlow
}

// compileRealname matches by real name. A parameter of MODE holds no space, so
// "_" stands for one.
func compileRealname(n *Network, value string) (test, bool) {
	name := newPattern(joined(n.Fold(value)))
	return func(n *Network, f *face) bool { return name.matches(f.realname(n)) }, value != "" && name.kind != patternSlow
}

func joined(words string) string { return strings.ReplaceAll(words, " ", "_") }

// compileChannel matches who is in a channel, with a prefix only those of its
// rank or above. A hidden channel matches nobody, or its members would be known.
func compileChannel(n *Network, value string) (test, bool) {
	mask := strings.TrimLeft(value, (Owner<<1 - 1).Prefixes())
	var need Rank
	for rank := Voice; rank <= Owner; rank <<= 1 {
		if need == 0 && strings.Contains(value[:len(value)-len(mask)], rank.Prefix()) {
			need = rank
		}
	}
	name := newPattern(n.Fold(mask))
	return func(_ *Network, f *face) bool {
		return slices.ContainsFunc(f.Memberships, func(m *Member) bool {
			return m.Rank.AtLeast(need) && !m.Channel.isHidden() && !m.isHidden() && name.matches(m.Channel.folded)
		})
	}, LooksLikeChannel(mask) && name.kind != patternSlow
}

// compileAmong matches those of whom something is true, and with a mask those of
// them that it matches.
func compileAmong(is func(*User) bool) func(*Network, string) (test, bool) {
	return func(n *Network, value string) (test, bool) {
		mask := newMaskPattern(n.Fold(FullMask(value)))
		return func(_ *Network, f *face) bool { return is(f.User) && mask.matches(f) }, !mask.isSlow()
	}
}
