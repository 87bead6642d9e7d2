package chat

import (
	"strings"
	"unicode/utf8"
)

// Match says whether text matches a mask in which '*' stands for any number of
// characters and '?' for exactly one (Modern IRC, "Wildcard Expressions").
// Both are compared as they are: fold them first. It never takes more than
// len(mask)*len(text) steps.
func Match(mask, text string) bool {
	m, t := 0, 0
	star, mark := -1, 0
	for t < len(text) {
		switch {
		case m < len(mask) && mask[m] == '*':
			star, mark = m, t
			m++
		case m < len(mask) && mask[m] == '?':
			_, size := utf8.DecodeRuneInString(text[t:])
			t += size
			m++
		case m < len(mask) && mask[m] == text[t]:
			m++
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
