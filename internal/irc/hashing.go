package irc

import "runtime"

// hashesAtOnce is how many passwords are hashed at a time. Each takes a processor for
// the better part of a tenth of a second, and its memory; with all of them taken, whoever
// talks waits for her turn as long. So half of them are left to those.
func hashesAtOnce() int { return max(1, runtime.GOMAXPROCS(0)/2) }

// hashing is slowly for the hash of a password: many who log in at once wait for each
// other. may, unless it is nil, is asked once more when it is the client's turn: of many
// guesses at once those before have been counted by then. Without it, or for who has gone,
// there is no hash: others would wait for nothing.
func (c *call) hashing(may func() bool, hash func(), then func() error) {
	c.slowly(func() {
		c.hub.hashes <- struct{}{}
		defer func() { <-c.hub.hashes }()
		if c.isWorth(may) {
			hash()
		}
	}, then)
}

// isWorth is called without the lock.
func (c *call) isWorth(may func() bool) bool {
	c.hub.lock()
	defer c.hub.unlock()
	return !c.s.closed && (may == nil || may())
}
