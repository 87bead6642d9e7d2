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
	glob *glob // of a kind of its own
}

type patternKind uint8

const (
	patternExact patternKind = iota // no wildcard
	patternAny                      // "*"
	patternGlob
	patternSlow // one that only operators of the server may have
)

func newPattern(folded string) pattern {
	switch {
	case strings.Trim(folded, "*") == "" && folded != "":
		return pattern{text: folded, kind: patternAny}
	case !strings.ContainsAny(folded, "*?"):
		return pattern{text: folded, kind: patternExact}
	}
	if g, ok := newGlob(folded); ok {
		return pattern{text: folded, kind: patternGlob, glob: &g}
	}
	return pattern{text: folded, kind: patternSlow}
}

// matches compares with a folded text.
func (p pattern) matches(text string) bool {
	switch p.kind {
	case patternAny:
		return true
	case patternExact:
		return p.text == text
	case patternGlob:
		return p.glob.matches(text)
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

// isSlow says whether the mask is too long to be compared with all who speak.
func (p maskPattern) isSlow() bool {
	return p.nick.kind == patternSlow || p.ident.kind == patternSlow || p.host.kind == patternSlow
}

// face is a user as masks see her, folded once for a whole list of them.
type face struct {
	*User
	nick, ident string
	hosts       []string
	name        string // the real name, once somebody has asked for it
}

// realname is the folded real name, with "_" for a space.
func (f *face) realname(n *Network) string {
	if f.name == "" {
		f.name = joined(n.Fold(f.Realname))
	}
	return f.name
}

// shownFace is a user as somebody sees her who is to learn nothing more by a mask.
func (n *Network) shownFace(u *User) *face {
	return &face{User: u, nick: u.folded, ident: n.Fold(u.Ident), hosts: []string{n.Fold(u.Host)}}
}

func (n *Network) face(u *User) *face {
	return &face{User: u, nick: u.folded, ident: n.Fold(u.Ident), hosts: n.hosts(u)}
}
