package chat

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/secure/bidirule"
	"golang.org/x/text/secure/precis"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// Casemapping says which nicks there may be, and which names are the same one
// (ISUPPORT CASEMAPPING). The zero value is ASCII.
type Casemapping string

const (
	// ASCII has nicks of ASCII letters, and knows the case of those alone.
	ASCII Casemapping = "ascii"
	// PRECIS has nicks of all letters, compared by the profile UsernameCaseMapped
	// of RFC 8265: width, case and composition make no difference.
	PRECIS Casemapping = "precis"
)

// Fold maps a nick, a channel name or a mask to the form under which it is
// compared on this network. Wildcards stay what they are.
func (n *Network) Fold(name string) string { return n.settings.Casemapping.Fold(name) }

// Fold is what equal names have in common. It takes any text, also what the
// profile would refuse as a name, and what it has made it leaves as it is.
func (m Casemapping) Fold(name string) string {
	if m != PRECIS || isASCII(name) || !utf8.ValidString(name) {
		return foldASCII(name)
	}
	// The mappings can call for each other, so they are applied until nothing
	// changes; no text is known to need more than two rounds (RFC 8266 2.1 on the
	// same question allows four).
	lower := cases.Lower(language.Und, cases.HandleFinalSigma(false))
	for range 4 {
		folded := norm.NFC.String(lower.String(width.Fold.String(name)))
		if folded == name {
			break
		}
		name = folded
	}
	return name
}

func isASCII(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// foldASCII puts ASCII letters in lower case and leaves all else as it is
// (CASEMAPPING=ascii).
func foldASCII(name string) string {
	for i := 0; i < len(name); i++ {
		if c := name[i]; 'A' <= c && c <= 'Z' {
			folded := []byte(name)
			for ; i < len(folded); i++ {
				if c := folded[i]; 'A' <= c && c <= 'Z' {
					folded[i] = c + ('a' - 'A')
				}
			}
			return string(folded)
		}
	}
	return name
}

// IsNick says whether name may be a nick, of at most maxLen bytes: under PRECIS
// one that the profile takes, its ASCII characters being those of an ASCII nick,
// and beginning neither with a digit nor with a mark that would sit on what
// stands before it.
func (m Casemapping) IsNick(name string, maxLen int) bool {
	if m != PRECIS || isASCII(name) {
		return isNickASCII(name, maxLen)
	}
	if len(name) > maxLen {
		return false
	}
	folded, err := usernameCaseMapped.CompareKey(name)
	if err != nil || folded == "" || readsBothWays(folded) {
		return false
	}
	for _, form := range []string{name, folded} {
		for i, r := range form {
			switch {
			case r < utf8.RuneSelf && !isNickByte(byte(r), i == 0):
				return false
			case i == 0 && (unicode.IsDigit(r) || unicode.IsMark(r)):
				return false
			}
		}
	}
	return true
}

// usernameCaseMapped is the profile of RFC 8265 3.3 but for the rule of direction,
// which the package's own asks of every name: "élise_" would not pass.
var usernameCaseMapped = precis.NewIdentifier(precis.FoldWidth, precis.LowerCase(), precis.Norm(norm.NFC))

// readsBothWays says whether a name with letters that are written from right to
// left breaks the Bidi Rule (RFC 8265 3.3.2, RFC 5893).
func readsBothWays(name string) bool {
	const toTheLeft = 1<<bidi.R | 1<<bidi.AL | 1<<bidi.AN
	for _, r := range name {
		if properties, _ := bidi.LookupRune(r); 1<<properties.Class()&toTheLeft != 0 {
			return !bidirule.ValidString(name)
		}
	}
	return false
}

// isNickASCII says whether name may be a nick of ASCII letters, digits and
// []\`_^{|}-, not beginning with a digit or '-' (RFC 2812 2.3.1, whose set Modern
// IRC keeps).
func isNickASCII(name string, maxLen int) bool {
	if name == "" || len(name) > maxLen {
		return false
	}
	for i := 0; i < len(name); i++ {
		if !isNickByte(name[i], i == 0) {
			return false
		}
	}
	return true
}

func isNickByte(c byte, first bool) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		return true
	case c >= '[' && c <= '`', c >= '{' && c <= '}': // []\^_` and {|}
		return true
	case '0' <= c && c <= '9', c == '-':
		return !first
	}
	return false
}

// IsChannelName says whether name may be a channel's; under PRECIS nothing in it
// may be invisible.
func (m Casemapping) IsChannelName(name string, maxLen int) bool {
	if !IsChannelName(name, maxLen) {
		return false
	}
	if m == PRECIS {
		for _, r := range name {
			if unicode.In(r, unicode.Z, unicode.C) {
				return false
			}
		}
	}
	return true
}

// IsChannelName says whether name has the form of a channel's: '#' and then
// anything but space, comma and control characters (Modern IRC "Channels").
func IsChannelName(name string, maxLen int) bool {
	if len(name) < 2 || len(name) > maxLen || name[0] != '#' {
		return false
	}
	for i := 0; i < len(name); i++ {
		if c := name[i]; c <= ' ' || c == ',' || c == 0x7f {
			return false
		}
	}
	return true
}
