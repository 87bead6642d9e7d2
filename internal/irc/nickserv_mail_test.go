package irc

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/mail/mailtest"
)

var codeToReset = regexp.MustCompile(`SETPASS (\S+) (\S+) <new password>`)

// resetCode is the code of a letter that SENDPASS has sent.
func resetCode(t *testing.T, letter mailtest.Letter) string {
	t.Helper()
	found := codeToReset.FindStringSubmatch(letter.Body)
	if found == nil {
		t.Fatalf("no code in %q", letter.Body)
	}
	return found[2]
}

// has says whether a letter has come.
func has(post *mailtest.Server) bool { return len(post.Letters) > 0 }

// withAddress gives an account an address that nobody has asked.
func withAddress(h *hub, name, email string) account.ID {
	h.lock()
	defer h.unlock()
	a, _ := h.net.Account(name)
	h.happen(nil, chat.EmailChanged{Account: a.ID, Email: email, At: h.now})
	return a.ID
}

// Who has forgotten a password is sent a code; with it, once and in time, she chooses
// another one, and whoever had got in by the old one's devices is out.
func TestSendpass(t *testing.T) {
	srv, post, clock := mailingServer(t)
	srv.AddAccount("Alice")
	id := withAddress(srv.hub, "alice", "alice@example.org")
	d := doorway{Peer{Kind: "pipe"}}
	owner, s := d.enter(t, srv, "owner"), d.enter(t, srv, "guest")
	d.says(owner, "NS IDENTIFY Alice sesame", "DEVICE ADD :phone")
	asked := "*NOTICE guest :If %s has an address of mail, a code is on its way there: SETPASS %[1]s <code> <new password>"
	expect(t, d.says(s, "NS SENDPASS ALICE"), fmt.Sprintf(asked, "ALICE"))
	letter := <-post.Letters
	if letter.To != "alice@example.org" || !strings.Contains(letter.Header.Get("Subject"), "Another password for Alice") {
		t.Errorf("the letter is %+v", letter)
	}
	first := resetCode(t, letter)
	expect(t, d.says(s, "NS SENDPASS nobody"), fmt.Sprintf(asked, "nobody"))
	if has(post) {
		t.Error("a letter went to nobody")
	}
	expect(t, d.says(s, "NS SETPASS Alice wrong secrets"), "*NOTICE guest :Alice: That is not the code*")
	expect(t, d.says(s, "NS SETPASS nobody "+first+" secrets"), "*NOTICE guest :nobody: That is not the code*")
	expect(t, d.says(s, "NS SETPASS Alice "+first+" x"), "*NOTICE guest :Alice: A password has at least*")
	// Another code is good in place of the one before.
	d.says(s, "NS RESETPASS Alice")
	second := resetCode(t, <-post.Letters)
	expect(t, d.says(s, "NS SETPASS Alice "+first+" secrets"), "*NOTICE guest :Alice: That is not the code*")
	expect(t, d.says(s, "NS RESETPASS alice "+strings.ToUpper(second)+" secrets"), "*NOTICE guest :Your password is changed. All other*")
	if !owner.closed {
		t.Error("who came by the old password is there still")
	}
	expect(t, d.says(s, "NS SETPASS Alice "+second+" openopen"), "*NOTICE guest :Alice: That is not the code*")
	a, _ := srv.hub.net.AccountByID(id)
	if hash, err := account.ParsePasswordHash(a.Password); err != nil || !hash.Matches("secrets") || len(a.Devices) > 0 {
		t.Errorf("the account is %+v", a)
	}
	clock.advance(2 * letterEach)
	d.says(s, "NS SENDPASS Alice")
	late := resetCode(t, <-post.Letters)
	clock.advance(2 * time.Hour)
	expect(t, d.says(s, "NS SETPASS Alice "+late+" openopen"), "*NOTICE guest :Alice: That is not the code*")
}

// Nobody finds out by asking whether there is an account, nor fills a mailbox: so many
// letters for one name, and so many from one place, whether or not any is sent.
func TestSendpassIsThrottled(t *testing.T) {
	srv, post, _ := mailingServer(t)
	for _, name := range []string{"Alice", "Bob"} {
		srv.AddAccount(name)
		withAddress(srv.hub, name, "shared@example.org")
	}
	from := func(address string) (doorway, *Session) {
		d := doorway{Peer{Kind: "tcp", Address: netip.MustParseAddr(address)}}
		return d, d.enter(t, srv, "n"+strings.ReplaceAll(address, ".", "-"))
	}
	for n, name := range []string{"Alice", "nobody", "somebody"} {
		d, _ := from(fmt.Sprintf("192.0.2.%d", n))
		for i := range letterBurst + 1 {
			_, s := from(fmt.Sprintf("192.0.2.%d", 10*n+i+10))
			heard := strings.Join(d.says(s, "NS SENDPASS "+name), " ")
			if got := strings.Contains(heard, "Too many codes"); got != (i == letterBurst) {
				t.Errorf("%s, %d: %s", name, i, heard)
			}
		}
	}
	d, s := from("198.51.100.1")
	for i := range letterBurst + 1 {
		heard := strings.Join(d.says(s, fmt.Sprintf("NS SENDPASS other%d", i)), " ")
		if got := strings.Contains(heard, "Too many codes"); got != (i == letterBurst) {
			t.Errorf("from one place, %d: %s", i, heard)
		}
	}
	// The mailbox has had its three by now; that is nobody's to know.
	d, s = from("198.51.100.2")
	expect(t, d.says(s, "NS SENDPASS Bob"), "*NOTICE * :If Bob has an address*")
	if len(post.Letters) != letterBurst {
		t.Errorf("%d letters were sent", len(post.Letters))
	}
}

// A code that was lost is sent once more, and is good no longer than the first was.
func TestResend(t *testing.T) {
	srv, post, clock := mailingServer(t)
	d := doorway{Peer{Kind: "pipe"}}
	s := d.enter(t, srv, "alice")
	d.says(s, "REGISTER * alice@example.org sesame")
	first := code(t, <-post.Letters)
	before, _ := srv.hub.net.Account("alice")
	clock.advance(30 * time.Minute)
	expect(t, d.says(s, "NS RESEND"), "*NOTICE alice :If alice waits for a code, another is on its way, in place of the one before.")
	letter := <-post.Letters
	if after, _ := srv.hub.net.Account("alice"); letter.To != "alice@example.org" || !after.Pending.Until.Equal(before.Pending.Until) {
		t.Errorf("to %s; good until %v, before %v", letter.To, after.Pending.Until, before.Pending.Until)
	}
	expect(t, d.says(s, "VERIFY alice "+first), "*FAIL VERIFY INVALID_CODE*")
	expect(t, d.says(s, "VERIFY alice "+code(t, letter)), "*VERIFY SUCCESS alice*", "*900*", "*ACCOUNT alice")
	d.says(s, "NS SET EMAIL other@example.org")
	<-post.Letters
	// Of a change of address only she herself has another code sent.
	stranger := d.enter(t, srv, "mallory")
	clock.advance(2 * letterEach)
	d.says(s, "NS SET EMAIL new@example.org")
	<-post.Letters
	expect(t, d.says(stranger, "NS RESEND alice"), "*NOTICE mallory :If alice waits*")
	expect(t, d.says(stranger, "NS RESEND nobody"), "*NOTICE mallory :If nobody waits*")
	if has(post) {
		t.Error("a stranger has had a code sent")
	}
	d.says(s, "NS RESEND")
	expect(t, d.says(s, "VERIFY alice "+code(t, <-post.Letters)), "*VERIFY SUCCESS alice*", "*900*")
	if a, _ := srv.hub.net.Account("alice"); a.Email != "new@example.org" {
		t.Errorf("the address is %q", a.Email)
	}
}

// The answer does not wait for the disk, which is asked only if there is something to be
// kept; and the letter does.
func TestSendpassDoesNotWait(t *testing.T) {
	srv, kept, all, await := slowServer(t, "one")
	post := mailtest.Start(t, nil)
	h := srv.hub
	h.lock()
	h.cfg.Accounts.SMTP = SMTPConfig{Address: post.Address, From: "irc@example.org", TLS: "none", Within: time.Hour}
	h.unlock()
	id := withAddress(h, "Alice", "alice@example.org")
	await(1, changesAccount)
	open := kept.shut()
	expect(t, doorway{}.says(all["one"], "NS SENDPASS Alice"), "*NOTICE one :If Alice has*")
	<-kept.asked
	if has(post) {
		t.Error("the letter was sent before its code was kept")
	}
	open()
	sent := resetCode(t, <-post.Letters)
	srv.stop(t)
	if onDisk, _ := kept.kept(id); onDisk.Reset.Until.IsZero() || sent == "" {
		t.Errorf("on disk the account is %+v", onDisk)
	}
}
