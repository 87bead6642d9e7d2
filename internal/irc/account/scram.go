package account

import (
	"github.com/xdg-go/scram"
)

// Scram holds what a server keeps of a password for SCRAM-SHA-256 (RFC 5802 3):
// who reads it cannot log in with it. The zero value has none.
type Scram struct {
	Salt                 []byte
	Iterations           int
	StoredKey, ServerKey []byte
}

// scramIterations is what RFC 7677 asks for at least, times four.
const scramIterations = 16384

// NewScram makes the keys of a password. It is slow on purpose.
func NewScram(password string, random func([]byte)) (Scram, error) {
	salt := make([]byte, saltLen)
	random(salt)
	client, err := scram.SHA256.NewClient("", password, "")
	if err != nil { // SASLprep refuses it, so no client could send it either
		return Scram{}, err
	}
	turns <- struct{}{}
	defer func() { <-turns }()
	keys := client.GetStoredCredentials(scram.KeyFactors{Salt: string(salt), Iters: scramIterations})
	return Scram{Salt: salt, Iterations: scramIterations, StoredKey: keys.StoredKey, ServerKey: keys.ServerKey}, nil
}
