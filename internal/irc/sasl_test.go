package irc

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/xdg-go/scram"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// loginServer is one where what is slow is done at once, and alice has an account
// with the password sesame.
func loginServer(t *testing.T) *Server {
	srv, _ := newServer(t, func(*Config) {})
	srv.hub.spawn = func(work func()) { work() }
	srv.CheapPasswords()
	srv.AddAccount("Alice", "aa11")
	return srv
}

func (d doorway) enter(t *testing.T, srv *Server, nick string) *Session {
	t.Helper()
	s := srv.Attach(d, d.Peer())
	d.says(s, "CAP REQ :sasl account-notify", "NICK "+nick, "USER u 0 * :u", "CAP END")
	if s.user == nil {
		t.Fatalf("%s cannot register", nick)
	}
	return s
}

func encoded(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func plain(behalf, name, password string) string {
	return "AUTHENTICATE " + encoded(behalf+"\x00"+name+"\x00"+password)
}

// expect compares what is heard with masks of lines.
func expect(t *testing.T, heard []string, masks ...string) {
	t.Helper()
	if !slices.EqualFunc(heard, masks, func(line, mask string) bool { return chat.Match(mask, line) }) {
		t.Errorf("heard\n  %s\nexpected\n  %s", strings.Join(heard, "\n  "), strings.Join(masks, "\n  "))
	}
}

// scramClient is a client's side of SCRAM, by the same library.
func scramClient(t *testing.T, name, behalf, password string) *scram.ClientConversation {
	t.Helper()
	client, err := scram.SHA256.NewClient(name, password, behalf)
	if err != nil {
		t.Fatal(err)
	}
	return client.WithMinIterations(1).NewConversation()
}

// solve decodes a challenge and lets the client's side answer it.
func solve(t *testing.T, client *scram.ClientConversation, heard []string) string {
	t.Helper()
	challenge, found := strings.CutPrefix(strings.Join(heard, "\n"), "AUTHENTICATE ")
	if !found {
		t.Fatalf("heard %q", heard)
	}
	if challenge == "+" {
		challenge = ""
	}
	text, err := base64.StdEncoding.DecodeString(challenge)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := client.Step(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

// TestScram plays RFC 5802 5 over AUTHENTICATE (sasl-3.1, its example).
func TestScram(t *testing.T) {
	srv, d := loginServer(t), doorway{Peer{Kind: "pipe"}}
	for _, behalf := range []string{"", "alice"} {
		s := d.enter(t, srv, "guest"+behalf)
		client := scramClient(t, "ALICE", behalf, "sesame")
		first := solve(t, client, d.says(s, "AUTHENTICATE SCRAM-SHA-256"))
		proof := solve(t, client, d.says(s, "AUTHENTICATE "+encoded(first)))
		if got := solve(t, client, d.says(s, "AUTHENTICATE "+encoded(proof))); got != "" || !client.Valid() {
			t.Errorf("behalf %q: the server has not proved itself: %q", behalf, got)
		}
		nick := s.user.Nick
		expect(t, d.says(s, "AUTHENTICATE +"),
			":irc.test 900 "+nick+" "+nick+"!~u@localhost Alice :You are now logged in as Alice",
			":"+nick+"!~u@localhost ACCOUNT Alice",
			":irc.test 903 "+nick+" :SASL authentication successful")
	}
}

// A wrong password, a name without an account and somebody else's behalf are
// refused at the same point in the same words.
func TestScramRefused(t *testing.T) {
	srv, d := loginServer(t), doorway{Peer{Kind: "pipe"}}
	for _, try := range []struct{ name, password string }{{"alice", "wrong"}, {"nobody", "sesame"}} {
		s := d.enter(t, srv, "guest-"+try.name)
		client := scramClient(t, try.name, "", try.password)
		first := solve(t, client, d.says(s, "AUTHENTICATE SCRAM-SHA-256"))
		proof := solve(t, client, d.says(s, "AUTHENTICATE "+encoded(first)))
		expect(t, d.says(s, "AUTHENTICATE "+encoded(proof)), ":irc.test 904 * :SASL authentication failed")
	}
	s := d.enter(t, srv, "bob")
	client := scramClient(t, "alice", "bob", "sesame")
	first := solve(t, client, d.says(s, "AUTHENTICATE SCRAM-SHA-256"))
	proof := solve(t, client, d.says(s, "AUTHENTICATE "+encoded(first)))
	solve(t, client, d.says(s, "AUTHENTICATE "+encoded(proof)))
	expect(t, d.says(s, "AUTHENTICATE +"), ":irc.test 904 * :SASL authentication failed")
	srv.hub.attempts = newAttempts()
	for _, malformed := range []string{"", "n", ",,n=alice,r=x", "n,,n=alice", "p=tls-unique,,n=alice,r=x", "n,,n=a=2,r=x", "n,,m=x,n=alice,r=x", "\xff,,,,"} {
		d.says(s, "AUTHENTICATE SCRAM-SHA-256")
		expect(t, d.says(s, "AUTHENTICATE "+cmp.Or(encoded(malformed), "+")), ":irc.test 904 * :SASL authentication failed")
	}
}

// What a name without an account is told is the same each time, or asking twice
// would find out.
func TestScramDecoy(t *testing.T) {
	srv, d := loginServer(t), doorway{Peer{Kind: "pipe"}}
	salt := func(name string) string {
		s := srv.Attach(d, d.Peer())
		d.says(s, "CAP REQ sasl", "AUTHENTICATE SCRAM-SHA-256")
		heard := d.says(s, "AUTHENTICATE "+encoded("n,,n="+name+",r=x"))
		text, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(heard[0], "AUTHENTICATE "))
		if err != nil {
			t.Fatal(err)
		}
		_, salt, _ := strings.Cut(string(text), ",")
		return salt
	}
	if salt("nobody") != salt("Nobody") || salt("nobody") == salt("somebody") {
		t.Error("a name that is nobody's can be told from one that is an account's")
	}
	if len(salt("nobody")) != len(salt("alice")) {
		t.Errorf("nobody's salt is %q, alice's %q", salt("nobody"), salt("alice"))
	}
}

// TestExternal holds RFC 4422 appendix A: a certificate proves its account, and is
// offered as a mechanism to who has one.
func TestExternal(t *testing.T) {
	srv := loginServer(t)
	for _, try := range []struct {
		cert, said string
		want       string
	}{
		{"aa11", "+", "903"}, {"aa11", encoded("alice"), "903"}, {"aa11", encoded("bob"), "904"}, {"bb22", "+", "904"},
		{"bb22", encoded("alice"), "904"}, {"", "+", "908"},
	} {
		d := doorway{Peer{Kind: "tls", Secure: true, Certificate: try.cert}}
		s := srv.Attach(d, d.Peer())
		if offered := strings.Contains(strings.Join(d.says(s, "CAP LS 302"), " "), "PLAIN,EXTERNAL"); offered != (try.cert != "") {
			t.Errorf("with the certificate %q, EXTERNAL is offered: %v", try.cert, offered)
		}
		heard := strings.Join(d.says(s, "CAP REQ sasl", "AUTHENTICATE EXTERNAL", "AUTHENTICATE "+try.said), "\n")
		if !strings.Contains(heard, " "+try.want+" ") {
			t.Errorf("certificate %q, as %q: expected %s, heard %s", try.cert, try.said, try.want, heard)
		}
	}
}

// An account that waits for its mail lets nobody in; only who knows the password
// learns why.
func TestUnverified(t *testing.T) {
	srv, d := loginServer(t), doorway{Peer{Kind: "pipe"}}
	h := srv.hub
	h.lock()
	a, _ := h.net.Account("alice")
	a.ID, a.Name, a.Certs, a.Verified = account.ID(h.nextID()), "bella", nil, false
	h.happen(nil, chat.AccountSaved{Account: a, At: h.now})
	h.unlock()
	s := d.enter(t, srv, "guest")
	expect(t, d.says(s, "AUTHENTICATE PLAIN", plain("", "bella", "sesame")), "AUTHENTICATE +", ":irc.test 902 guest :*")
	expect(t, d.says(s, "AUTHENTICATE PLAIN", plain("", "bella", "wrong")), "AUTHENTICATE +", ":irc.test 904 guest :*")
}

// TestReauthenticationOfMany: who has several connections is one user and cannot
// become another by one of them (sasl-3.2, "SASL Reauthentication").
func TestReauthenticationOfMany(t *testing.T) {
	srv, d := loginServer(t), doorway{Peer{Kind: "pipe"}}
	s := d.enter(t, srv, "guest")
	d.says(s, "AUTHENTICATE PLAIN", plain("", "alice", "sesame"))
	h := srv.hub
	h.lock()
	alice, _ := h.net.Account("alice")
	bob := alice
	bob.ID, bob.Name, bob.Certs = account.ID(h.nextID()), "robert", nil
	h.happen(nil, chat.AccountSaved{Account: bob, At: h.now})
	h.happen(nil, chat.SessionAttached{Session: chat.SessionID(h.nextID()), User: s.user.ID, At: h.now})
	h.unlock()
	expect(t, d.says(s, "AUTHENTICATE PLAIN", plain("", "robert", "sesame")), "AUTHENTICATE +", ":irc.test 907 guest :You have already authenticated using SASL")
	expect(t, d.says(s, "AUTHENTICATE PLAIN", plain("", "alice", "sesame")), "AUTHENTICATE +", ":irc.test 900 guest *", ":irc.test 903 guest :*")
}

// Whoever registers as an account that was dropped meanwhile is a guest.
func TestAccountDroppedBeforeRegistration(t *testing.T) {
	srv, d := loginServer(t), doorway{Peer{Kind: "pipe"}}
	s := srv.Attach(d, d.Peer())
	d.says(s, "CAP REQ sasl", "NICK alice", "USER u 0 * :u", "AUTHENTICATE PLAIN", plain("", "alice", "sesame"))
	h := srv.hub
	h.lock()
	h.happen(nil, chat.AccountDropped{Account: s.reg.account, At: h.now})
	h.unlock()
	d.says(s, "CAP END")
	if s.user == nil || s.user.Account != "" {
		t.Errorf("she is %+v", s.user)
	}
}

// Who is logged out is told so, and so is everybody who shares a channel.
func TestLoggedOut(t *testing.T) {
	srv, d := loginServer(t), doorway{Peer{Kind: "pipe"}}
	s := d.enter(t, srv, "guest")
	d.says(s, "AUTHENTICATE PLAIN", plain("", "alice", "sesame"))
	h := srv.hub
	h.lock()
	h.happen(nil, chat.LoggedOut{User: s.user.ID, At: h.now})
	h.unlock()
	expect(t, d.says(s), ":irc.test 901 guest guest!~u@localhost :You are now logged out", ":guest!~u@localhost ACCOUNT *")
}

// A password that was changed while another was being compared counts.
func TestPasswordChangedMeanwhile(t *testing.T) {
	srv, d := loginServer(t), doorway{Peer{Kind: "pipe"}}
	s := d.enter(t, srv, "guest")
	var later func()
	srv.hub.spawn = func(work func()) { later = work }
	d.says(s, "AUTHENTICATE PLAIN", plain("", "alice", "sesame"))
	h := srv.hub
	h.lock()
	a, _ := h.net.Account("alice")
	h.happen(nil, chat.PasswordChanged{Account: a.ID, Credentials: account.NewCredentials("other", cheapCost, account.Salt{1}), At: h.now})
	h.unlock()
	later()
	expect(t, d.says(s), ":irc.test 904 guest :SASL authentication failed")
}

// FuzzAuthenticate sends AUTHENTICATE whatever a stranger may, in both phases: the
// exchange ends in one of its numerics, and nobody is logged in.
func FuzzAuthenticate(f *testing.F) {
	for _, seed := range []string{"", "n,,n=alice,r=x", ",,,,", "\x00alice\x00wrong", "a\x00b", "n,a=b,n=alice,r=", "y,,n=alice,r=x,m=1"} {
		f.Add(uint8(0), seed, "c=biws,r=x,p=AAAA")
		f.Add(uint8(1), seed, seed)
	}
	srv, _ := newServer(&testing.T{}, func(*Config) {})
	srv.hub.spawn = func(work func()) { work() }
	srv.CheapPasswords()
	srv.AddAccount("Alice")
	d := doorway{Peer{Kind: "pipe", Certificate: "bb22"}}
	f.Fuzz(func(t *testing.T, which uint8, first, second string) {
		srv.hub.attempts = newAttempts()
		s := srv.Attach(d, d.Peer())
		defer s.Gone(nil)
		name := mechanisms[int(which)%len(mechanisms)].name
		d.says(s, "CAP REQ sasl", "AUTHENTICATE "+name)
		for _, text := range []string{first, second, "", first} {
			word := encoded(text)
			for len(word) >= saslChunk {
				d.says(s, "AUTHENTICATE "+word[:saslChunk])
				word = word[saslChunk:]
			}
			d.says(s, "AUTHENTICATE :"+word)
			if s.reg == nil || s.reg.account != 0 {
				t.Fatalf("%s: %q and %q log in", name, first, second)
			}
		}
		d.says(s, "AUTHENTICATE *")
		if s.sasl != nil || s.holds != 0 {
			t.Fatalf("%s: an exchange is left: %+v, held %b", name, s.sasl, s.holds)
		}
	})
}
