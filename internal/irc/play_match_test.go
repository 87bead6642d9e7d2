package irc_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Patterns of testdata are literal but for what stands in braces; README.md
// there lists what may.

// values are what a conversation has captured by name.
type values map[string]string

var (
	captureName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)
	repetition  = regexp.MustCompile(`^([0-9]+)\*(.+)$`)
)

var errPattern = errors.New("not a pattern")

// cutBrace takes the text within the brace that text begins with.
func cutBrace(text string) (inner, rest string, err error) {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return text[1:i], text[i+1:], nil
			}
		}
	}
	return "", "", fmt.Errorf("%w: %q: a brace is not closed", errPattern, text)
}

// constant gives the text that a brace stands for, if it stands for one only.
func constant(inner string, known values) (text string, ok bool) {
	if inner == "" {
		return "", true
	}
	if inner[0] == '\\' {
		text, err := strconv.Unquote(`"` + inner + `"`)
		return text, err == nil
	}
	if m := repetition.FindStringSubmatch(inner); m != nil {
		n, _ := strconv.Atoi(m[1])
		return strings.Repeat(m[2], n), true
	}
	text, ok = known[inner]
	return text, ok
}

// expand makes of a pattern the text that is sent.
func expand(pattern string, known values) (string, error) {
	var out strings.Builder
	for pattern != "" {
		if pattern[0] != '{' {
			out.WriteByte(pattern[0])
			pattern = pattern[1:]
			continue
		}
		inner, rest, err := cutBrace(pattern)
		if err != nil {
			return "", err
		}
		text, ok := constant(inner, known)
		if !ok {
			return "", fmt.Errorf("%w: {%s} has no value to send", errPattern, inner)
		}
		out.WriteString(text)
		pattern = rest
	}
	return out.String(), nil
}

// matcher is a compiled pattern.
type matcher struct {
	re *regexp.Regexp
	// lists are the groups whose parts may come in any order, by group name.
	lists map[string]list
}

// list is what a group must consist of, sorted, and what stands between the parts.
type list struct {
	parts     []string
	separator string
}

func compile(pattern string, known values) (*matcher, error) {
	m := &matcher{lists: map[string]list{}}
	expr, err := m.translate(pattern, known)
	if err != nil {
		return nil, err
	}
	m.re, err = regexp.Compile(`(?s)^` + expr + `$`)
	return m, err
}

// translate writes a pattern as a regular expression.
func (m *matcher) translate(pattern string, known values) (string, error) {
	var expr strings.Builder
	for pattern != "" {
		if pattern[0] != '{' {
			end := strings.IndexByte(pattern, '{')
			if end < 0 {
				end = len(pattern)
			}
			expr.WriteString(regexp.QuoteMeta(pattern[:end]))
			pattern = pattern[end:]
			continue
		}
		inner, rest, err := cutBrace(pattern)
		if err != nil {
			return "", err
		}
		part, err := m.translateBrace(inner, known)
		if err != nil {
			return "", err
		}
		expr.WriteString(part)
		pattern = rest
	}
	return expr.String(), nil
}

func (m *matcher) translateBrace(inner string, known values) (string, error) {
	if text, ok := constant(inner, known); ok {
		return regexp.QuoteMeta(text), nil
	}
	word, rest, _ := strings.Cut(inner, " ")
	switch {
	case inner == "...":
		return `.*`, nil
	case inner == "_":
		return `[^ ;]+`, nil
	case inner == "@":
		return `(?:@[^ ]+ )?`, nil
	case word == "words":
		parts := strings.Fields(rest)
		return m.list(list{parts, " "}, fmt.Sprintf(`[^ ]+(?: [^ ]+){%d} ?`, len(parts)-1)), nil
	case word == "letters":
		return m.list(list{strings.Split(rest, ""), ""}, `[A-Za-z]+`), nil
	case strings.Contains(inner, "|"):
		return m.alternatives(inner, known)
	case captureName.MatchString(inner):
		return `(?P<` + inner + `>[^ ;]+)`, nil
	}
	return "", fmt.Errorf("%w: {%s}", errPattern, inner)
}

func (m *matcher) list(want list, expr string) string {
	slices.Sort(want.parts)
	name := fmt.Sprintf("LIST%d", len(m.lists))
	m.lists[name] = want
	return `(?P<` + name + `>` + expr + `)`
}

// alternatives translates {a|b}: patterns of their own, of which one must match.
func (m *matcher) alternatives(inner string, known values) (string, error) {
	var options []string
	depth, start := 0, 0
	for i := 0; i <= len(inner); i++ {
		switch {
		case i < len(inner) && inner[i] == '{':
			depth++
		case i < len(inner) && inner[i] == '}':
			depth--
		case depth == 0 && (i == len(inner) || inner[i] == '|'):
			option, err := m.translate(inner[start:i], known)
			if err != nil {
				return "", err
			}
			options = append(options, option)
			start = i + 1
		}
	}
	return `(?:` + strings.Join(options, "|") + `)`, nil
}

// match says whether a line matches, and what it captured.
func (m *matcher) match(line string) (captured values, ok bool) {
	found := m.re.FindStringSubmatch(line)
	if found == nil {
		return nil, false
	}
	captured = values{}
	for i, name := range m.re.SubexpNames() {
		want, isList := m.lists[name]
		switch {
		case name == "":
		case isList:
			got := strings.Split(strings.TrimSuffix(found[i], " "), want.separator)
			slices.Sort(got)
			if !slices.Equal(got, want.parts) {
				return nil, false
			}
		default:
			captured[name] = found[i]
		}
	}
	return captured, true
}

// TestPatterns proves the player's own tool: a pattern that matches too much
// would make every conversation worthless.
func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, line string
		want          bool
	}{
		{"PING x", "PING x", true},
		{"PING x", "PING xy", false},
		{"PING x", " PING x", false},
		{"a.c", "abc", false},
		{":irc.test 001 alice :{...}", ":irc.test 001 alice :Welcome", true},
		{":irc.test 001 alice :{...}", ":irc.test 001 alice :", true},
		{":irc.test 001 alice :{...}", ":irc.test 001 bob :Welcome", false},
		{"@time={_} X", "@time=12:00 X", true},
		{"@time={_} X", "@time=12:00;msgid=1 X", false},
		{"@time={_} X", "@time= X", false},
		{"{@}PING", "PING", true},
		{"{@}PING", "@a=b;c PING", true},
		{"{@}PING", "x PING", false},
		{"{403|476} x", "476 x", true},
		{"{403|476} x", "404 x", false},
		{"{696 {_}|525} x", "696 k x", true},
		{"{696 {_}|525} x", "525 x", true},
		{"{696 {_}|525} x", "696 x", false},
		{"{words @a b}", "b @a", true},
		{"{words @a b}", "b @a ", true},
		{"{words @a b}", "b", false},
		{"{words @a b}", "a b", false},
		{"{words a}", "a", true},
		{"+{letters nt}", "+tn", true},
		{"+{letters nt}", "+ntk", false},
		{"+{letters nt}", "+nn", false},
		{"{3*x}", "xxx", true},
		{"{3*x}", "xx", false},
		{`{\x01}A{\x20}`, "\x01A ", true},
		{"known {id}", "known 42", true},
		{"known {id}", "known 43", false},
	} {
		m, err := compile(c.pattern, values{"id": "42"})
		if err != nil {
			t.Errorf("%q: %v", c.pattern, err)
			continue
		}
		if _, got := m.match(c.line); got != c.want {
			t.Errorf("%q matches %q: %v, expected %v", c.pattern, c.line, got, c.want)
		}
	}
	m, err := compile("@msgid={id} x", values{})
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := m.match("@msgid=abc x"); !ok || got["id"] != "abc" {
		t.Errorf("captured %q, %v", got["id"], ok)
	}
	for _, bad := range []string{"{open", "{Not a name}", "{UPPER}"} {
		if _, err := compile(bad, values{}); err == nil {
			t.Errorf("%q: expected an error", bad)
		}
	}
}
