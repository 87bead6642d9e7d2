package irc

import (
	"slices"
	"strings"
	"testing"

	"linnet/internal/irc/chat"
)

func TestSplitWords(t *testing.T) {
	for _, tt := range []struct {
		text string
		most int
		want []string
	}{
		{"", 3, nil},
		{"   ", 3, nil},
		{"one", 1, []string{"one"}},
		{" one  two ", 1, []string{"one  two"}},
		{" one  two  three four ", 2, []string{"one", "two  three four"}},
		{"one two", 3, []string{"one", "two"}},
	} {
		if got := splitWords(tt.text, tt.most); !slices.Equal(got, tt.want) {
			t.Errorf("%q in %d: got %q, expected %q", tt.text, tt.most, got, tt.want)
		}
	}
}

// FuzzSplitWords: nothing but spaces is lost, and joined and split again the words
// are the same.
func FuzzSplitWords(f *testing.F) {
	f.Add("SET #tea  KEEPMODES +nt", 3)
	f.Fuzz(func(t *testing.T, text string, most int) {
		most = 1 + max(most, -most)%8
		words := splitWords(text, max(most, 1))
		if len(words) > max(most, 1) || strings.ReplaceAll(strings.Join(words, ""), " ", "") != strings.ReplaceAll(text, " ", "") {
			t.Errorf("%q in %d: %q", text, most, words)
		}
		if again := splitWords(strings.Join(words, " "), max(most, 1)); !slices.Equal(words, again) {
			t.Errorf("%q in %d: %q, and again %q", text, most, words, again)
		}
	})
}

func TestEveryServiceCommandIsExplained(t *testing.T) {
	for command, v := range services {
		for name, row := range v.commands {
			syntax, rest, _ := strings.Cut(row.help, "\n")
			if row.run == nil || rest == "" || syntax != name && !strings.HasPrefix(syntax, name+" ") || row.least > max(row.words, 1) {
				t.Errorf("%s %s: its row is not complete: %+v", command, name, row)
			}
			for line := range strings.SplitSeq(row.help, "\n") {
				if len(line) > 400 {
					t.Errorf("%s %s: a line of its help does not fit", command, name)
				}
			}
		}
	}
}

// FuzzKeptModes: what a founder may keep is flags that everybody's operators set.
func FuzzKeptModes(f *testing.F) {
	for _, seed := range []string{"+nt-s", "OFF", "+r", "+ps", "+-+", "n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var s, again chat.ChannelSettings
		if !setKept(&s, text) {
			return
		}
		if s.KeepOn&s.KeepOff != 0 {
			t.Errorf("%q keeps a flag on and off: %s", text, s.Kept())
		}
		for _, row := range chat.ChannelModes {
			if (s.KeepOn | s.KeepOff).Has(row.Letter) && !row.IsEverybodys() {
				t.Errorf("%q keeps %c", text, row.Letter)
			}
		}
		if s.Kept() != "" && (!setKept(&again, s.Kept()) || again != s) {
			t.Errorf("%q is kept as %q, and that as %q", text, s.Kept(), again.Kept())
		}
	})
}
