package irc

import (
	"strings"
	"testing"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

func TestIsRelayNick(t *testing.T) {
	for nick, want := range map[string]bool{
		"bob/discord": true, "Émile/m": true, "bob//": true, "a/": true, "/a": true, "😀/d": true, "bob-the 2nd/d": false,
		"bob": false, "/": false, "": false, "bob／discord": false, "a!b/c": false, "a@b/c": false, "*/d": false, "?/d": false,
		"a,b/c": false, ":a/b": false, "#a/b": false, "+a/b": false, "@a/b": false, "~a/b": false, "%a/b": false, "&a/b": false, "$a/b": false,
		"a\u200b/b": false, "a\u202e/b": false, "a\u00a0/b": false, "a\x02/b": false,
		strings.Repeat("x", relayNickLen-1) + "/": true, strings.Repeat("x", relayNickLen) + "/": false,
	} {
		if got := isRelayNick(nick); got != want {
			t.Errorf("%q: %v", nick, got)
		}
	}
}

// FuzzRelayNick: what may be relayed under is no nick that anybody can have, and
// stands in a line as the one source it is.
func FuzzRelayNick(f *testing.F) {
	f.Add("bob/discord")
	f.Add("élise／x/")
	f.Fuzz(func(t *testing.T, nick string) {
		if !isRelayNick(nick) {
			return
		}
		for _, mapping := range []chat.Casemapping{chat.ASCII, chat.PRECIS} {
			if mapping.IsNick(nick, 1000) {
				t.Errorf("%q is a nick under %s", nick, mapping)
			}
		}
		line := wire.Line{Source: nick + "!~relay@irc.test", Command: "PRIVMSG", Params: []string{"#tea", "hi"}, Text: true}
		if _, source, command, params := parts(string(line.Form(0))); source != line.Source || command != "PRIVMSG" || len(params) != 2 {
			t.Errorf("%q in a line is %q %q %q", nick, source, command, params)
		}
	})
}
