package irc

import "strings"

// shared keeps one copy of each text that many connections have in common: where they
// come from, what their program says of them.
type shared map[string]string

// sharedSize is how many are remembered. Then it begins anew, and who has one keeps it.
const sharedSize = 2000

// one returns the copy of a text that all share; nothing else hangs on it.
func (h *hub) one(text string) string {
	if one, is := h.shared[text]; is {
		return one
	}
	if len(h.shared) >= sharedSize {
		clear(h.shared)
	}
	text = strings.Clone(text)
	h.shared[text] = text
	return text
}
