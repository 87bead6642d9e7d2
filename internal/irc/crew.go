package irc

import (
	"runtime"
	"sync"
)

// crew runs what the lines of all streams say, on a few goroutines whose stacks
// have grown once and stay so. The many goroutines that wait for their sockets
// keep the smallest stack there is, which is most of what an idle connection
// costs.
type crew struct {
	jobs  chan job
	start sync.Once
	end   sync.Once
}

// job is one turn of one stream.
type job struct {
	st *stream
	do func() progress
}

func newCrew() *crew { return &crew{jobs: make(chan job)} }

// do runs a turn on a worker, and waits for it.
func (c *crew) do(st *stream, turn func() progress) progress {
	c.start.Do(func() {
		for range 4 * runtime.GOMAXPROCS(0) {
			go c.work()
		}
	})
	c.jobs <- job{st, turn}
	return <-st.worked
}

func (c *crew) work() {
	for j := range c.jobs {
		j.st.worked <- j.do()
	}
}

// stop ends the workers; no stream may be left.
func (c *crew) stop() { c.end.Do(func() { close(c.jobs) }) }
