package account

import (
	"errors"

	"github.com/xdg-go/stringprep"
)

// MaxPassword is how long a password may be, in bytes: it must fit into a line
// beside its command (IRCv3 account-registration, "Server considerations").
const MaxPassword = 300

// ErrPassword is the reason for which Prepare refuses. It says nothing of the
// password itself.
var ErrPassword = errors.New("a password is letters, digits, signs and spaces of UTF-8 text, at most 300 bytes")

// Prepare returns the one form of a password in which it is hashed and compared
// (SASLprep, RFC 4013): however its letters were composed, it is the same one.
func Prepare(password string) (string, error) {
	if password == "" || len(password) > MaxPassword {
		return "", ErrPassword
	}
	prepared, err := stringprep.SASLprep.Prepare(password)
	if err != nil || prepared == "" {
		return "", ErrPassword
	}
	return prepared, nil
}
