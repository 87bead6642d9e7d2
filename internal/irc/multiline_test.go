package irc

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"linnet/internal/irc/chat"
)

// whole is what a multiline message says (IRCv3 multiline, "Batch types").
func whole(lines []chat.Line) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 && !l.Concat {
			b.WriteByte('\n')
		}
		b.WriteString(l.Text)
	}
	return b.String()
}

// However little room there is, lines that are made to fit say the same, and no
// rune is split.
func TestFittedLinesSayTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		room := rapid.IntRange(utf8.UTFMax, 40).Draw(t, "room")
		lines := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) chat.Line {
			return chat.Line{Text: rapid.StringOfN(rapid.RuneFrom([]rune("aé€😀 ")), 0, 60, -1).Draw(t, "text"), Concat: rapid.Bool().Draw(t, "concat")}
		}), 1, 8).Draw(t, "lines")
		fitted := fitLines(lines, room)
		if whole(fitted) != whole(lines) {
			t.Errorf("%q became %q", whole(lines), whole(fitted))
		}
		for _, l := range fitted {
			if len(l.Text) > room || !utf8.ValidString(l.Text) {
				t.Errorf("a line of %d bytes: %q", len(l.Text), l.Text)
			}
		}
	})
}

// Formatting goes, blank lines stay where a text is between them.
func TestStrippedBodies(t *testing.T) {
	b := body{lines: []chat.Line{{Text: "\x02a\x02"}, {Text: ""}, {Text: "\x0304"}, {Text: "\x0f", Concat: true}, {Text: "b"}}}
	if got := whole(b.stripped().lines); got != "a\n\n\nb" {
		t.Errorf("%q", got)
	}
	if b.isBlank() || !(body{lines: []chat.Line{{}, {}}}).isBlank() || !(body{}).isBlank() || (body{single: "x"}).isBlank() {
		t.Error("blank is not what has no text")
	}
}
