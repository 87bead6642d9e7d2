// Package netloop carries many sockets on few goroutines: one waits for all that
// belong to it, reads what has come, and writes what waits, so that an idle socket
// costs no goroutine, no buffer and no timer. It knows descriptors and bytes; what
// a line is, and whose, is the business of each socket's Side.
//
// # How a loop works
//
// A socket for which bytes wait joins a queue, first come first served. The loop
// writes for a few of them, one write each, then looks for input, and goes on. What
// is said meanwhile joins writes that are still to come: under load one write
// carries many lines, at no delay when there is no load. That fewer writes is the
// whole secret: a write costs more than all that leads to it.
//
// Everything of a socket happens on its loop's goroutine, one thing at a time, and
// never waits. So a Side needs no lock against itself.
package netloop

import (
	"errors"
	"time"
)

// Side is what a connection means to whoever has it. Its methods are called by the
// loop, one at a time, and may not wait. None may call into the loop and expect it
// to have acted before it returns.
type Side interface {
	// Input takes what has come, valid until it returns. False holds the
	// connection: nothing is read before Release, and what of the bytes was not
	// used is for the Side to keep until Resume. An error ends the connection: Gone
	// follows.
	Input(data []byte) (more bool, err error)
	// Resume goes on with what was kept, after a Release.
	Resume() (more bool, err error)
	// Output returns what is to be written next, valid until the next call; it may
	// use room, and enlarge it. more says that there is more after that.
	Output(room *[]byte) (out []byte, more bool)
	// Written says that all that Output returned is on its way.
	Written()
	// MayGo says whether a connection that is held may end before it has been
	// released: if not, it reads on then, and finds the end where it stands.
	MayGo() bool
	// Gone says that the peer has gone, or that the connection broke: nil if it ended
	// properly. It comes at most once, also while the connection is held.
	Gone(err error)
	// Closed says that the socket is closed; nothing follows.
	Closed()
}

// Options are the bounds of a loop.
type Options struct {
	// WriteTimeout is how long a peer may take nothing of what waits for it. It is
	// asked each time.
	WriteTimeout func() time.Duration
	// CloseTimeout is how long a connection that closes may take for its last words.
	CloseTimeout time.Duration
}

// ErrSlow is the end of a connection whose peer took nothing for too long.
var ErrSlow = errors.New("write timeout")

// ErrUnsupported says that this system has no loops.
var ErrUnsupported = errors.New("netloop: not on this system")

const (
	// readRoom is how much is read at once, into a buffer that all sockets share.
	readRoom = 16 << 10
	// quantum is for how many sockets a loop writes between two looks for input.
	quantum = 32
)
