package irc

import (
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/wire"
)

// Another address of mail counts once its code has come back; until then the old one
// does, and a code that is too late changes nothing.
func TestNickServEmail(t *testing.T) {
	srv, post, clock := mailingServer(t)
	srv.AddAccount("Alice")
	d := doorway{Peer{Kind: "pipe"}}
	s := d.enter(t, srv, "alice_")
	d.says(s, "NS IDENTIFY Alice sesame")
	expect(t, d.says(s, "NS SET EMAIL nobody@example.org"), "*NOTICE alice_ :Alice: The code could not be sent to that address")
	expect(t, d.says(s, "NS SET EMAIL new@example.org"), "*NOTICE alice_ :A code has been sent to new@example.org: VERIFY Alice <code>")
	first := <-post.Letters
	if a, _ := srv.hub.net.Account("alice"); a.Email != "" || a.Pending.Email != "new@example.org" {
		t.Errorf("too early: %+v", a)
	}
	expect(t, d.says(s, "NS VERIFY Alice "+code(t, first)), "*NOTICE alice_ :Alice: *", "*900 alice_ *")
	d.says(s, "NS SET EMAIL late@example.org")
	late := <-post.Letters
	clock.advance(2 * time.Hour)
	d.says(s)
	expect(t, d.says(s, "VERIFY Alice "+code(t, late)), ":irc.test FAIL VERIFY ALREADY_AUTHENTICATED Alice :*")
	if a, _ := srv.hub.net.Account("alice"); a.Email != "new@example.org" || !a.Verified || a.Pending.Email != "" {
		t.Errorf("in the end: %+v", a)
	}
}

// An account has so many certificates and no more.
func TestNickServCertsAreBounded(t *testing.T) {
	srv, d := loginServer(t), doorway{Peer{Kind: "pipe"}}
	s := d.enter(t, srv, "guest")
	d.says(s, "NS IDENTIFY Alice sesame")
	for _, digit := range "0123456789abcdef" {
		d.says(s, "NS CERT ADD "+strings.Repeat(string(digit), 64))
	}
	if a, _ := srv.hub.net.Account("alice"); len(a.Certs) != account.MaxCerts {
		t.Errorf("%d certificates", len(a.Certs))
	}
}

// FuzzNickServ says anything to NickServ: what it answers are lines, and no password
// of somebody else's comes of it.
func FuzzNickServ(f *testing.F) {
	for name, row := range nickServ.commands {
		f.Add(name + " a b c")
		f.Add(strings.ReplaceAll(row.help, "\n", " "))
	}
	srv, _ := newServer(&testing.T{}, func(*Config) {})
	srv.hub.spawn = func(work func()) { work() }
	srv.CheapPasswords()
	srv.AddAccount("Alice")
	d := doorway{Peer{Kind: "pipe"}}
	s := srv.Attach(d, d.Peer())
	d.says(s, "CAP REQ :echo-message message-tags", "NICK guest", "USER u 0 * :u", "CAP END")
	f.Fuzz(func(t *testing.T, text string) {
		srv.hub.attempts = newAttempts()
		if len(text) > 400 || strings.ContainsAny(text, "\r\n\x00") || s.closed {
			return // no line can hold it
		}
		for _, line := range d.says(s, "PRIVMSG NickServ :"+text, "NS "+text) {
			_, body, tagged := strings.Cut(line, " :")
			if !tagged || len(line) > wire.MaxBody+100 || strings.ContainsAny(body, "\r\n") {
				t.Errorf("%q is answered by %q", text, line)
			}
		}
		if a, _ := srv.hub.net.Account("Alice"); s.user.Account == "Alice" && !strings.Contains(text, "sesame") {
			t.Errorf("%q logs in as %+v", text, a)
		}
	})
}
