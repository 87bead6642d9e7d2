package chat

import (
	"fmt"
	"slices"
	"time"

	"linnet/internal/irc/account"
)

// An account changes by events that say what becomes different, and not by what it is
// as a whole: whoever changes something else at the same time undoes nothing. What
// is kept of it is AccountSaved, as Foresee makes it.

// PasswordChanged: an account has another password. Somebody may have got in by the one
// before, so no device logs in any more and no session goes on but those that it was
// changed by, if any.
type PasswordChanged struct {
	Account     account.ID
	Credentials account.Credentials
	Keeps       string // the device
	By          SessionID
	Reset       [32]byte // the hash of the code by which it was, if it was by one
	At          time.Time
}

// ResetAsked: whoever has a code may choose another password for an account, once.
type ResetAsked struct {
	Account account.ID
	Reset   account.Reset
	At      time.Time
}

// AlwaysOnChanged: an account stays in its channels with nobody connected, or does so
// no more.
type AlwaysOnChanged struct {
	Account account.ID
	On      bool
	At      time.Time
}

// CertChanged: a client certificate logs in to an account, or does so no more.
type CertChanged struct {
	Account account.ID
	Cert    string // its fingerprint
	Add     bool
	At      time.Time
}

// CodeAsked: a code is under way to an address of mail that may become an account's
// or, if it is the zero value, none is.
type CodeAsked struct {
	Account account.ID
	Pending account.Pending
	At      time.Time
}

// CodeReturned: the code that was under way came back, so the address counts, and the
// account does.
type CodeReturned struct {
	Account account.ID
	Code    [32]byte // its hash
	At      time.Time
}

// EmailChanged: an account has another address, which nobody has asked, or none.
type EmailChanged struct {
	Account account.ID
	Email   string
	At      time.Time
}

// DeviceAdded: something may log in to an account by a token of its own.
type DeviceAdded struct {
	Account account.ID
	Device  account.Device
	At      time.Time
}

// DevicesRemoved: devices log in to an account no more.
type DevicesRemoved struct {
	Account account.ID
	Devices []string // their ids
	At      time.Time
}

// DeviceUsed: a session has been logged in to the account of its user by one of
// its devices or, if Device is "", by something else.
type DeviceUsed struct {
	Session SessionID
	Device  string
	At      time.Time
}

func (PasswordChanged) event() {}
func (ResetAsked) event()      {}
func (AlwaysOnChanged) event() {}
func (CertChanged) event()     {}
func (CodeAsked) event()       {}
func (CodeReturned) event()    {}
func (EmailChanged) event()    {}
func (DeviceAdded) event()     {}
func (DevicesRemoved) event()  {}
func (DeviceUsed) event()      {}

// changedAccount returns the account of which an event changes something that must
// be kept before anybody is told, and when; 0 if there is none.
func (n *Network) changedAccount(ev Event) (account.ID, time.Time) {
	if ev, is := ev.(MetadataChanged); is {
		if u := n.users[ev.User]; u != nil {
			return u.AccountID, ev.At
		}
	}
	return ChangedAccount(ev)
}

// ChangedAccount returns the account that an event is about and changes, and when; 0 if
// there is none.
func ChangedAccount(ev Event) (account.ID, time.Time) {
	switch ev := ev.(type) {
	case PasswordChanged:
		return ev.Account, ev.At
	case ResetAsked:
		return ev.Account, ev.At
	case AlwaysOnChanged:
		return ev.Account, ev.At
	case CertChanged:
		return ev.Account, ev.At
	case CodeAsked:
		return ev.Account, ev.At
	case CodeReturned:
		return ev.Account, ev.At
	case EmailChanged:
		return ev.Account, ev.At
	case DeviceAdded:
		return ev.Account, ev.At
	case DevicesRemoved:
		return ev.Account, ev.At
	}
	return 0, time.Time{}
}

// changed is what an event will make of an account, or has made of it. It shares
// nothing with what the account was.
func (n *Network) changed(a account.Account, ev Event) account.Account {
	a = a.Clone()
	switch ev := ev.(type) {
	case PasswordChanged:
		a.Password, a.Scram, a.Reset = ev.Credentials.Password, ev.Credentials.Scram, account.Reset{}
		a.Devices = slices.DeleteFunc(a.Devices, func(d account.Device) bool { return d.ID != ev.Keeps })
	case ResetAsked:
		a.Reset = ev.Reset
	case AlwaysOnChanged:
		a.AlwaysOn = account.Chosen(ev.On)
	case CertChanged:
		a.Certs = slices.DeleteFunc(a.Certs, func(cert string) bool { return cert == ev.Cert })
		if ev.Add {
			a.Certs = append(a.Certs, ev.Cert)
		}
	case CodeAsked:
		a.Pending = ev.Pending
	case CodeReturned:
		a.Email, a.Pending, a.Reset, a.Verified = a.Pending.Email, account.Pending{}, account.Reset{}, true
	case EmailChanged:
		a.Email, a.Pending, a.Reset = ev.Email, account.Pending{}, account.Reset{}
	case MetadataChanged:
		if ev.Unset || n.HasRoomFor(a.Metadata, ev.Key) {
			a.Metadata = Metadata(a.Metadata).changed(ev)
		}
	case DeviceAdded:
		a.Devices = append(a.Devices, ev.Device)
	case DevicesRemoved:
		a.Devices = slices.DeleteFunc(a.Devices, func(d account.Device) bool { return slices.Contains(ev.Devices, d.ID) })
	}
	return a
}

// changeAccount makes it true. The sessions that may go on no more are to be put out.
func (n *Network) changeAccount(ev Event) Effect {
	id, at := ChangedAccount(ev)
	r := n.accounts.byID[id]
	if r == nil {
		panic(fmt.Sprintf("chat: account %d cannot be changed", id))
	}
	n.setAccount(r, n.changed(r.Account, ev))
	return Effect{Revoked: n.revoke(r, ev), Kept: []Event{AccountSaved{Account: r.Account, At: at}}}
}

// revoke voids the tokens of all sessions that may go on no more, and lists them: those
// that came by a device which the account does not have, and by another password all
// that are not of who chose it.
func (n *Network) revoke(r *registered, ev Event) []SessionID {
	password, isPassword := ev.(PasswordChanged)
	var revoked []SessionID
	for _, u := range r.users {
		for _, id := range u.Sessions {
			s := n.sessions[id]
			_, has := r.Device(s.Device)
			isGone := s.Device != "" && !has
			if isGone {
				s.own().Device = ""
			}
			if isPassword && password.spares(s) || !isPassword && !isGone {
				continue
			}
			delete(n.tokens, s.Token)
			s.own().Token = TokenHash{}
			revoked = append(revoked, id)
		}
	}
	return revoked
}

// spares says whether a session goes on after the password has been changed.
func (ev PasswordChanged) spares(s *Session) bool {
	return s.ID == ev.By || s.Device != "" && s.Device == ev.Keeps
}

// LogsOut says whether another password will log something out.
func (n *Network) LogsOut(ev PasswordChanged) bool {
	r := n.accounts.byID[ev.Account]
	isOut := func(id SessionID) bool { return !ev.spares(n.sessions[id]) }
	return r != nil && (slices.ContainsFunc(r.Devices, func(d account.Device) bool { return d.ID != ev.Keeps }) ||
		slices.ContainsFunc(r.users, func(u *User) bool { return slices.ContainsFunc(u.Sessions, isOut) }))
}

func (n *Network) useDevice(ev DeviceUsed) Effect {
	s := n.mustSession(ev.Session)
	s.own().Device = ev.Device
	r := n.accounts.byID[s.User.AccountID]
	if r == nil {
		panic(fmt.Sprintf("chat: session %d is of no account", ev.Session))
	}
	for i, d := range r.Devices {
		if d.ID == ev.Device && ev.At.Sub(d.Seen) >= account.SeenEvery {
			r.Account = r.Clone() // which may be on its way to the disk
			r.Devices[i].Seen = ev.At
			return Effect{Kept: []Event{AccountSaved{Account: r.Account, At: ev.At}}}
		}
	}
	return Effect{}
}

// forgetDevices lets sessions be those of nobody's devices.
func (n *Network) forgetDevices(u *User) {
	for _, id := range u.Sessions {
		if s := n.sessions[id]; s.Device != "" {
			s.own().Device = ""
		}
	}
}

// MayAddDevice decides on a device more, and on its id.
func (n *Network) MayAddDevice(id account.ID, device string) error {
	r := n.accounts.byID[id]
	switch {
	case r == nil:
		return refuse(NoSuchAccount)
	case len(r.Devices) >= account.MaxDevices:
		return refuse(DevicesFull)
	}
	if _, taken := r.Device(device); taken {
		return errTaken
	}
	return nil
}

// mayStillChange decides on events that change an account.
func (n *Network) mayStillChange(id account.ID, ev Event) error {
	r := n.accounts.byID[id]
	if r == nil {
		return refuse(NoSuchAccount)
	}
	switch ev := ev.(type) {
	case PasswordChanged:
		if ev.Reset != ([32]byte{}) && (r.Reset.Code != ev.Reset || !r.Reset.Until.After(ev.At)) {
			return errGone
		}
	case CertChanged:
		return n.mayStillCert(r, ev)
	case CodeAsked:
		if ev.Pending == (account.Pending{}) && r.Pending.Until.After(ev.At) { // another is under way
			return errTaken
		}
	case CodeReturned:
		if r.Pending.Code != ev.Code || !r.Pending.Until.After(ev.At) {
			return errGone
		}
	case DeviceAdded:
		return n.MayAddDevice(id, ev.Device.ID)
	case DevicesRemoved:
		for _, device := range ev.Devices {
			if _, has := r.Device(device); !has {
				return refuse(NoSuchDevice, device)
			}
		}
	}
	return nil
}

// mayStillCert: a certificate is one account's, which has so many.
func (n *Network) mayStillCert(r *registered, ev CertChanged) error {
	holder := n.accounts.byCert[ev.Cert]
	switch {
	case !ev.Add && holder != r:
		return errGone
	case ev.Add && holder == r:
		return errTaken
	case ev.Add && holder != nil:
		return refuse(CertInUse)
	case ev.Add && len(r.Certs) >= account.MaxCerts:
		return refuse(CertsFull)
	}
	return nil
}

// checkDevices says whether an account's devices are within their bounds, and the
// sessions that came by one of them by one that there is.
func (n *Network) checkDevices(r *registered) error {
	ids := map[string]bool{}
	for _, d := range r.Devices {
		ids[d.ID] = true
	}
	if len(ids) != len(r.Devices) || ids[""] || len(ids) > account.MaxDevices {
		return fmt.Errorf("account %s has the devices %+v", r.Name, r.Devices)
	}
	for _, u := range r.users {
		for _, id := range u.Sessions {
			if device := n.sessions[id].Device; device != "" && !ids[device] {
				return fmt.Errorf("a session of %s came by a device %s that there is not", u.Nick, device)
			}
		}
	}
	return nil
}
