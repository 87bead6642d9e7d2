package irc

import "runtime"

// hashesAtOnce is how many passwords are hashed at a time. Each takes a processor for
// the better part of a tenth of a second, and its memory; with all of them taken, whoever
// talks waits for her turn as long. So half of them are left to those.
func hashesAtOnce() int { return max(1, runtime.GOMAXPROCS(0)/2) }

// hashing is slowly for the hash of a password: many who log in at once wait for each
// other. Who has gone before it is her turn has none, or others would wait for nobody.
func (c *call) hashing(hash func(), then func() error) {
	c.slowly(func() {
		c.hub.hashes <- struct{}{}
		defer func() { <-c.hub.hashes }()
		if !c.hasGone() {
			hash()
		}
	}, then)
}

// hasGone says whether the client has. It is called without the lock.
func (c *call) hasGone() bool {
	c.hub.lock()
	defer c.hub.unlock()
	return c.s.closed
}
