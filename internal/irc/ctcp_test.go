package irc

import "testing"

func TestIsCTCP(t *testing.T) {
	for text, want := range map[string]bool{
		"hello": false, "\x01VERSION\x01": true, "\x01": true, "\x01ACTION waves\x01": false,
		"\x01ACTION": false, "\x01ACTION\x01": false, "\x01ACTIONS\x01": true, "hi \x01VERSION\x01": false,
	} {
		if got := isCTCP(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
