package irc

import (
	"strings"
	"testing"

	"linnet/internal/irc/account"
)

// deviceServer has an account Alice, a session that is logged in to it, and the token
// of a device of it.
func deviceServer(t *testing.T) (srv *Server, d doorway, s *Session, id, token string) {
	t.Helper()
	srv, d = loginServer(t), doorway{Peer{Kind: "pipe"}}
	s = d.enter(t, srv, "guest")
	d.says(s, "NS IDENTIFY Alice sesame")
	words := strings.Fields(d.says(s, "DEVICE ADD :phone")[0])
	return srv, d, s, words[3], words[4]
}

// Of a token only the hash is kept, and it costs no work to compare.
func TestTokenIsNotKept(t *testing.T) {
	srv, d, _, id, token := deviceServer(t)
	if dump := srv.hub.net.Dump(); strings.Contains(dump, token) || !strings.Contains(dump, id) {
		t.Errorf("the network knows %q or not %q", token, id)
	}
	srv.hub.spawn = func(func()) { t.Error("something was done beside the lock") }
	s := srv.Attach(d, d.Peer())
	expect(t, d.says(s, "CAP REQ sasl", "AUTHENTICATE PLAIN", plain("", "Alice", token)), "*ACK*", "AUTHENTICATE +", "*900*", "*903*")
}

// Who has logged in by a token and is not registered yet is put out with it, and
// nobody else is.
func TestTokenRemovedWhileRegistering(t *testing.T) {
	srv, d, s, id, token := deviceServer(t)
	early, beside := srv.Attach(d, d.Peer()), srv.Attach(d, d.Peer())
	login := func(password string) []string {
		return []string{"CAP REQ sasl", "AUTHENTICATE PLAIN", plain("", "Alice", password)}
	}
	d.says(early, login(token)...)
	d.says(beside, login("sesame")...)
	d.says(s, "DEVICE DEL "+id)
	if !early.closed || beside.closed {
		t.Errorf("put out: %v, and %v who came by the password", early.closed, beside.closed)
	}
	expect(t, d.says(beside, "NICK beside", "USER u 0 * :u", "CAP END")[:1], "* 001 *")
}

// Who has logged in by a password that is another now, and is not registered yet, is put
// out as those are who are there.
func TestPasswordChangedWhileRegistering(t *testing.T) {
	srv, d, s, _, token := deviceServer(t)
	srv.AddAccount("Bob")
	attach := func(name, password string) *Session {
		early := srv.Attach(d, d.Peer())
		d.says(early, "CAP REQ sasl", "AUTHENTICATE PLAIN", plain("", name, password))
		return early
	}
	byPassword, byToken, other := attach("Alice", "sesame"), attach("Alice", token), attach("Bob", "sesame")
	d.says(s, "NS SET PASSWORD openopen")
	if !byPassword.closed || !byToken.closed || other.closed || s.closed {
		t.Errorf("put out: %v and %v, and somebody else's %v, and her own %v", byPassword.closed, byToken.closed, other.closed, s.closed)
	}
}

// Wrong tokens count as wrong passwords do, and SCRAM knows none.
func TestWrongTokens(t *testing.T) {
	srv, d, _, _, token := deviceServer(t)
	s := d.enter(t, srv, "mallory")
	wrong := account.NewToken(func(b []byte) { b[0] = 1 })
	for range placeBurst - 1 {
		expect(t, d.says(s, "NS IDENTIFY Alice "+wrong), "*NOTICE mallory :Wrong account or password")
	}
	client := scramClient(t, "Alice", "", token)
	first := solve(t, client, d.says(s, "AUTHENTICATE SCRAM-SHA-256"))
	proof := solve(t, client, d.says(s, "AUTHENTICATE "+encoded(first)))
	expect(t, d.says(s, "AUTHENTICATE "+encoded(proof)), "*904*")
	expect(t, d.says(s, "NS IDENTIFY Alice "+token), "*NOTICE mallory :Too many failed logins*")
}
