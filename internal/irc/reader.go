package irc

import (
	"io"
	"net"
	"time"
)

// blockingReader reads a stream on a goroutine of its own.
type blockingReader struct {
	st       *stream
	released chan struct{} // of size 1: a release may come before the wait for it
}

// watchHeld is how often a held connection is asked whether its peer is there.
const watchHeld = time.Second

// run lets the session have its lines until the connection ends.
func (r *blockingReader) run() error {
	for {
		next := r.st.turn(r.st.conn.Read)
		if next.err != nil {
			return next.err
		}
		if next.held {
			if err := r.waitHeld(); err != nil {
				return err
			}
		}
	}
}

// waitHeld waits for the release, or for the peer to go.
func (r *blockingReader) waitHeld() error {
	look := time.NewTicker(watchHeld)
	defer look.Stop()
	for {
		select {
		case <-r.released:
			return nil
		case <-r.st.closed:
			return net.ErrClosed
		case <-look.C:
			if r.st.session.isSpeaking() || !peerHasGone(r.st.conn) {
				continue
			}
			select {
			case <-r.released: // it may go on, and finds the end where it stands
				return nil
			default:
				return io.EOF
			}
		}
	}
}

// release lets a held stream go on; it may come before it knows that it is.
func (r *blockingReader) release() {
	select {
	case r.released <- struct{}{}:
	default:
	}
}

// wake sees to it that the lines that wait are written soon.
func (r *blockingReader) wake() { go r.st.flush() }
