package chat

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A glob is another way to do what Match does.
func TestGlobIsMatch(t *testing.T) {
	few := rapid.SampledFrom([]rune(`ab*?é\`))
	rapid.Check(t, func(t *rapid.T) {
		mask := rapid.StringOfN(few, 0, 12, -1).Draw(t, "mask")
		text := rapid.StringOfN(few, 0, 14, -1).Draw(t, "text")
		g, ok := newGlob(mask)
		if !ok {
			t.Fatal("too long")
		}
		if got, want := g.matches(text), Match(mask, text); got != want {
			t.Errorf("got %v, expected %v", got, want)
		}
	})
}

func FuzzGlob(f *testing.F) {
	for _, seed := range [][2]string{{"a*b?c", "aXbXc"}, {"*?*", "é"}, {"**", ""}, {"*?a?b*", "aaabab"}, {`*\*?\?`, "a*b?"}, {"*?", "\xff"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, mask, text string) {
		mask, text = strings.ToValidUTF8(mask, "?"), strings.ToValidUTF8(text, "?") // a client can send nothing else
		g, ok := newGlob(mask)
		if got, want := g.matches(text), Match(mask, text); ok && got != want {
			t.Errorf("%q on %q: got %v, expected %v", mask, text, got, want)
		}
	})
}

// BenchmarkSlowMasks lets somebody speak whom none of a hundred masks means: usual
// ones, and such as a channel's operator might make to hold up everybody else.
func BenchmarkSlowMasks(b *testing.B) {
	for name, mask := range map[string]string{
		"usual":             "*!*@*.spam%d.example",
		"stars":             "~realname:*" + strings.Repeat("a*", 40) + "b%d",
		"one long piece":    "~realname:*" + strings.Repeat("a", 75) + "b%d*",
		"runes that may be": "~realname:*" + strings.Repeat("a?", 30) + "b%d*",
		"hosts":             "*!*@*" + strings.Repeat("?h", 15) + "%d*",
	} {
		b.Run(name, func(b *testing.B) {
			n, users := arrived(testSettings, "alice", "bob")
			users[1].Host, users[1].Realname = strings.Repeat("h", 60), strings.Repeat("a", 150)
			ch := opened(n, 1, "#tea", users[0], noon)
			n.Apply(Joined{Channel: 1, User: 2, At: noon})
			for i := range 100 {
				put(n, ch, 'b', fmt.Sprintf(mask, i), true)
			}
			for b.Loop() {
				n.isQuieted(ch, users[1])
			}
		})
	}
}

func TestAMaskThatWouldBeSlowIsNone(t *testing.T) {
	n := New(testSettings)
	long := strings.Repeat("a?", longestPiece/2)
	for mask, ok := range map[string]bool{
		"*!*@*" + long + "*": true, "*!*@*" + long + "?*": false, "*" + long + "?*!*@*": false, "*!*" + long + "?*@*": false,
		"~r:*" + long + "?*": false, "~a:*" + long + "?*": false, "~c:#*" + long + "?*": false, "~o:*!*@*" + long + "?*": false, "~q:~r:*" + long + "?*": false,
		"*!*@" + strings.Repeat("a", 100) + "*": true,
	} {
		if _, expects := n.ReadMask('b', mask); (expects == "") != ok {
			t.Errorf("%q: %q", mask, expects)
		}
	}
}
