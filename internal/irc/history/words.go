package history

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// What was said is found by its words, and what a word is stands here alone: memory
// compares by it, and the disk's index is made of what Words returns, so both find
// the same.

// Words returns the words of a text in the form under which they are compared:
// letters and digits that follow each other, without accents, small, and with what
// Unicode holds to be the same written the same way. A character of a script that
// puts no spaces between words is a word, and so is a symbol such as an emoji.
func Words(text string) []string {
	if words, simple := asciiWords(text); simple {
		return words
	}
	var words []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, norm.NFC.String(word.String()))
			word.Reset()
		}
	}
	for _, r := range cases.Fold().String(norm.NFKD.String(text)) {
		switch {
		case unicode.Is(accents, r), r == zeroWidthJoiner, r == softHyphen:
		case unicode.In(r, unspaced...):
			end()
			word.WriteRune(r)
			end()
		case isSoundMark(r) && word.Len() == 0 && len(words) > 0:
			words[len(words)-1] = norm.NFC.String(words[len(words)-1] + string(r))
		case unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Co):
			word.WriteRune(r)
		default:
			end()
		}
	}
	end()
	return words
}

const (
	zeroWidthJoiner = '\u200d'
	softHyphen      = '\u00ad'
)

// asciiWords is Words for a text of ASCII alone, as most are.
func asciiWords(text string) (words []string, simple bool) {
	start := -1
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] >= utf8.RuneSelf {
			return nil, false
		}
		isPart := i < len(text) && isLetterOrDigit(text[i])
		switch {
		case isPart && start < 0:
			start = i
		case !isPart && start >= 0:
			words = append(words, strings.ToLower(text[start:i]))
			start = -1
		}
	}
	return words, true
}

func isLetterOrDigit(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' }

// accents are marks without which a word is still the same, to whoever types it in
// haste: those of Latin, Greek and Cyrillic, the points of Hebrew, the vowels of
// Arabic, and what chooses the look of an emoji. In other scripts marks are letters.
var accents = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0300, Hi: 0x036f, Stride: 1}, {Lo: 0x0483, Hi: 0x0487, Stride: 1}, {Lo: 0x0591, Hi: 0x05bd, Stride: 1},
	{Lo: 0x05bf, Hi: 0x05bf, Stride: 1}, {Lo: 0x05c1, Hi: 0x05c2, Stride: 1}, {Lo: 0x05c4, Hi: 0x05c5, Stride: 1},
	{Lo: 0x064b, Hi: 0x0652, Stride: 1}, {Lo: 0x0670, Hi: 0x0670, Stride: 1}, {Lo: 0x1ab0, Hi: 0x1aff, Stride: 1},
	{Lo: 0x1dc0, Hi: 0x1dff, Stride: 1}, {Lo: 0x20d0, Hi: 0x20ff, Stride: 1}, {Lo: 0xfe00, Hi: 0xfe0f, Stride: 1},
}}

// unspaced are scripts in which words stand close to each other, and symbols.
var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.So,
}

// isSoundMark says whether a character belongs to the kana before it.
func isSoundMark(r rune) bool { return r == '\u3099' || r == '\u309a' }

// Text is what somebody said, as people read it: without formatting, the lines of a
// multiline message joined by newlines, an ACTION without its frame.
func (e Entry) Text() string {
	text := ""
	if e.Multiline != nil {
		var whole strings.Builder
		for i, part := range e.Multiline.Parts {
			if i > 0 && !part.Concat {
				whole.WriteByte('\n')
			}
			whole.WriteString(part.Text)
		}
		text = whole.String()
	} else if len(e.Params) > 0 {
		text = e.Params[len(e.Params)-1]
	}
	if action, is := strings.CutPrefix(text, "\x01ACTION"); is {
		text = strings.TrimSuffix(action, "\x01")
	}
	return wire.StripFormatting(text)
}

// NickOf is what somebody without an account was called in a private message, by or to her.
func (e Entry) NickOf(guest chat.UserID) string {
	if e.From == guest {
		nick, _, _ := strings.Cut(e.Source, "!")
		return nick
	}
	return e.Params[0]
}

// NickKey is equal for nicks that no network takes for different ones.
func NickKey(nick string) string { return chat.PRECIS.Fold(nick) }

// NickKey is that of who said an entry.
func (e Entry) NickKey() string {
	nick, _, _ := strings.Cut(e.Source, "!")
	return NickKey(nick)
}
