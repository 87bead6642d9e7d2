package irc_test

import (
	"slices"
	"sync"
	"time"
)

// clock is the time of a conversation. It stands still until it is advanced.
type clock struct {
	mu      sync.Mutex
	now     time.Time
	waiting []*alarm
}

type alarm struct {
	at   time.Time
	ring func()
}

func newClock() *clock {
	return &clock{now: time.Date(2026, 1, 2, 15, 4, 5, 0, time.UTC)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) AfterFunc(d time.Duration, f func()) (stop func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := &alarm{c.now.Add(d), f}
	c.waiting = append(c.waiting, a)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.waiting = slices.DeleteFunc(c.waiting, func(w *alarm) bool { return w == a })
	}
}

// advance lets time pass, with every alarm at its own moment, in order. When it
// returns all of them have rung.
func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	until := c.now.Add(d)
	c.mu.Unlock()
	for {
		a := c.next(until)
		if a == nil {
			return
		}
		a.ring()
	}
}

// next moves to the first alarm that rings by a time, or else to that time.
func (c *clock) next(until time.Time) *alarm {
	c.mu.Lock()
	defer c.mu.Unlock()
	var first *alarm
	for _, a := range c.waiting {
		if !a.at.After(until) && (first == nil || a.at.Before(first.at)) {
			first = a
		}
	}
	if first == nil {
		c.now = until
		return nil
	}
	if first.at.After(c.now) {
		c.now = first.at
	}
	c.waiting = slices.DeleteFunc(c.waiting, func(w *alarm) bool { return w == first })
	return first
}
