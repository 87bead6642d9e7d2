package chat

import (
	"slices"
	"strings"
)

// pattern is a folded mask with wildcards, looked at once so that most
// comparisons need no search.
type pattern struct {
	text string
	kind patternKind
}

type patternKind uint8

const (
	patternExact patternKind = iota // no wildcard
	patternAny                      // "*"
	patternGlob
)

func newPattern(folded string) pattern {
	switch {
	case strings.Trim(folded, "*") == "" && folded != "":
		return pattern{folded, patternAny}
	case !strings.ContainsAny(folded, "*?"):
		return pattern{folded, patternExact}
	}
	return pattern{folded, patternGlob}
}

// matches compares with a folded text.
func (p pattern) matches(text string) bool {
	switch p.kind {
	case patternAny:
		return true
	case patternExact:
		return p.text == text
	}
	return Match(p.text, text)
}

// maskPattern is nick!user@host. Neither a nick nor a user name can hold the
// signs between the three, so comparing them apart is the same as comparing the
// whole, in fewer steps.
type maskPattern struct{ nick, ident, host pattern }

// newMaskPattern takes a folded mask that FullMask has completed.
func newMaskPattern(full string) maskPattern {
	nick, rest, _ := strings.Cut(full, "!")
	ident, host, _ := strings.Cut(rest, "@")
	return maskPattern{newPattern(nick), newPattern(ident), newPattern(host)}
}

func (p maskPattern) matches(f *face) bool {
	return p.nick.matches(f.nick) && p.ident.matches(f.ident) && slices.ContainsFunc(f.hosts, p.host.matches)
}

// face is a user as masks see her, folded once for a whole list of them.
type face struct {
	*User
	nick, ident string
	hosts       []string
}

// shownFace is a user as somebody sees her who is to learn nothing more by a mask.
func (n *Network) shownFace(u *User) *face {
	return &face{User: u, nick: u.folded, ident: n.Fold(u.Ident), hosts: []string{n.Fold(u.Host)}}
}

func (n *Network) face(u *User) *face {
	return &face{User: u, nick: u.folded, ident: n.Fold(u.Ident), hosts: n.hosts(u)}
}
