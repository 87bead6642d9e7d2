package irc

import "time"

// pace is how fast the disk has been since the start: for those who wait for it,
// and for the operators.
type pace struct {
	commits uint64        // writes
	stored  uint64        // what was said that they took
	late    uint64        // writes of something that waited for longer than is promised
	total   time.Duration // that all took together
	slowest time.Duration // of the last few
	at      time.Time     // when the last ended
}

// add is told of a write: when it began and ended, how much of what was said it
// took, and since when the oldest of that had been waiting.
func (p *pace) add(began, ended time.Time, stored int, oldest time.Time) {
	took := ended.Sub(began)
	p.commits++
	p.stored += uint64(stored)
	p.total += took
	p.slowest = max(took, p.slowest-p.slowest/forgets)
	p.at = ended
	if !oldest.IsZero() && ended.Sub(oldest) > promise {
		p.late++
	}
}

// forgets is after about how many writes one that was slow counts no more.
const forgets = 32

// mean is how long a write takes.
func (p *pace) mean() time.Duration {
	if p.commits == 0 {
		return 0
	}
	return p.total / time.Duration(p.commits)
}
