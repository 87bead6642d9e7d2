package chat

import (
	_ "embed"
	"fmt"
	"maps"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"linnet/internal/irc/account"
)

// Two nicks that are not the same can look it: "раураl" with Cyrillic letters and
// "paypal". Unicode TR39 gives each text a skeleton, which those that look alike
// have in common. The network counts the skeletons of the present nicks, of the
// names of accounts and of the server's own services, so that nobody can take the
// likeness of somebody else.
//
// Nicks of ASCII alone never stand in each other's way, though "I", "l" and "1"
// are one to TR39: people have told those apart as long as there is IRC.

// looks are the skeletons of those names. A network of ASCII nicks has none, nor
// the table.
type looks struct {
	table  map[rune]string // what each letter looks like
	counts map[string]look // by skeleton
}

// look counts the names with one skeleton.
type look struct{ all, foreign int } // foreign: with letters beyond ASCII

func newLooks(m Casemapping) *looks {
	if m != PRECIS {
		return nil
	}
	l := &looks{table: readLookalikes(), counts: map[string]look{}}
	for _, nick := range serviceNicks {
		l.count(nick, +1)
	}
	return l
}

// Resembles says whether a nick looks like one that somebody other than u has, or
// like the name of an account other than id. Of two names in ASCII neither does.
func (n *Network) Resembles(nick string, u *User, id account.ID) bool {
	if n.looks == nil {
		return false
	}
	for _, skeleton := range n.looks.skeletons(nick) {
		others := n.looks.counts[skeleton]
		if u != nil {
			others = n.looks.without(others, u.Nick, skeleton)
		}
		if own := n.accounts.byID[id]; own != nil && own.Verified {
			others = n.looks.without(others, own.Name, skeleton)
		}
		if others.foreign > 0 || others.all > 0 && !isASCII(nick) {
			return true
		}
	}
	return false
}

// without is a count without one of those that may be in it.
func (l *looks) without(count look, nick, skeleton string) look {
	for _, own := range l.skeletons(nick) {
		if own == skeleton {
			count.add(nick, -1)
		}
	}
	return count
}

func (l *look) add(nick string, by int) {
	l.all += by
	if !isASCII(nick) {
		l.foreign += by
	}
}

// count adds a name's skeletons, or takes them away.
func (l *looks) count(nick string, by int) {
	if l == nil {
		return
	}
	for _, skeleton := range l.skeletons(nick) {
		count := l.counts[skeleton]
		if count.add(nick, by); count == (look{}) {
			delete(l.counts, skeleton)
		} else {
			l.counts[skeleton] = count
		}
	}
}

// check says whether the names of a network have been counted right.
func (l *looks) check(n *Network) error {
	if l == nil {
		return nil
	}
	again := looks{l.table, map[string]look{}}
	for _, u := range n.users {
		again.count(u.Nick, +1)
	}
	for _, r := range n.accounts.byID {
		if r.Verified {
			again.count(r.Name, +1)
		}
	}
	for _, nick := range serviceNicks {
		again.count(nick, +1)
	}
	if !maps.Equal(again.counts, l.counts) {
		return fmt.Errorf("looks: %v are counted, %v are there", l.counts, again.counts)
	}
	return nil
}

// skeletons are those of a nick as it is written and in lower case, each once:
// both are its likeness, since case makes no difference.
func (l *looks) skeletons(nick string) []string {
	folded := l.skeleton(PRECIS.Fold(nick))
	written := PRECIS.Fold(l.skeleton(nick))
	if written == folded {
		return []string{folded}
	}
	return []string{folded, written}
}

// skeleton is what a text looks like (Unicode TR39 section 4).
func (l *looks) skeleton(text string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(text) {
		if like, ok := l.table[r]; ok {
			b.WriteString(like)
		} else {
			b.WriteRune(r)
		}
	}
	return norm.NFD.String(b.String())
}

//go:embed lookalikes.txt
var lookalikes string

// readLookalikes reads the table, to which the ASCII letters are added here.
func readLookalikes() map[rune]string {
	table := map[rune]string{'0': "O", '1': "l", 'I': "l", '|': "l", 'm': "rn", '`': "'"}
	for line := range strings.Lines(lookalikes) {
		if r, size := utf8.DecodeRuneInString(line); r != '#' {
			table[r] = strings.TrimSuffix(line[size:], "\n")
		}
	}
	return table
}
