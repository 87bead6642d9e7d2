package chat

import (
	"slices"
	"strconv"
	"strings"
)

// rule is what an entry of a list mode says, taken apart once, when the entry is
// made.
type rule struct {
	bars bars
	not  bool
	test test // nil for a mask that has no meaning any more: it means nobody
}

func (r rule) means(n *Network, f *face) bool { return r.test != nil && r.test(n, f) != r.not }

// reading is a mask of a list mode as it was understood.
type reading struct {
	text string // as it is shown: completed
	key  string // two with the same key are the same entry
	rule rule
}

// read understands a mask; otherwise expects says what should have been there.
func (n *Network) read(text string) (r reading, expects string) {
	not, name, value, is := splitExtban(text)
	if !is {
		full := narrow(FullMask(text))
		mask := newMaskPattern(n.Fold(full))
		if mask.isSlow() {
			return reading{}, expectsShort
		}
		return reading{full, n.Fold(full), rule{bars: barsAll, test: mask.matchesFace}}, ""
	}
	row, known := findExtban(name)
	if !known {
		return reading{}, "Expected a mask such as nick!user@host, or an extban: " + extbanNames()
	}
	if row.acts != 0 {
		return n.readActing(row, text, not, value)
	}
	holds, ok := row.compile(n, value)
	if !ok {
		return reading{}, row.expected()
	}
	r = reading{text: text, rule: rule{bars: barsAll, not: not, test: holds}}
	r.key = string(extbanMark)
	if not {
		r.key += "!"
	}
	r.key += row.Names[0] + ":" + n.Fold(value)
	return r, ""
}

// expectsShort is what should have been there in place of a mask that is slow to
// compare.
var expectsShort = "Expected at most " + strconv.Itoa(longestPiece) + " characters between two asterisks if a ? is among them"

// narrow writes one star for several: they mean the same.
func narrow(mask string) string {
	for strings.Contains(mask, "**") {
		mask = strings.ReplaceAll(mask, "**", "*")
	}
	return mask
}

// readActing understands an extban whose value is a mask or a matching one.
func (n *Network) readActing(row *Extban, text string, not bool, value string) (reading, string) {
	if not || value == "" {
		return reading{}, row.expected()
	}
	inner, expects := n.read(value)
	switch {
	case expects != "":
		return reading{}, expects
	case inner.rule.bars != barsAll: // it acts as well
		return reading{}, row.expected()
	}
	inner.rule.bars = row.acts
	inner.text = strings.TrimSuffix(text, value) + inner.text
	inner.key = string(extbanMark) + row.Names[0] + ":" + inner.key
	return inner, ""
}

func (e *Extban) expected() string {
	return "Expected " + string(extbanMark) + e.Names[0] + ": and " + e.Expects
}

// extbanNames lists the names of the table, for a person.
func extbanNames() string {
	var names []string
	for _, row := range Extbans {
		names = append(names, row.Names[0])
	}
	return strings.Join(names, ", ")
}

func (p maskPattern) matchesFace(_ *Network, f *face) bool { return p.matches(f) }

// ReadMask brings what a client gives for an entry of a list mode into the form
// in which it is kept. If it is none, expects says what would be.
func (n *Network) ReadMask(letter byte, text string) (full, expects string) {
	r, expects := n.read(text)
	if expects == "" && letter == 'I' && r.rule.bars != barsAll {
		return "", "This list is of who may come in uninvited: expected a mask or an extban that matches"
	}
	return r.text, expects
}

// MaskKey is equal for two masks that are the same entry: by case, by letter or
// name of an extban. A mask that has no meaning is still equal to itself.
func (n *Network) MaskKey(text string) string {
	if r, expects := n.read(text); expects == "" {
		return r.key
	}
	return n.Fold(text)
}

// newEntry makes an entry of a list mode.
func (n *Network) newEntry(mask string) ListEntry {
	r, expects := n.read(mask)
	if expects != "" { // of an older network whose extbans were others
		return ListEntry{Mask: mask, key: n.Fold(mask)}
	}
	return ListEntry{Mask: mask, key: r.key, rule: r.rule}
}

// Entry finds the entry of a list mode that a mask names.
func (n *Network) Entry(ch *Channel, letter byte, mask string) (ListEntry, bool) {
	key := n.MaskKey(mask)
	i := slices.IndexFunc(ch.lists[letter], func(e ListEntry) bool { return e.key == key })
	if i < 0 {
		return ListEntry{}, false
	}
	return ch.lists[letter][i], true
}

// isBanned says whether the ban list keeps a user out.
func (n *Network) isBanned(ch *Channel, u *User) bool { return n.isBarred(ch, u, barsEntry) }

// BansFor lists the entries of a channel's ban list that mean a user. Who asks for
// somebody else is told by what is shown of her, or could find out the rest.
func (n *Network) BansFor(asker, u *User, ch *Channel) []string {
	f := n.shownFace(u)
	if asker == u {
		f = n.face(u)
	}
	var masks []string
	for _, e := range ch.lists['b'] {
		if e.rule.means(n, f) {
			masks = append(masks, e.Mask)
		}
	}
	return masks
}

// isQuieted says whether the ban list keeps a user from speaking.
func (n *Network) isQuieted(ch *Channel, u *User) bool { return n.isBarred(ch, u, barsSpeech) }

// isBarred says whether a ban means the user and no exception does. No ban keeps a
// founder out of her own channel.
func (n *Network) isBarred(ch *Channel, u *User, from bars) bool {
	if len(ch.lists['b']) == 0 || ch.IsFounder(u.AccountID) {
		return false
	}
	f := n.face(u)
	return n.isListed(ch, 'b', f, from) && !n.isListed(ch, 'e', f, from)
}

// isAwaited says whether the user needs no invitation: by mode I, or by any access
// to the channel.
func (n *Network) isAwaited(ch *Channel, u *User) bool {
	return ch.AccessOf(u.AccountID) != 0 || len(ch.lists['I']) > 0 && n.isListed(ch, 'I', n.face(u), barsEntry)
}

func (n *Network) isListed(ch *Channel, letter byte, f *face, from bars) bool {
	return slices.ContainsFunc(ch.lists[letter], func(e ListEntry) bool {
		return e.rule.bars&from != 0 && e.rule.means(n, f)
	})
}
