package mail_test

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/mail"
	"linnet/internal/irc/mail/mailtest"
)

func TestSend(t *testing.T) {
	fake := mailtest.Start(t, map[string]string{"nobody@example.org": "550 no such user", "busy@example.org": "450 later"})
	server := mail.Server{Address: fake.Address, From: "irc@example.org", TLS: mail.None}
	text := mail.Letter{To: "alice@example.org", Subject: "Ein Schlüssel", Body: "erste\n.zweite Zeile: äöü\n", At: time.Date(2026, 1, 2, 15, 4, 5, 0, time.UTC), ID: "abc"}
	if err := server.Send(text); err != nil {
		t.Fatal(err)
	}
	got := <-fake.Letters
	if got.From != "irc@example.org" || got.To != "alice@example.org" || got.Body != "erste\r\n.zweite Zeile: äöü\r\n" {
		t.Errorf("it arrived as %+v", got)
	}
	for name, want := range map[string]string{
		"From": "irc@example.org", "To": "alice@example.org", "Subject": "=?utf-8?q?Ein_Schl=C3=BCssel?=",
		"Date": "Fri, 02 Jan 2026 15:04:05 +0000", "Message-Id": "<abc@example.org>", "Auto-Submitted": "auto-generated",
		"Content-Type": "text/plain; charset=utf-8",
	} {
		if value := got.Header.Get(name); value != want {
			t.Errorf("%s: %q, want %q", name, value, want)
		}
	}
	text.To = "nobody@example.org"
	if err := server.Send(text); !errors.Is(err, mail.ErrAddress) {
		t.Errorf("an address that does not exist: %v", err)
	}
	text.To = "busy@example.org"
	if err := server.Send(text); err == nil || errors.Is(err, mail.ErrAddress) {
		t.Errorf("a server that is busy: %v", err)
	}
}

// A letter is not sent in the clear where TLS was asked for, nor to nobody.
func TestSendRefuses(t *testing.T) {
	fake := mailtest.Start(t, nil)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for _, server := range []mail.Server{
		{Address: fake.Address, From: "irc@example.org", TLS: mail.StartTLS},
		{Address: closed.Addr().String(), From: "irc@example.org", TLS: mail.None},
		{Address: "no port", From: "irc@example.org", TLS: mail.None},
	} {
		if err := server.Send(mail.Letter{To: "alice@example.org"}); err == nil {
			t.Errorf("%+v: it was sent", server)
		}
	}
}

func TestParseAddress(t *testing.T) {
	for text, want := range map[string]bool{
		"alice@example.org": true, "a.b+c@sub.example.org": true, "": false, "alice": false, "@example.org": false, "alice@": false,
		"Alice <alice@example.org>": false, "<alice@example.org>": false, "alice@example.org\r\nBcc: b@c": false,
		"alice@example.org, bob@example.org": false, `"a b"@example.org`: false, "alice@example.org ": false,
		strings.Repeat("a", 250) + "@example.org": false,
	} {
		if _, err := mail.ParseAddress(text); (err == nil) != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}
