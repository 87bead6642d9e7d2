package chat

import (
	"strings"
	"unicode/utf8"
)

// Match says whether text matches a mask in which '*' stands for any number of
// characters and '?' for exactly one, unless a '\' before them takes that meaning
// away (Modern IRC, "Wildcard Expressions"; any other '\' is one). Both are compared
// as they are: fold them first. It never takes more than len(mask)*len(text) steps.
func Match(mask, text string) bool {
	m, t := 0, 0
	star, mark := -1, 0
	for t < len(text) {
		sign := m // of which the next in text must be one
		if isEscape(mask[m:]) {
			sign++
		}
		switch {
		case m < len(mask) && mask[m] == '*':
			star, mark = m, t
			m++
		case m < len(mask) && mask[m] == '?':
			_, size := utf8.DecodeRuneInString(text[t:])
			t += size
			m++
		case sign < len(mask) && mask[sign] == text[t]:
			m = sign + 1
			t++
		case star >= 0:
			mark++
			m, t = star+1, mark
		default:
			return false
		}
	}
	for m < len(mask) && mask[m] == '*' {
		m++
	}
	return m == len(mask)
}

// isEscape says whether a mask begins with a wildcard that stands for itself.
func isEscape(mask string) bool {
	return len(mask) > 1 && mask[0] == '\\' && (mask[1] == '*' || mask[1] == '?')
}

// FullMask completes a mask as people shorten them: "nick" to "nick!*@*",
// "user@host" to "*!user@host" (RFC 2812 3.2.3 leaves it to servers).
func FullMask(mask string) string {
	nick, rest, hasUser := strings.Cut(mask, "!")
	if !hasUser {
		if strings.Contains(mask, "@") {
			nick, rest = "*", mask
		} else {
			nick, rest = mask, "*"
		}
	}
	user, host, hasHost := strings.Cut(rest, "@")
	if !hasHost {
		host = "*"
	}
	return orStar(nick) + "!" + orStar(user) + "@" + orStar(host)
}

func orStar(part string) string {
	if part == "" {
		return "*"
	}
	return part
}
