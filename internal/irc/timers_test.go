package irc

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// armClock remembers what it was asked to ring for.
type armClock struct {
	now   time.Time
	armed []time.Time // not called off
}

func (c *armClock) Now() time.Time { return c.now }

func (c *armClock) AfterFunc(d time.Duration, _ func()) func() {
	at := c.now.Add(d)
	c.armed = append(c.armed, at)
	return func() { c.armed = slices.DeleteFunc(c.armed, at.Equal) }
}

func TestTimersArmForTheNearest(t *testing.T) {
	start := time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)
	at := func(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }
	c := &armClock{now: start}
	var ts timers
	armed := func(want ...time.Time) {
		t.Helper()
		ts.arm(c, func() {})
		if !slices.EqualFunc(c.armed, want, time.Time.Equal) {
			t.Errorf("armed for %v, expected %v", c.armed, want)
		}
	}
	armed()
	late, early := &deadline{}, &deadline{}
	ts.set(late, at(10))
	armed(at(10))
	armed(at(10)) // once is enough
	ts.set(early, at(5))
	armed(at(5)) // and the later alarm is called off
	ts.set(early, at(20))
	armed(at(5)) // one that rings for nothing is cheaper than many set anew
	c.now, c.armed = at(5), nil
	ts.rang()
	if ts.due(c.now) != nil {
		t.Error("something is due that was moved")
	}
	armed(at(10))
	ts.clear(late)
	ts.clear(late)
	c.now, c.armed = at(60), nil
	ts.rang()
	armed(at(60)) // what is overdue rings at once
	if ts.due(c.now) != early || ts.due(c.now) != nil {
		t.Error("the one that is set is not the one that is due")
	}
	ts.set(early, at(61))
	armed(at(60)) // what rings already comes first
	ts.end()
	armed()
}

// TestTimersFireInOrder sets, moves and clears at random; what is due comes in
// the order of its time, each once, and nothing else.
func TestTimersFireInOrder(t *testing.T) {
	start := time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		var ts timers
		all := make([]*deadline, 8)
		want := map[*deadline]time.Time{}
		for i := range all {
			all[i] = &deadline{}
		}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			d := rapid.SampledFrom(all).Draw(t, "deadline")
			if rapid.IntRange(0, 3).Draw(t, "step") == 0 {
				ts.clear(d)
				delete(want, d)
			} else {
				at := start.Add(time.Duration(rapid.IntRange(0, 50).Draw(t, "at")) * time.Second)
				ts.set(d, at)
				want[d] = at
			}
		}
		now := start.Add(25 * time.Second)
		last := start
		for d := ts.due(now); d != nil; d = ts.due(now) {
			at, planned := want[d]
			if !planned || at.After(now) || at.Before(last) {
				t.Fatalf("fired for %v, after %v; planned %v", at, last, planned)
			}
			last = at
			delete(want, d)
		}
		for _, at := range want {
			if !at.After(now) {
				t.Fatalf("one for %v was never due", at)
			}
		}
		if len(ts.heap) != len(want) {
			t.Fatalf("%d left in the heap, %d planned", len(ts.heap), len(want))
		}
	})
}
