package history

import (
	"slices"
	"strings"
	"testing"

	"linnet/internal/irc/wire"
)

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "",
		" -- ":                           "",
		"Hello, World":                   "hello world",
		"don't stop_me 2nite":            "don t stop me 2nite",
		"https://Example.org/a?b=c":      "https example org a b c",
		"Élise naïve Ångström":           "elise naive angstrom",
		"e\u0301lise":                    "elise",
		"Straße STRASSE":                 "strasse strasse",
		"ΟΔΥΣΣΕΎΣ Οδυσσεύς":              "οδυσσευσ οδυσσευσ",
		"Ёлка елка":                      "елка елка",
		"ﬁne ＡＢＣ":                        "fine abc",
		"今日は世界abc":                       "今 日 は 世 界 abc",
		"コーヒー ｶﾞ ガ":                      "コ ー ヒ ー ガ ガ",
		"한국어 말":                          "한국어 말",
		"สวัสดี":                         "ส ว \u0e31 ส ด \u0e35",
		"हिन्दी":                         "हिन्दी",
		"שָׁלוֹם مَرْحَبًا":              "שלום مرحبا",
		"\u2764\ufe0f yes 🎉🎉":            "\u2764 yes 🎉 🎉",
		"co\u00adoperate x\u0000y":       "cooperate x y",
		"1\u20442 ½ ²":                   "1 2 1 2 2",
		"tab\tline\nend\u00a0\u2028last": "tab line end last",
	} {
		if got := strings.Join(Words(text), " "); got != want {
			t.Errorf("%q: %q, expected %q", text, got, want)
		}
	}
}

// FuzzWords: words are words again, and there is nothing in them by which a line of
// them could be parted otherwise, or a pair of quotes ended.
func FuzzWords(f *testing.F) {
	f.Add("Élise's ﬁrst 今日は 🎉 \"OR\" x* NEAR(a b, 2)")
	f.Fuzz(func(t *testing.T, text string) {
		words := Words(text)
		if again := Words(strings.Join(words, " ")); !slices.Equal(words, again) {
			t.Errorf("%q: %q, and of these %q", text, words, again)
		}
		for _, w := range words {
			for i := range len(w) {
				if w[i] < 0x80 && !isLetterOrDigit(w[i]) || 'A' <= w[i] && w[i] <= 'Z' {
					t.Errorf("%q: %q", text, w)
				}
			}
			if w == "" {
				t.Errorf("%q: an empty word", text)
			}
		}
	})
}

func TestPhrases(t *testing.T) {
	show := func(phrases []Phrase) string {
		var texts []string
		for _, p := range phrases {
			text := strings.Join(p.Words, "_")
			if p.Open {
				text += "*"
			}
			texts = append(texts, text)
		}
		return strings.Join(texts, " ")
	}
	for text, want := range map[string]string{
		"":                     "",
		"?!":                   "",
		"fox":                  "fox*",
		"fox ":                 "fox",
		"f":                    "f",
		"big f":                "big f",
		"quick  Fox":           "quick fox*",
		`"quick fox" ran`:      "quick_fox ran*",
		`ran "quick fox"`:      "ran quick_fox",
		`ran "quick fo`:        "ran quick_fo*",
		`ran"quick"`:           "ran quick",
		`"`:                    "",
		`"" a""b`:              "a b",
		"don't":                "don_t",
		"cats_and":             "cats_and*",
		`a OR b* NOT "c" -d`:   "a or b not c d",
		"world 世界":             "world 世_界",
		"one\ttwo\nthree \r\n": "one two three",
		`in:#x {text} : (a b)`: "in_x text a b",
	} {
		if got := show(ParsePhrases(text)); got != want {
			t.Errorf("%q: %q, expected %q", text, got, want)
		}
	}
}

func TestMatches(t *testing.T) {
	line := func(text string) Entry {
		return Entry{Line: &wire.Line{Source: "Bob!~b@test", Command: "PRIVMSG", Params: []string{"#tea", text}, Text: true}}
	}
	long := Entry{Line: &wire.Line{Params: []string{"#tea"}, Multiline: &wire.Multiline{Parts: []wire.Part{{Text: "one tw"}, {Text: "o", Concat: true}, {Text: "three"}}}}}
	for _, c := range []struct {
		text string
		e    Entry
		want bool
	}{
		{"quick fox", line("the fox is quick"), true},
		{`"quick fox"`, line("the fox is quick"), false},
		{`"is qu`, line("the fox is quick"), true},
		{"qu fox", line("the fox is quick"), false},
		{"action", line("\x01ACTION waves\x01"), false},
		{"wav", line("\x01ACTION waves\x01"), true},
		{"red", line("\x0304red"), true},
		{`"two three"`, long, true},
		{"tw three", long, false},
		{"fox", Entry{Line: line("fox").Line, Kind: Tagged}, false},
	} {
		if got := (Search{Phrases: ParsePhrases(c.text)}).Matches(c.e); got != c.want {
			t.Errorf("%q in %q: %v", c.text, c.e.Text(), got)
		}
	}
	if !(Search{Nick: NickKey("bOB")}).Matches(line("")) || (Search{Nick: NickKey("bo")}).Matches(line("")) {
		t.Error("Bob is not found by his nick alone")
	}
}
