package chat

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		mask, text string
		want       bool
	}{
		{"", "", true},
		{"", "a", false},
		{"*", "", true},
		{"***", "anything", true},
		{"?", "", false},
		{"?", "é", true},
		{"??", "é", false},
		{"a?c", "abc", true},
		{"a*c", "ac", true},
		{"a*c", "abcbc", true},
		{"a*c", "abcb", false},
		{"*é*", "cafés", true},
		{"*!*@h", "n!u@h", true},
		{"*!*@h", "n!u@h2", false},
		{"A", "a", false}, // both are folded by who asks
		{`\*`, `*`, true},
		{`\*`, `\anything`, false},
		{`\?`, `a`, false},
		{`a\?*`, `a?c`, true},
		{`*\*`, `ab*`, true},
		{`*\*`, `ab*c`, false},
		{`*\*c`, `a*b*c`, true},
		{`\a`, `\a`, true},
		{`\`, `\`, true},
		{`\\*`, `\*`, true}, // the second takes the meaning, the first is one
	} {
		if got := Match(tt.mask, tt.text); got != tt.want {
			t.Errorf("%q on %q: %v", tt.mask, tt.text, got)
		}
	}
}

// matchSlowly is the definition of a match, word for word.
func matchSlowly(mask, text []rune) bool {
	switch {
	case len(mask) == 0:
		return len(text) == 0
	case len(mask) > 1 && mask[0] == '\\' && (mask[1] == '*' || mask[1] == '?'):
		return len(text) > 0 && text[0] == mask[1] && matchSlowly(mask[2:], text[1:])
	case mask[0] == '*':
		return matchSlowly(mask[1:], text) || len(text) > 0 && matchSlowly(mask, text[1:])
	case len(text) == 0:
		return false
	}
	return (mask[0] == '?' || mask[0] == text[0]) && matchSlowly(mask[1:], text[1:])
}

func FuzzMatch(f *testing.F) {
	for _, seed := range [][2]string{{"a*b?c", "aXbXc"}, {"*?*", "é"}, {"**", ""}, {"*aab", "aaaab"}, {`*\*?\?`, "a*b?"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, mask, text string) {
		if len(mask) > 10 || len(text) > 14 || !utf8.ValidString(mask) || !utf8.ValidString(text) {
			t.Skip("too long for the slow one, or what no client can send")
		}
		if got, want := Match(mask, text), matchSlowly([]rune(mask), []rune(text)); got != want {
			t.Errorf("%q on %q: got %v, expected %v", mask, text, got, want)
		}
	})
}

func TestMatchIsWhatItIsDefinedAs(t *testing.T) {
	few := rapid.SampledFrom([]rune("ab*?é"))
	rapid.Check(t, func(t *rapid.T) {
		mask := rapid.StringOfN(few, 0, 8, -1).Draw(t, "mask")
		text := rapid.StringOfN(few, 0, 12, -1).Draw(t, "text")
		if got, want := Match(mask, text), matchSlowly([]rune(mask), []rune(text)); got != want {
			t.Errorf("got %v, expected %v", got, want)
		}
	})
}

// A mask made to be slow takes no more than length times length.
func TestMatchIsNeverSlow(t *testing.T) {
	mask, text := strings.Repeat("*a", 250)+"b", strings.Repeat("a", 500)
	start := time.Now()
	if Match(mask, text) {
		t.Error("matched")
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %v", took)
	}
}

func TestFullMask(t *testing.T) {
	for in, want := range map[string]string{
		"bob":     "bob!*@*",
		"bob!":    "bob!*@*",
		"@h":      "*!*@h",
		"u@h":     "*!u@h",
		"bob!u":   "bob!u@*",
		"bob!@h":  "bob!*@h",
		"!u@h":    "*!u@h",
		"b!u@h":   "b!u@h",
		"b!u@h@i": "b!u@h@i",
		"b!c!u@h": "b!c!u@h",
		"*":       "*!*@*",
	} {
		if got := FullMask(in); got != want {
			t.Errorf("%q: got %q, expected %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		full := FullMask(rapid.StringOf(rapid.SampledFrom([]rune("ab!@*"))).Draw(t, "mask"))
		if again := FullMask(full); again != full || !Match("*!*@*", full) {
			t.Errorf("%q completed again is %q", full, again)
		}
	})
}

func TestNames(t *testing.T) {
	for nick, want := range map[string]bool{
		"alice": true, "[`^{|}_-]": true, "a1": true, "1a": false, "-a": false, "": false, "a b": false,
		"a\x01": false, "é": false, "a!": false, "a@": false, "#a": false, "abcdefghi": true, "abcdefghij": false,
	} {
		if got := ASCII.IsNick(nick, 9); got != want {
			t.Errorf("nick %q: %v", nick, got)
		}
	}
	for name, want := range map[string]bool{
		"#a": true, "#": false, "": false, "a": false, "##": true, "#é": true, "#a,b": false, "#a b": false,
		"#a\x07": false, "#a\x7f": false, "#:": true, "#abcdefgh": true, "#abcdefghi": false,
	} {
		if got := IsChannelName(name, 9); got != want {
			t.Errorf("channel %q: %v", name, got)
		}
	}
	if got := foldASCII("ÀLiCe[]\\{}|^~"); got != "Àlice[]\\{}|^~" {
		t.Errorf("folded: %q", got)
	}
}
