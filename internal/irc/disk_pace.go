package irc

import (
	"slices"
	"time"
)

const (
	// promise is after how long what has happened is on disk. What comes during a
	// write waits for the next, so it is kept as long as a write takes half of it.
	promise = 100 * time.Millisecond
	// gather is how long what has happened waits for more of the kind, so that a
	// crowd that talks costs one write.
	gather = 25 * time.Millisecond
)

// pace is how fast the disk has been since the start: for those who wait for it,
// and for the operators.
type pace struct {
	commits uint64        // writes
	stored  uint64        // what was said that they took
	late    uint64        // writes of something that waited for longer than is promised
	total   time.Duration // that all took together
	slowest time.Duration // of the last few
	within  [10]uint64    // writes that took at most each of WriteTimes, and longer than the one before
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
	if i, _ := slices.BinarySearch(WriteTimes, took); i < len(p.within) {
		p.within[i]++
	}
	if !oldest.IsZero() && ended.Sub(oldest) > promise {
		p.late++
	}
}

// gathers is for how long what has waited already may wait for more: never so long
// that a write like others lately would break the promise.
func (p *pace) gathers(waited time.Duration) time.Duration {
	return min(gather, promise-p.slowest) - waited
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
