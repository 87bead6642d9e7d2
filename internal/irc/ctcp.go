package irc

import "strings"

// isCTCP says whether a text is a question or an answer of programs: CTCP, but
// not an ACTION.
func isCTCP(text string) bool {
	inside, isOne := strings.CutPrefix(text, "\x01")
	return isOne && !isAction(inside)
}

func isAction(inside string) bool {
	rest, ok := strings.CutPrefix(inside, "ACTION")
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == 0x01)
}
