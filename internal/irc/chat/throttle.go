package chat

import (
	"strconv"
	"strings"
	"time"
)

// Mode j: a channel takes so many joins in so many seconds, and then none until
// the time is over. What it has taken is counted by Apply.

// throttle is how many have joined since the time began.
type throttle struct {
	since time.Time
	joins int
}

// The most that mode j may say: joins, and seconds.
const (
	throttleJoins   = 1000
	throttleSeconds = 3600
)

// splitThrottle reads "joins:seconds".
func splitThrottle(param string) (joins int, window time.Duration, ok bool) {
	first, second, _ := strings.Cut(param, ":")
	joins, err := strconv.Atoi(first)
	seconds, err2 := strconv.Atoi(second)
	ok = err == nil && err2 == nil && joins > 0 && joins <= throttleJoins && seconds > 0 && seconds <= throttleSeconds
	return joins, time.Duration(seconds) * time.Second, ok
}

func parseThrottle(param string, _ Limits) (string, bool) {
	joins, window, ok := splitThrottle(param)
	return strconv.Itoa(joins) + ":" + strconv.Itoa(int(window/time.Second)), ok
}

// isThrottled says whether the joins of this while are used up.
func (ch *Channel) isThrottled(now time.Time) bool {
	param := ch.Param('j')
	if param == "" {
		return false
	}
	joins, window, _ := splitThrottle(param) // parseThrottle has seen it
	return now.Before(ch.throttle.since.Add(window)) && ch.throttle.joins >= joins
}

// countJoin counts one more, in the while that is or in a new one.
func (ch *Channel) countJoin(at time.Time) {
	param := ch.Param('j')
	if param == "" {
		return
	}
	_, window, _ := splitThrottle(param) // parseThrottle has seen it
	if !at.Before(ch.throttle.since.Add(window)) {
		ch.throttle = throttle{since: at}
	}
	ch.throttle.joins++
}
