package irc

import (
	"testing"
	"time"
)

// What was said is on disk within the promise, as long as a write takes half of that;
// from a slower disk nobody can have it sooner than with the write after the one that
// is under way. And a crowd costs few writes.
func TestThePromise(t *testing.T) {
	for _, c := range []struct{ write, worst time.Duration }{
		{0, gather}, {time.Millisecond, gather + time.Millisecond}, {10 * time.Millisecond, gather + 10*time.Millisecond},
		{50 * time.Millisecond, promise}, {60 * time.Millisecond, 120 * time.Millisecond}, {90 * time.Millisecond, 180 * time.Millisecond},
		{300 * time.Millisecond, 600 * time.Millisecond},
	} {
		for _, every := range []time.Duration{time.Millisecond, 7 * time.Millisecond, 150 * time.Millisecond, time.Second} {
			p, worst := chatter(every, c.write)
			if worst > c.worst {
				t.Errorf("a write of %v, somebody says something every %v: on disk after %v", c.write, every, worst)
			}
			if isLate := worst > promise; isLate != (p.late > 0) {
				t.Errorf("a write of %v, every %v: on disk after %v, and %d are late", c.write, every, worst, p.late)
			}
			if most := uint64(evening/max(every, gather, c.write)) + 2; p.commits > most {
				t.Errorf("a write of %v, every %v: %d writes, not %d", c.write, every, p.commits, most)
			}
		}
	}
}

// Nothing that waits is no reason to wait, however slow the disk is: what comes next
// would wait with it.
func TestNothingWaits(t *testing.T) {
	h := outlive(t, nil, dusk).srv.hub
	for _, slowest := range []time.Duration{0, promise, time.Hour} {
		h.disk.pace.slowest, h.disk.oldest = slowest, time.Time{}
		if wait := h.gathers(); wait > 0 {
			t.Errorf("with writes of %v it waits for %v", slowest, wait)
		}
	}
}

const evening = 20 * time.Second

// chatter lets somebody say something every so often, with a disk whose writes take so
// long, and returns the longest that something took to get there.
func chatter(every, write time.Duration) (p pace, worst time.Duration) {
	var start time.Time
	at := func(d time.Duration) time.Time { return start.Add(time.Hour + d) }
	for now, next := time.Duration(0), time.Duration(0); now < evening; {
		oldest := next
		now = max(now, oldest) // the disk waits for somebody to say something
		now += max(0, p.gathers(now-oldest))
		for next <= now { // all that has been said goes along
			next += every
		}
		p.add(at(now), at(now+write), 1, at(oldest))
		now += write
		worst = max(worst, now-oldest)
	}
	return p, worst
}
