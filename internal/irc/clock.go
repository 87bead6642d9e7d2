package irc

import "time"

// Clock is where the time comes from, so that a test need not wait for it.
type Clock interface {
	Now() time.Time
	// AfterFunc calls f once, in a goroutine of its own, when d has passed; the
	// returned function calls it off.
	AfterFunc(d time.Duration, f func()) (stop func())
}

// systemClock is the time of the machine.
type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) AfterFunc(d time.Duration, f func()) func() {
	t := time.AfterFunc(d, f)
	return func() { t.Stop() }
}
