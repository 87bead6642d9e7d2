package account

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"
	"time"
)

// Device is something that may log in by a token of its own in place of the password:
// a browser that was told to remember, or a program (docs/devices.md).
type Device struct {
	ID      string // short, and only of the account
	Label   string // as its person calls it, "" for nothing
	Hash    [32]byte
	Created time.Time
	Seen    time.Time // when it last logged in, give or take SeenEvery
}

const (
	// MaxDevices and MaxCerts are how many an account may have.
	MaxDevices = 20
	MaxCerts   = 10
	// SeenEvery is how old Seen is before it is changed: who comes and goes all day
	// is no reason to write all day.
	SeenEvery = time.Hour
)

// tokenPrefix makes a token known as one, to people and to programs that look
// for secrets in what is about to be published.
const tokenPrefix = "lin_"

// tokenBytes is how much of a token is random.
const tokenBytes = 32

// NewToken makes of 256 random bits what a device logs in by. Only its hash is kept.
func NewToken(random func([]byte)) string {
	var raw [tokenBytes]byte
	random(raw[:])
	return tokenPrefix + base64.RawURLEncoding.EncodeToString(raw[:])
}

// IsToken says whether a password has the form of a token.
func IsToken(password string) bool {
	body, is := strings.CutPrefix(password, tokenPrefix)
	raw, err := base64.RawURLEncoding.DecodeString(body)
	return is && err == nil && len(raw) == tokenBytes
}

// HashToken is what is kept of a token. It need not be slow, as a password's: nobody
// guesses 256 bits.
func HashToken(token string) [32]byte { return sha256.Sum256([]byte(token)) }

// DeviceBy finds the device that a token is of, in a time that tells nothing.
func (a Account) DeviceBy(token string) (found Device, is bool) {
	hash := HashToken(token)
	for _, d := range a.Devices {
		if subtle.ConstantTimeCompare(hash[:], d.Hash[:]) == 1 {
			found, is = d, true
		}
	}
	return found, is
}

// Device finds a device by its id.
func (a Account) Device(id string) (Device, bool) {
	for _, d := range a.Devices {
		if d.ID == id {
			return d, true
		}
	}
	return Device{}, false
}
