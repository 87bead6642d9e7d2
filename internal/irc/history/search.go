package history

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Search selects messages by what was said in some conversations. What is zero does
// not select. If more than Limit are found, those are returned that were said last or,
// with Oldest, first.
type Search struct {
	Keys          []Key
	Phrases       []Phrase  // all of which are in the text
	Nick          string    // NickKey of who said it
	After, Before time.Time // both included
	Limit         int
	Oldest        bool
}

// Found is a message and where it was said.
type Found struct {
	Key Key
	Entry
}

// Phrase is words that follow each other. The last of an Open one may be the
// beginning of a word.
type Phrase struct {
	Words []string
	Open  bool
}

// openLen is how many letters a word must have to stand for all that begin so: less
// would be nearly everything.
const openLen = 2

// ParsePhrases reads what somebody types to find a text: words that are all in it,
// anywhere, and between double quotes those that follow each other. What is typed last
// is perhaps not yet a whole word.
func ParsePhrases(text string) []Phrase {
	var phrases []Phrase
	for text = strings.TrimLeft(text, blanks); text != ""; text = strings.TrimLeft(text, blanks) {
		var part string
		var isWhole bool
		if text[0] == '"' {
			part, text, isWhole = strings.Cut(text[1:], `"`)
		} else {
			end := strings.IndexAny(text, blanks+`"`)
			if end < 0 {
				end = len(text)
			}
			part, text = text[:end], text[end:]
		}
		if words := Words(part); len(words) > 0 {
			isLong := utf8.RuneCountInString(words[len(words)-1]) >= openLen
			phrases = append(phrases, Phrase{Words: words, Open: text == "" && !isWhole && isLong})
		}
	}
	return phrases
}

const blanks = " \t\r\n"

// isIn says whether a phrase is among some words.
func (p Phrase) isIn(words []string) bool {
	for i := 0; i+len(p.Words) <= len(words); i++ {
		if p.isAt(words[i:]) {
			return true
		}
	}
	return false
}

func (p Phrase) isAt(words []string) bool {
	last := len(p.Words) - 1
	if p.Open {
		return slices.Equal(words[:last], p.Words[:last]) && strings.HasPrefix(words[last], p.Words[last])
	}
	return slices.Equal(words[:last+1], p.Words)
}

// Matches says whether an entry is what is looked for, wherever it was said.
func (s Search) Matches(e Entry) bool {
	switch {
	case e.Kind != Message,
		!s.After.IsZero() && e.At.Before(s.After), !s.Before.IsZero() && e.At.After(s.Before),
		s.Nick != "" && e.NickKey() != s.Nick:
		return false
	case len(s.Phrases) == 0:
		return true
	}
	words := Words(e.Text())
	return !slices.ContainsFunc(s.Phrases, func(p Phrase) bool { return !p.isIn(words) })
}

// Pick returns what is to be shown of all that was found, some of it perhaps twice: in
// the order in which it was said, and no more than the limit.
func (s Search) Pick(found []Found) []Found {
	slices.SortStableFunc(found, func(a, b Found) int { return cmp.Compare(a.ID, b.ID) })
	found = slices.CompactFunc(found, func(a, b Found) bool { return a.ID == b.ID })
	over := max(len(found)-s.Limit, 0)
	if s.Oldest {
		return found[:len(found)-over]
	}
	return found[over:]
}
