package account

// Cost is how much work one password is, to the server that checks it and to
// whoever tries to guess it.
type Cost struct {
	Time       uint32 // rounds of argon2id
	Memory     uint32 // KiB
	Iterations int    // of PBKDF2, for SCRAM
}

// DefaultCost is that of new passwords. Argon2id as in RFC 9106, the second
// recommended choice with less memory: a server of many guests must be able to
// check several at once. SCRAM four times what RFC 7677 asks for at least.
var DefaultCost = Cost{Time: 3, Memory: 32 << 10, Iterations: 16384}

// Salt is random bytes for all that is made of one password.
type Salt [2 * saltLen]byte

// Credentials is what is kept of a password.
type Credentials struct {
	Password string // argon2id in the PHC form
	Scram    Scram
}

// NewCredentials makes them of a password that Prepare has passed. It is slow on
// purpose.
func NewCredentials(password string, cost Cost, salt Salt) Credentials {
	return Credentials{
		Password: hashPassword(password, cost, salt[:saltLen]),
		Scram:    newScram(password, cost, salt[saltLen:]),
	}
}
