package wire

import "strings"

// StripFormatting takes colours and other formatting out of a text (Modern
// IRC "Formatting").
func StripFormatting(text string) string {
	if strings.IndexFunc(text, isFormatting) < 0 {
		return text
	}
	var plain strings.Builder
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == 0x03:
			i += 1 + colourLen(text[i+1:], 2, isDigit)
		case c == 0x04:
			i += 1 + colourLen(text[i+1:], 6, isHexDigit)
		case isFormatting(rune(c)):
			i++
		default:
			plain.WriteByte(c)
			i++
		}
	}
	return plain.String()
}

// isFormatting: bold, colour, hex colour, reset, monospace, reverse, italics,
// strikethrough, underline.
func isFormatting(r rune) bool {
	return r < 0x20 && strings.ContainsRune("\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f", r)
}

// colourLen is how many bytes after a colour code belong to it: a foreground of
// up to most digits (of six for a hex colour, exactly), and a background after a
// comma.
func colourLen(rest string, most int, isOf func(byte) bool) int {
	front := digits(rest, most, isOf)
	if front == 0 || front == len(rest) || rest[front] != ',' {
		return front
	}
	back := digits(rest[front+1:], most, isOf)
	if back == 0 {
		return front
	}
	return front + 1 + back
}

func digits(text string, most int, isOf func(byte) bool) int {
	n := 0
	for n < most && n < len(text) && isOf(text[n]) {
		n++
	}
	if most == 6 && n < most {
		return 0
	}
	return n
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHexDigit(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }
