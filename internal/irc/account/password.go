// Package account knows what proves that somebody is who she says. It knows no
// network, no sessions and no clock.
package account

import (
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

const (
	hashThreads = 1
	saltLen     = 16
	keyLen      = 32
)

// maxMemory bounds what a hash from the settings may ask for, in KiB.
const maxMemory = 1 << 20

// HashPassword returns the argon2id hash of a password in the PHC form, which
// begins with "$argon2id$". random fills the salt. It is slow on purpose.
func HashPassword(password string, random func([]byte)) string {
	salt := make([]byte, saltLen)
	random(salt)
	return hashPassword(password, DefaultCost, salt)
}

func hashPassword(password string, cost Cost, salt []byte) string {
	key := derive(password, salt, cost.Time, cost.Memory, hashThreads, keyLen)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, cost.Memory, cost.Time, hashThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

func derive(password string, salt []byte, time, memory uint32, threads uint8, length uint32) []byte {
	return argon2.IDKey([]byte(password), salt, time, memory, threads, length)
}

// PasswordHash is a hash that passwords can be checked against.
type PasswordHash struct {
	time, memory uint32
	threads      uint8
	salt, key    []byte
}

var errHash = errors.New("expected an argon2id hash as `ircd hash-password` prints it")

// ParsePasswordHash reads the PHC form.
func ParsePasswordHash(text string) (PasswordHash, error) {
	var h PasswordHash
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, errHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.time, &h.threads); err != nil {
		return h, errHash
	}
	var saltErr, keyErr error
	h.salt, saltErr = base64.RawStdEncoding.DecodeString(parts[4])
	h.key, keyErr = base64.RawStdEncoding.DecodeString(parts[5])
	switch {
	case saltErr != nil, keyErr != nil, len(h.salt) < 8, len(h.key) < 16, len(h.key) > 64:
		return h, errHash
	case h.time == 0, h.time > 100, h.threads == 0, h.memory == 0, h.memory > maxMemory:
		return h, errHash
	}
	return h, nil
}

// DecoyPassword is a hash that no password matches, and that takes as long to find
// out as others of that cost: it stands for a name that has none.
func DecoyPassword(cost Cost) PasswordHash {
	return PasswordHash{time: cost.Time, memory: cost.Memory, threads: hashThreads, salt: make([]byte, saltLen), key: make([]byte, keyLen)}
}

// IsPasswordHash says whether a setting is meant to be a hash.
func IsPasswordHash(text string) bool { return strings.HasPrefix(text, "$argon2id$") }

// Matches says whether the password is the one. It is slow on purpose: it takes a
// processor, and as much memory as the hash says.
func (h PasswordHash) Matches(password string) bool {
	//nolint:gosec // the length was checked when the hash was read
	key := derive(password, h.salt, h.time, h.memory, h.threads, uint32(len(h.key)))
	return subtle.ConstantTimeCompare(key, h.key) == 1
}
