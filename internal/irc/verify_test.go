package irc

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/mail/mailtest"
)

// mailingServer is one that sends codes, and takes them.
func mailingServer(t *testing.T) (*Server, *mailtest.Server, *siegeClock) {
	post := mailtest.Start(t, map[string]string{"nobody@example.org": "550 nobody", "busy@example.org": "450 later"})
	cfg := DefaultConfig()
	cfg.Name = "irc.test"
	cfg.Accounts.SMTP = SMTPConfig{Address: post.Address, From: "irc@example.org", TLS: "none", Within: time.Hour}
	cfg.Limits.PingInterval = 1000 * time.Hour
	clock := &siegeClock{now: noon}
	srv, err := New(cfg, Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	srv.hub.spawn = func(work func()) { work() }
	srv.CheapPasswords()
	return srv, post, clock
}

var codeInLetter = regexp.MustCompile(`/VERIFY \S+ (\S+)`)

func code(t *testing.T, letter mailtest.Letter) string {
	t.Helper()
	found := codeInLetter.FindStringSubmatch(letter.Body)
	if found == nil {
		t.Fatalf("no code in %q", letter.Body)
	}
	return found[1]
}

// TestVerify registers with an address of mail (IRCv3 account-registration, both
// examples).
func TestVerify(t *testing.T) {
	srv, post, _ := mailingServer(t)
	d := doorway{Peer{Kind: "pipe"}}
	s := srv.Attach(d, d.Peer())
	if ls := strings.Join(d.says(s, "CAP LS 302"), " "); !strings.Contains(ls, "draft/account-registration=before-connect,email-required") {
		t.Errorf("offered is %s", ls)
	}
	d.says(s, "NICK alice", "USER u 0 * :u")
	expect(t, d.says(s, "REGISTER * * sesame"), ":irc.test FAIL REGISTER INVALID_EMAIL alice :*")
	expect(t, d.says(s, "REGISTER * alice@example.org sesame"), ":irc.test REGISTER VERIFICATION_REQUIRED alice :*alice@example.org")
	letter := <-post.Letters
	if letter.To != "alice@example.org" || letter.From != "irc@example.org" {
		t.Errorf("the letter went to %s", letter.To)
	}
	// The name is taken; nobody is logged in, and nobody is kept from the nick.
	expect(t, d.says(s, "REGISTER * alice@example.org sesame"), ":irc.test FAIL REGISTER ACCOUNT_EXISTS alice :*")
	expect(t, d.says(s, "VERIFY alice wrong"), ":irc.test FAIL VERIFY INVALID_CODE alice :*")
	expect(t, d.says(s, "VERIFY bob "+code(t, letter)), ":irc.test FAIL VERIFY INVALID_CODE bob :*")
	expect(t, d.says(s, "VERIFY ALICE "+strings.ToUpper(code(t, letter))),
		":irc.test VERIFY SUCCESS alice :*", ":irc.test 900 alice alice!~u@localhost alice :*")
	d.says(s, "CAP END")
	if a, _ := srv.hub.net.Account("alice"); !a.Verified || a.Email != "alice@example.org" || s.user.Account != "alice" {
		t.Errorf("the account is %+v, hers %q", a, s.user.Account)
	}
	expect(t, d.says(s, "VERIFY alice "+code(t, letter)), ":irc.test FAIL VERIFY ALREADY_AUTHENTICATED alice :*")
	other := d.enter(t, srv, "guest")
	expect(t, d.says(other, "VERIFY alice "+code(t, letter)), ":irc.test FAIL VERIFY INVALID_CODE alice :*")
}

// A letter that cannot be sent leaves nothing behind.
func TestVerifyUnreached(t *testing.T) {
	srv, _, _ := mailingServer(t)
	d := doorway{Peer{Kind: "pipe"}}
	s := d.enter(t, srv, "alice")
	expect(t, d.says(s, "REGISTER * nobody@example.org sesame"), ":irc.test FAIL REGISTER INVALID_EMAIL alice :*")
	expect(t, d.says(s, "REGISTER * busy@example.org sesame"), ":irc.test FAIL REGISTER TEMPORARILY_UNAVAILABLE alice :*")
	if _, exists := srv.hub.net.Account("alice"); exists {
		t.Error("the account exists")
	}
}

// Whoever does not answer in time has no account; the guest who bears the name
// meanwhile is left alone.
func TestVerifyTooLate(t *testing.T) {
	srv, post, clock := mailingServer(t)
	d := doorway{Peer{Kind: "pipe"}}
	s := d.enter(t, srv, "alice")
	d.says(s, "REGISTER * alice@example.org sesame")
	letter := <-post.Letters
	d.says(s, "NICK bird")
	d.enter(t, srv, "alice")
	clock.advance(time.Hour)
	expect(t, d.says(s, "VERIFY alice "+code(t, letter)), ":irc.test FAIL VERIFY INVALID_CODE alice :*")
	clock.advance(time.Minute)
	if _, exists := srv.hub.net.Account("alice"); exists {
		t.Error("the account still exists")
	}
	if err := srv.hub.net.Check(); err != nil {
		t.Error(err)
	}
}

// Codes cannot be guessed: failed ones are counted like wrong passwords.
func TestVerifyGuessed(t *testing.T) {
	srv, post, _ := mailingServer(t)
	d := doorway{Peer{Kind: "pipe"}}
	s := d.enter(t, srv, "alice")
	d.says(s, "REGISTER * alice@example.org sesame")
	letter := <-post.Letters
	for range placeBurst {
		d.says(s, "VERIFY alice aaaa")
	}
	expect(t, d.says(s, "VERIFY alice "+code(t, letter)), ":irc.test FAIL VERIFY TEMPORARILY_UNAVAILABLE alice :*")
}

// An invitation is good for one account, and not for one that was refused.
func TestRegisterByInvitation(t *testing.T) {
	srv, _ := newServer(t, func(cfg *Config) { cfg.Accounts.Registration = RegistrationInvite })
	srv.hub.spawn = func(work func()) { work() }
	srv.CheapPasswords()
	h := srv.hub
	h.lock()
	h.happen(nil, chat.VoucherMade{Voucher: chat.Voucher{Code: voucherHash("come-in"), At: h.now, Until: h.now.Add(time.Hour)}})
	h.unlock()
	d := doorway{Peer{Kind: "pipe", Address: netip.MustParseAddr("192.0.2.7")}}
	alice, bob := d.enter(t, srv, "alice"), d.enter(t, srv, "bob")
	expect(t, d.says(alice, "REGISTER * * sesame"), ":irc.test FAIL REGISTER INVITATION_REQUIRED alice :*")
	expect(t, d.says(alice, "REGISTER * * sesame wrong"), ":irc.test FAIL REGISTER INVITATION_REQUIRED alice :*")
	expect(t, d.says(alice, "REGISTER * * short COME-IN"), ":irc.test FAIL REGISTER WEAK_PASSWORD alice :*")
	expect(t, d.says(alice, "REGISTER * * sesame COME-IN"), ":irc.test REGISTER SUCCESS alice :*", ":irc.test 900 alice *", ":alice!~u@192.0.2.7 ACCOUNT alice")
	expect(t, d.says(bob, "REGISTER * * sesame come-in"), ":irc.test FAIL REGISTER INVITATION_REQUIRED bob :*")
}

// Of two who register one name at the same time, one is told that she was slower.
func TestRegisterRace(t *testing.T) {
	srv, _ := newServer(t, func(cfg *Config) { cfg.Accounts.CustomNames = true })
	srv.CheapPasswords()
	var later []func()
	srv.hub.spawn = func(work func()) { later = append(later, work) }
	d := doorway{Peer{Kind: "pipe"}}
	alice, bob := d.enter(t, srv, "alice"), d.enter(t, srv, "bob")
	d.says(alice, "REGISTER carol * sesame")
	d.says(bob, "REGISTER Carol * sesame")
	for _, work := range later {
		work()
	}
	expect(t, d.says(alice), ":irc.test REGISTER SUCCESS carol :*", ":irc.test 900 alice *", ":alice!~u@localhost ACCOUNT carol")
	expect(t, d.says(bob), ":irc.test FAIL REGISTER ACCOUNT_EXISTS Carol :*")
}

// The code of a change of address proves that somebody reads the mail there, which
// need not be whose account it is.
func TestACodeForAnotherAddressLogsNobodyIn(t *testing.T) {
	srv, _, _ := mailingServer(t)
	srv.AddAccount("alice")
	h := srv.hub
	h.lock()
	a, _ := h.net.Account("alice")
	h.happen(nil, chat.CodeAsked{Account: a.ID, Pending: h.pending("typo@example.org", "code"), At: h.now})
	h.unlock()
	d := doorway{Peer{Kind: "pipe"}}
	s := d.enter(t, srv, "mallory")
	expect(t, d.says(s, "VERIFY alice code"), ":irc.test FAIL VERIFY INVALID_CODE alice :*")
	if s.user.Account != "" {
		t.Error("she is alice now")
	}
	owner := srv.Attach(d, d.Peer())
	d.says(owner, "CAP REQ sasl", "AUTHENTICATE PLAIN", plain("", "alice", "sesame"), "NICK alice", "USER a 0 * :a", "CAP END")
	expect(t, d.says(owner, "VERIFY alice code"), ":irc.test VERIFY SUCCESS alice :*", "*")
	if a, _ := h.net.Account("alice"); a.Email != "typo@example.org" {
		t.Errorf("her address is %q", a.Email)
	}
}

// Nobody has us fill a mailbox, by however many accounts or changes of address.
func TestNobodysMailboxIsFilled(t *testing.T) {
	srv, post, clock := mailingServer(t)
	srv.hub.cfg.Accounts.PerHour = 0
	d := doorway{Peer{Kind: "pipe"}}
	for i := range letterBurst + 1 {
		s := d.enter(t, srv, fmt.Sprintf("n%d", i))
		heard := strings.Join(d.says(s, "REGISTER * victim@example.org sesame"), " ")
		if got := strings.Contains(heard, "TEMPORARILY_UNAVAILABLE"); got != (i == letterBurst) {
			t.Errorf("account %d: %s", i, heard)
		}
		if i < letterBurst {
			<-post.Letters
		}
	}
	srv.AddAccount("alice")
	s := srv.Attach(d, d.Peer())
	d.says(s, "CAP REQ sasl", "AUTHENTICATE PLAIN", plain("", "alice", "sesame"), "NICK alice", "USER a 0 * :a", "CAP END")
	for i := range letterBurst + 1 {
		heard := strings.Join(d.says(s, fmt.Sprintf("NICKSERV SET EMAIL other%d@example.org", i)), " ")
		if i < letterBurst {
			<-post.Letters
		} else if !strings.Contains(heard, "Too many codes") {
			t.Errorf("change %d: %s", i, heard)
		}
	}
	clock.advance(letterEach)
	if heard := strings.Join(d.says(s, "NICKSERV SET EMAIL late@example.org"), " "); !strings.Contains(heard, "has been sent") {
		t.Errorf("later: %s", heard)
	}
}
