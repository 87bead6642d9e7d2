package irc

import "time"

// floodGate lets a client send a burst of commands and then no faster than a
// rate. It holds one moment: when all that was sent would have been sent at the
// rate (the "generic cell rate algorithm").
type floodGate struct{ paid time.Time }

// pass counts a command of some cost and returns for how long the client's next
// one has to wait. It never refuses: who floods is slowed, by a held transport.
func (g *floodGate) pass(now time.Time, cost, burst int, rate float64) time.Duration {
	if rate <= 0 || cost == 0 {
		return 0
	}
	each := time.Duration(float64(time.Second) / rate)
	if g.paid.Before(now) {
		g.paid = now
	}
	g.paid = g.paid.Add(time.Duration(cost) * each)
	return max(0, g.paid.Sub(now)-time.Duration(burst)*each)
}
