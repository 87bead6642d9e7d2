package irc

import "time"

// floodGate lets a client send a burst of commands and then no faster than a
// rate. It holds one moment: when all that was sent would have been sent at the
// rate (the "generic cell rate algorithm").
type floodGate struct{ paid int64 } // nanoseconds since 1970

// pass counts a command of some cost and returns for how long the client's next
// one has to wait. It never refuses: who floods is slowed, by a held transport.
func (g *floodGate) pass(now time.Time, cost, burst int, rate float64) time.Duration {
	if rate <= 0 || cost == 0 {
		return 0
	}
	each := time.Duration(float64(time.Second) / rate)
	g.paid = max(g.paid, now.UnixNano()) + int64(cost)*int64(each)
	return max(0, g.after(now)-time.Duration(burst)*each)
}

// after is how long after now all is paid for; not above 0 if it is.
func (g floodGate) after(now time.Time) time.Duration { return time.Duration(g.paid - now.UnixNano()) }

// flooding is a session that waits because it has sent too fast.
type flooding Session

func (f *flooding) ring(time.Time) { (*Session)(f).release(holdFlood) }
