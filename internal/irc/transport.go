package irc

import (
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"unique"
)

// Transport is one connection beneath a session: lines in, lines out. TCP, TLS,
// Unix sockets, WebSockets and the pipes of tests are the same from here on.
//
// A transport pushes. It calls the session's Line for each complete line, in
// order and one at a time, until Line answers false: the session is held, and
// the transport reads nothing more until Release. It calls Gone once, when the
// peer has gone, whether held or not.
//
// None of these methods may block, and none may call the session back before it
// returns: they are called by whoever caused a line, sometimes under the lock,
// and perhaps before Attach has returned the session.
type Transport interface {
	// Wake says that lines wait in the session (Session.Take). It is called when
	// the first line begins to wait, and not again until Take has answered that
	// none is left.
	Wake()
	// Release lets a held transport go on. It may come before the transport has
	// noticed that it is held.
	Release()
	// Close ends the connection once the lines that wait are written, or after a
	// bounded time. Calling it again does nothing.
	Close()
}

// Peer is what a transport knows of the other end.
type Peer struct {
	Address netip.Addr // invalid for a Unix socket or a pipe
	// Secure is true when nobody on the way can read along.
	Secure bool
	// Certificate is the SHA-256 of the client's certificate, lower-case hex,
	// or "" (WHOIS 276).
	Certificate string
	// ServerName is the host that the client asked for by TLS (SNI), or "".
	ServerName string
	// Kind names the door in logs: "tcp", "tls", "unix", "websocket", "pipe".
	Kind string
}

// kindTLS is the kind of those that have shaken hands with us.
const kindTLS = "tls"

// whence is a Peer in half its room, of which every session has one.
type whence struct {
	Address netip.Addr
	kind    unique.Handle[string]
	proof   *proof // nil for none
	Secure  bool
}

// proof is what was said about each other over TLS.
type proof struct{ certificate, serverName string }

func whenceOf(p Peer) whence {
	w := whence{Address: p.Address, kind: unique.Make(p.Kind), Secure: p.Secure}
	if p.Certificate != "" || p.ServerName != "" {
		w.proof = &proof{p.Certificate, p.ServerName}
	}
	return w
}

// Peer returns the whole.
func (w whence) Peer() Peer {
	p := Peer{Address: w.Address, Secure: w.Secure, Kind: w.kind.Value()}
	if w.proof != nil {
		p.Certificate, p.ServerName = w.proof.certificate, w.proof.serverName
	}
	return p
}

// Fingerprint returns the form of a certificate that Peer.Certificate holds.
func Fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}
