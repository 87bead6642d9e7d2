package account

import (
	"maps"
	"slices"
	"time"
)

// ID names an account for good; a name may be given up and taken by another.
// It comes from the same counter as the ids of users and channels, so that it is
// nobody's but the account's.
type ID uint64

// Account is a registered person: a name that nobody else can take, and what
// proves that somebody is that person. It is a plain value, and a change of it
// is a new one.
type Account struct {
	ID      ID
	Name    string
	Created time.Time
	Email   string // "" if none was given
	// Verified is false until the code that was sent by mail has come back: such an
	// account keeps its name, and neither lets anybody in nor keeps a nick.
	Verified bool
	Pending  Pending
	Reset    Reset
	// Password is an argon2id hash in the PHC form, "" if there is none.
	Password string
	Scram    Scram
	Certs    []string // SHA-256 fingerprints of client certificates, in lower-case hex
	Devices  []Device // the oldest first
	AlwaysOn Choice   // stays in its channels with nobody connected
	// Metadata is what the person says of herself, by key (IRCv3 metadata).
	Metadata map[string]string
}

// Clone returns a copy that shares nothing with it.
func (a Account) Clone() Account {
	a.Certs, a.Devices, a.Metadata = slices.Clone(a.Certs), slices.Clone(a.Devices), maps.Clone(a.Metadata)
	return a
}

// Reset is a code by which another password may be chosen, and which was sent to the
// account's address; the zero value is none.
type Reset struct {
	Code  [32]byte // SHA-256 of the code, which only the letter has
	Until time.Time
}

// Pending is an address that a code was sent to; the zero value is none.
type Pending struct {
	Email string
	Code  [32]byte // SHA-256 of the code, which only the letter has
	Until time.Time
}
