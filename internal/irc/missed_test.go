package irc

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// TestWhatWasMissedComesOnce: a plain client joins its person's other devices, takes what
// it has missed in private piece by piece, and those who said it go on talking, or log in,
// meanwhile: each of them it hears once and in order.
func TestWhatWasMissedComesOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cfg := DefaultConfig()
		cfg.Limits.FloodRate = 0
		srv, err := New(cfg, Options{Clock: &siegeClock{now: time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)}})
		if err != nil {
			t.Fatal(err)
		}
		h := srv.hub
		h.spawn = func(work func()) { work() }
		register := func(name string) account.Account {
			h.lock()
			defer h.unlock()
			a := account.Account{ID: account.ID(h.nextID()), Name: name, Verified: true, Password: sesame}
			h.happen(nil, chat.AccountSaved{Account: a, At: h.now})
			return a
		}
		register("anna")
		login := func() *scribe {
			c := &scribe{t: t}
			c.s = srv.Attach(c, Peer{Kind: "pipe"})
			c.says("CAP REQ :sasl", "NICK anna", "USER u 0 * :u", "AUTHENTICATE PLAIN", "AUTHENTICATE AGFubmEAc2VzYW1l", "CAP END")
			return c
		}
		login() // so that she stays
		second := login()
		nicks := []string{"bob", "carol", "dave"}
		var others []*scribe
		said := map[string][]string{}
		for _, nick := range nicks {
			others = append(others, newScribe(t, srv, nick, "message-tags"))
		}
		talk := func(most int) {
			for range rapid.IntRange(0, most).Draw(t, "lines") {
				i := rapid.IntRange(0, len(others)-1).Draw(t, "who")
				if rapid.IntRange(0, 19).Draw(t, "logs in") == 0 && others[i].s.user.Account == "" {
					a := register(nicks[i])
					h.lock()
					h.happen(nil, chat.LoggedIn{User: others[i].s.user.ID, Account: a.ID, At: h.now})
					h.unlock()
				}
				text := fmt.Sprint("line ", len(said[nicks[i]]))
				said[nicks[i]] = append(said[nicks[i]], text)
				others[i].says("PRIVMSG anna :" + text)
			}
		}
		second.s.Line([]byte("QUIT"))
		talk(60)
		h.answerRoom.Store(300)
		var heard []string
		device := &scribe{t: t}
		device.s = srv.Attach(device, Peer{Kind: "pipe"})
		for _, line := range []string{"CAP REQ :sasl", "NICK anna", "USER u 0 * :u", "AUTHENTICATE PLAIN", "AUTHENTICATE AGFubmEAc2VzYW1l", "CAP END"} {
			device.s.Line([]byte(line))
			if line != "CAP END" {
				device.s.Take(nil)
				device.s.Drained()
			}
		}
		for range 200 {
			talk(2)
			for _, line := range device.s.Take(nil) {
				heard = append(heard, string(line))
			}
			device.s.Drained()
		}
		for _, nick := range nicks {
			var texts []string
			for _, line := range heard {
				if _, text, is := strings.Cut(line, " PRIVMSG anna :"); is && strings.HasPrefix(line, ":"+nick+"!") {
					texts = append(texts, text[strings.Index(text, "line"):len(text)-len("\r\n")])
				}
			}
			if !slices.Equal(texts, said[nick]) {
				t.Fatalf("of %s was heard %q, said %q", nick, texts, said[nick])
			}
		}
	})
}
