package account

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"

	"github.com/xdg-go/scram"
)

// Scram holds what a server keeps of a password for SCRAM-SHA-256 (RFC 5802 3):
// who reads it cannot log in with it. The zero value has none.
type Scram struct {
	Salt                 []byte
	Iterations           int
	StoredKey, ServerKey []byte
}

// newScram makes the keys of a password that Prepare has passed. It is slow on
// purpose.
func newScram(password string, cost Cost, salt []byte) Scram {
	client, err := scram.SHA256.NewClientUnprepped("", password, "")
	if err != nil {
		panic("account: SCRAM without a password: " + err.Error())
	}
	keys, err := client.GetStoredCredentialsWithError(scram.KeyFactors{Salt: string(salt), Iters: cost.Iterations})
	if err != nil {
		panic("account: SCRAM of a salt of ours: " + err.Error())
	}
	return Scram{Salt: salt, Iterations: cost.Iterations, StoredKey: keys.StoredKey, ServerKey: keys.ServerKey}
}

// Decoy returns keys that no password has: they stand for a name that has none,
// which looks like any other and like itself each time it is asked for. Names that
// are the same one must be given in the same form.
func Decoy(secret []byte, name string, cost Cost) Scram {
	of := func(what string) []byte {
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(what + name))
		return mac.Sum(nil)
	}
	return Scram{Salt: of("salt ")[:saltLen], Iterations: cost.Iterations, StoredKey: of("stored "), ServerKey: of("server ")}
}

// ScramExchange is the server's side of one SCRAM-SHA-256 (RFC 5802 5).
type ScramExchange struct {
	conversation *scram.ServerConversation
	used         Scram
}

// NewScramExchange begins one. keys finds what is kept for a name, or a decoy;
// nonce is the server's own part, printable ASCII without a comma.
func NewScramExchange(nonce string, keys func(name string) Scram) *ScramExchange {
	x := &ScramExchange{}
	server, err := scram.SHA256.NewServer(func(name string) (scram.StoredCredentials, error) {
		x.used = keys(name)
		return scram.StoredCredentials{
			KeyFactors: scram.KeyFactors{Salt: string(x.used.Salt), Iters: x.used.Iterations},
			StoredKey:  x.used.StoredKey, ServerKey: x.used.ServerKey,
		}, nil
	})
	if err != nil {
		panic("account: SCRAM server: " + err.Error())
	}
	x.conversation = server.WithNonceGenerator(func() string { return nonce }).NewConversation()
	return x
}

var errScram = errors.New("malformed, or the proof of another password")

// Step takes a message of the client and returns what to answer.
func (x *ScramExchange) Step(message string) (answer string, err error) {
	answer, err = x.conversation.Step(message)
	if err != nil {
		return "", errScram // the library's words may quote the client
	}
	return answer, nil
}

// Proved says whether the client has proved that it knows the password.
func (x *ScramExchange) Proved() bool { return x.conversation.Valid() }

// Name is who the client says to be, known after the first step, and behalf is for
// whom, "" for the same.
func (x *ScramExchange) Name() (name, behalf string) {
	return x.conversation.Username(), x.conversation.AuthzID()
}

// ProvedFor says whether it is these keys that the client has proved to know.
func (x *ScramExchange) ProvedFor(keys Scram) bool {
	return x.Proved() && hmac.Equal(x.used.StoredKey, keys.StoredKey)
}
