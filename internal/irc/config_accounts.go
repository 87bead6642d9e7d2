package irc

import (
	"fmt"
	"net"
	"strings"
	"time"

	"linnet/internal/irc/mail"
)

// AccountsConfig says who may register an account, and how.
type AccountsConfig struct {
	// Registration is open to everybody, to who has an invitation of an operator, or
	// closed.
	Registration Registration
	// Required lets in only who is logged in.
	Required bool
	// CustomNames lets an account's name be another than the nick of who registers
	// it.
	CustomNames bool
	// EmailRequired wants an address of mail of everybody.
	EmailRequired bool
	// RefusedEmails are masks of addresses of mail that no account may have.
	RefusedEmails []string
	// MinPassword is the least number of characters of a password.
	MinPassword int
	// PerHour bounds the accounts that may be registered from one address other than
	// this machine's within an hour; 0 does not.
	PerHour int
	// Most is how many accounts there may be.
	Most int
	// ChannelsExpire is after how long a registered channel is nobody's in which nobody
	// was; 0 is never.
	ChannelsExpire time.Duration
	// AlwaysOn keeps the user of an account in its channels with nobody connected,
	// unless the account has chosen otherwise (NickServ SET ALWAYS-ON).
	AlwaysOn bool
	// SMTP sends a code to the address of whoever registers, if its Address is set:
	// then an account counts once that has come back.
	SMTP SMTPConfig
}

// wantsEmail says whether an account has to have an address.
func (c AccountsConfig) wantsEmail() bool { return c.EmailRequired || c.SMTP.isOn() }

// Registration says who may register.
type Registration string

const (
	RegistrationOpen   Registration = "open"
	RegistrationInvite Registration = "invitation"
	RegistrationClosed Registration = "closed"
)

// SMTPConfig is a server that takes letters.
type SMTPConfig struct {
	// Address is its host:port.
	Address string
	// From is the sender of the letters.
	From string
	// User and Password log in to it; none if User is empty.
	User, Password string
	// TLS is "starttls", "tls" from the first byte, or "none".
	TLS string
	// Within is how long a code is good for.
	Within time.Duration
}

// server is where letters are handed in.
func (c SMTPConfig) server() mail.Server {
	return mail.Server{Address: c.Address, From: c.From, User: c.User, Password: c.Password, TLS: mail.TLS(c.TLS)}
}

// isOn says whether letters are sent at all.
func (c SMTPConfig) isOn() bool { return c.Address != "" }

func (c AccountsConfig) validate() error {
	switch c.Registration {
	case RegistrationOpen, RegistrationInvite, RegistrationClosed:
	default:
		return fmt.Errorf("accounts.registration: %q: expected open, invitation or closed", c.Registration)
	}
	for _, n := range []struct {
		key              string
		value, low, high int
	}{
		{"min_password", c.MinPassword, 1, 100}, {"per_hour", c.PerHour, 0, 1 << 20}, {"most", c.Most, 0, 1 << 24},
	} {
		if n.value < n.low || n.value > n.high {
			return fmt.Errorf("accounts.%s: %d: expected %d to %d", n.key, n.value, n.low, n.high)
		}
	}
	for _, mask := range c.RefusedEmails {
		if !strings.Contains(mask, "@") {
			return fmt.Errorf("accounts.refused_emails: %q: expected a mask of addresses, such as *@example.org", mask)
		}
	}
	if c.ChannelsExpire != 0 && c.ChannelsExpire < leastUnused {
		return fmt.Errorf("accounts.channels_expire: %v: expected at least %v, or 0s for never", c.ChannelsExpire, leastUnused)
	}
	return c.SMTP.validate()
}

// leastUnused is the shortest time after which a channel may expire: when it was used
// is known to the day.
const leastUnused = 48 * time.Hour

func (c SMTPConfig) validate() error {
	if !c.isOn() {
		return nil
	}
	if _, _, err := net.SplitHostPort(c.Address); err != nil {
		return fmt.Errorf("accounts.smtp.address: %q: expected HOST:PORT such as mail.example.org:587", c.Address)
	}
	if _, err := mail.ParseAddress(c.From); err != nil {
		return fmt.Errorf("accounts.smtp.from: %q: expected the address that letters come from, such as irc@example.org", c.From)
	}
	switch mail.TLS(c.TLS) {
	case mail.StartTLS, mail.Implicit, mail.None:
	default:
		return fmt.Errorf("accounts.smtp.tls: %q: expected starttls, tls or none", c.TLS)
	}
	if c.Within < time.Minute {
		return fmt.Errorf("accounts.smtp.within: %v: expected at least %v", c.Within, time.Minute)
	}
	return nil
}
