package irc

import (
	"crypto/tls"
	"errors"
	"net/netip"
	"time"
)

// handshakeTimeout bounds a TLS handshake.
const handshakeTimeout = 10 * time.Second

var errCrowd = errors.New("too many shake hands from that address")

// meet shakes hands with a new connection, if not too many do from where it comes.
func (h *hub) meet(secured *tls.Conn) error {
	from := addressOf(secured.RemoteAddr())
	if !h.mayShake(from) {
		return errCrowd
	}
	defer h.shaken(from)
	return shakeHands(secured, handshakeTimeout)
}

func (h *hub) mayShake(from netip.Addr) bool {
	h.lock()
	defer h.unlock()
	return h.crowding.shake(from, h.now, h.cfg.Limits.ConnectionsPerAddress, h.cfg.Limits.ConnectionsPerMinute)
}

func (h *hub) shaken(from netip.Addr) {
	h.lock()
	defer h.unlock()
	h.crowding.shaken(from)
}

// shakeHands opens a connection by TLS within some time, however the peer's bytes come. A
// deadline bounds it, for a context would cost a goroutine.
func shakeHands(secured *tls.Conn, within time.Duration) error {
	_ = secured.SetDeadline(time.Now().Add(within))
	if err := secured.Handshake(); err != nil {
		return err
	}
	return secured.SetDeadline(time.Time{})
}

// crew are goroutines that begin with new connections. Whoever is done waits a little
// for the next one: by then it has the room for a handshake on its stack, which a new
// goroutine would have to grow three times.
type crew struct{ jobs chan func() }

// crewPatience is how long one waits for more to do.
const crewPatience = 100 * time.Millisecond

func newCrew() crew { return crew{make(chan func())} }

// do has somebody do a job: nobody waits for another's.
func (c crew) do(job func()) {
	select {
	case c.jobs <- job:
	default:
		go c.work(job)
	}
}

func (c crew) work(job func()) {
	patience := time.NewTimer(crewPatience)
	defer patience.Stop()
	for {
		job()
		patience.Reset(crewPatience)
		select {
		case job = <-c.jobs:
		case <-patience.C:
			return
		}
	}
}
