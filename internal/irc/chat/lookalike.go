package chat

import (
	_ "embed"
	"fmt"
	"maps"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Two nicks that are not the same can look it: "раураl" with Cyrillic letters and
// "paypal". Unicode TR39 gives each text a skeleton, which those that look alike
// have in common. The network counts the skeletons of the present nicks, so that
// nobody can take the likeness of somebody else.
//
// Nicks of ASCII alone never stand in each other's way, though "I", "l" and "1"
// are one to TR39: people have told those apart as long as there is IRC.

// likeness counts the nicks with one skeleton.
type likeness struct{ all, foreign int } // foreign: with letters beyond ASCII

// Resembles says whether a nick looks like one that somebody other than u has. Of
// two nicks in ASCII none does.
func (n *Network) Resembles(nick string, u *User) bool {
	if n.settings.Casemapping != PRECIS {
		return false
	}
	for _, skeleton := range skeletons(nick) {
		others := n.likenesses[skeleton]
		if u != nil {
			others = others.without(u.Nick, skeleton)
		}
		if others.foreign > 0 || others.all > 0 && !isASCII(nick) {
			return true
		}
	}
	return false
}

func (l likeness) without(nick, skeleton string) likeness {
	for _, own := range skeletons(nick) {
		if own == skeleton {
			l.count(nick, -1)
		}
	}
	return l
}

func (l *likeness) count(nick string, by int) {
	l.all += by
	if !isASCII(nick) {
		l.foreign += by
	}
}

// countLikeness adds a present nick's skeletons, or takes them away.
func (n *Network) countLikeness(nick string, by int) {
	if n.settings.Casemapping != PRECIS {
		return
	}
	for _, skeleton := range skeletons(nick) {
		l := n.likenesses[skeleton]
		if l.count(nick, by); l == (likeness{}) {
			delete(n.likenesses, skeleton)
		} else {
			n.likenesses[skeleton] = l
		}
	}
}

// checkLikenesses says whether the present nicks have been counted right.
func (n *Network) checkLikenesses() error {
	again := Network{settings: n.settings, likenesses: map[string]likeness{}}
	for _, u := range n.users {
		again.countLikeness(u.Nick, +1)
	}
	if !maps.Equal(again.likenesses, n.likenesses) {
		return fmt.Errorf("likenesses: %v, and there are %v", n.likenesses, again.likenesses)
	}
	return nil
}

// skeletons are those of a nick as it is written and in lower case, each once:
// both are its likeness, since case makes no difference.
func skeletons(nick string) []string {
	folded := skeleton(PRECIS.Fold(nick))
	written := PRECIS.Fold(skeleton(nick))
	if written == folded {
		return []string{folded}
	}
	return []string{folded, written}
}

// skeleton is what a text looks like (Unicode TR39 section 4).
func skeleton(text string) string {
	table := readLookalikes()
	var b strings.Builder
	for _, r := range norm.NFD.String(text) {
		if like, ok := table[r]; ok {
			b.WriteString(like)
		} else {
			b.WriteRune(r)
		}
	}
	return norm.NFD.String(b.String())
}

//go:embed lookalikes.txt
var lookalikes string

// readLookalikes reads the table when it is needed first: most servers never do.
var readLookalikes = sync.OnceValue(func() map[rune]string {
	table := map[rune]string{'0': "O", '1': "l", 'I': "l", '|': "l", 'm': "rn", '`': "'"}
	for line := range strings.Lines(lookalikes) {
		r, size := utf8.DecodeRuneInString(line)
		if r != '#' {
			table[r] = strings.TrimSuffix(line[size:], "\n")
		}
	}
	return table
})
