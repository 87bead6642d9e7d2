package chat

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sieve is a filter ready to be used.
type sieve struct {
	Filter
	words string         // folded, of FilterWord
	regex *regexp.Regexp // of FilterRegex
	cost  int
}

// regexFlags: as people know expressions from elsewhere, and without case.
const regexFlags = syntax.Perl | syntax.FoldCase

func newSieve(f Filter) (*sieve, error) {
	s := &sieve{Filter: f, cost: 1}
	if f.Pattern == "" || len(f.Pattern) > maxFilterPattern || !utf8.ValidString(f.Pattern) || strings.ContainsAny(f.Pattern, "\r\n\x00") {
		return nil, errFilterPattern
	}
	if f.Kind == FilterWord {
		if s.words = foldWords(bareText(f.Pattern)); s.words == "" {
			return nil, errFilterPattern
		}
		return s, nil
	}
	tree, err := syntax.Parse(f.Pattern, regexFlags)
	if err != nil {
		return nil, fmt.Errorf("the expression cannot be read: %w", err)
	}
	// What it costs is known from the tree: compiled, a few nested repetitions take
	// more room than anybody has.
	if s.cost = regexCost(tree); s.cost > maxFilterCost {
		return nil, errFilterCost
	}
	if s.regex, err = regexp.Compile("(?i:" + f.Pattern + ")"); err != nil {
		return nil, fmt.Errorf("the expression cannot be read: %w", err)
	}
	return s, nil
}

// regexCost estimates the steps that an expression takes for each character: the
// parts that it has once its repetitions are written out.
func regexCost(re *syntax.Regexp) int {
	cost := 1
	switch re.Op {
	case syntax.OpLiteral:
		cost = len(re.Rune)
	case syntax.OpCharClass:
		cost += len(re.Rune) / 32
	}
	for _, sub := range re.Sub {
		cost = min(cost+regexCost(sub), maxFilterCost+1)
	}
	if re.Op == syntax.OpRepeat {
		cost *= max(re.Min, re.Max, 1)
	}
	return min(cost, maxFilterCost+1)
}

// find looks for the pattern in a bare text and its folded form.
func (s *sieve) find(bare, folded string) (found string, is bool) {
	if s.regex != nil {
		at := s.regex.FindStringIndex(bare)
		if at == nil {
			return "", false
		}
		return shown(bare[at[0]:at[1]]), true
	}
	for from := 0; ; {
		i := strings.Index(folded[from:], s.words)
		if i < 0 {
			return "", false
		}
		if i += from; standsAlone(folded, i, i+len(s.words)) {
			return shown(folded[i : i+len(s.words)]), true
		}
		from = i + 1
	}
}

// standsAlone says whether a part of a text is not merely part of a longer word:
// a filter of "ass" means neither "class" nor "assume".
func standsAlone(text string, from, to int) bool {
	first, _ := utf8.DecodeRuneInString(text[from:])
	last, _ := utf8.DecodeLastRuneInString(text[:to])
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	goesOn := isWordRune(first) && isWordRune(before) || isWordRune(last) && isWordRune(after)
	return !goesOn
}

func isWordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

// shownLen bounds what is shown of a text that a filter has found, in bytes.
const shownLen = 64

// shown cuts what was found on a rune boundary, in one line.
func shown(text string) string {
	if len(text) > shownLen {
		end := shownLen
		for !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end] + "..."
	}
	return strings.ReplaceAll(text, "\n", " ")
}

// foldWords makes letters of either case the same, and any space one space.
func foldWords(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), unicode.IsSpace), " ")
}

// bareText takes out what is not seen of a text: marks of direction, joiners and
// the like, by which one could write around a filter.
func bareText(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}
