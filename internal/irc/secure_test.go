package irc

import (
	"strings"
	"testing"
	"time"
)

// What is said in a channel of secure connections is heard by no other: neither by
// a connection in place of a lost one, nor by one more of the same user.
func TestNobodyComesBackInTheClearToASecureChannel(t *testing.T) {
	srv, _ := newServer(t, func(cfg *Config) { cfg.Limits.ResumeGrace = time.Minute })
	srv.CheapPasswords()
	srv.hub.spawn = func(work func()) { work() }
	srv.AddAccount("alice")
	secure, open := doorway{Peer{Kind: "tls", Secure: true}}, doorway{Peer{Kind: "tcp"}}
	login := []string{"CAP REQ :sasl linnet.chat/resume", "AUTHENTICATE PLAIN", plain("", "alice", "sesame"), "NICK alice", "USER a 0 * :a", "CAP END"}

	alice := srv.Attach(secure, secure.Peer())
	heard := strings.Join(secure.says(alice, login...), "\n")
	_, after, _ := strings.Cut(heard, "RESUME TOKEN ")
	token, _, _ := strings.Cut(after, " ")
	secure.says(alice, "JOIN #safe", "MODE #safe +z")
	if ch := srv.hub.net.Channel("#safe"); ch == nil || !ch.Flags.Has('z') || token == "" {
		t.Fatalf("no secure channel, or no token: %q", heard)
	}

	more := srv.Attach(open, open.Peer())
	if heard := strings.Join(open.says(more, login...), "\n"); !strings.Contains(heard, " 489 alice #safe ") || !more.closed {
		t.Errorf("one more session: %q", heard)
	}
	again := srv.Attach(open, open.Peer())
	if heard := strings.Join(open.says(again, "CAP REQ :linnet.chat/resume", "RESUME "+token, "CAP END"), "\n"); !strings.Contains(heard, "FAIL RESUME INVALID_TOKEN") && !strings.Contains(heard, "FAIL CAP INVALID_TOKEN") {
		t.Errorf("in place of it: %q", heard)
	}
	if alice.closed {
		t.Error("the first one is gone")
	}
	by := srv.Attach(secure, secure.Peer())
	secure.says(by, "CAP REQ :linnet.chat/resume", "RESUME "+token, "CAP END")
	if by.user == nil || !by.user.Secure {
		t.Error("she does not come back by TLS")
	}
}
