package netloop

import (
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// Loop is one goroutine and its sockets. Its own methods, and those of a Conn, may
// be called by anybody.
type Loop struct {
	opts Options
	set  *set

	mu       sync.Mutex
	arrivals []*Conn
	released []*Conn
	writes   fifo
	isAsleep bool // it waits, or is about to
	isLate   bool // somebody's time may be up
	ended    bool
	done     chan struct{}

	// The rest belongs to the loop's goroutine.
	conns  []*Conn // by descriptor
	epoch  int32   // tells apart those who had the same descriptor
	in     []byte
	out    []byte
	turns  [quantum]*Conn
	events []unix.EpollEvent
	slow   map[*Conn]time.Time // when the time of those who take too little is up
	look   *time.Timer
}

// lookEvery is how often deadlines are looked at, while there are any.
const lookEvery = 250 * time.Millisecond

// New makes a loop and starts it.
func New(opts Options) (*Loop, error) {
	set, err := newSet()
	if err != nil {
		return nil, err
	}
	l := &Loop{
		opts: opts, set: set, done: make(chan struct{}),
		in: make([]byte, readRoom), events: make([]unix.EpollEvent, 256), slow: map[*Conn]time.Time{},
	}
	l.look = time.AfterFunc(time.Hour, l.ringLate)
	l.look.Stop()
	go l.run()
	return l, nil
}

// Own makes c a connection of the loop by a socket that does not block. From then
// on its methods may be called; it is silent until Start. isHeld says that there is
// something to Resume with before anything is read.
func (l *Loop) Own(c *Conn, fd int, side Side, isHeld bool) {
	c.loop, c.side, c.fd, c.isHeld = l, side, int32(fd), isHeld //nolint:gosec // descriptors are small
}

// Start begins with a connection that the loop owns.
func (c *Conn) Start() {
	l := c.loop
	l.mu.Lock()
	l.arrivals = append(l.arrivals, c)
	l.rouse()
}

// Close ends the loop, and every connection that is still on it without a word.
func (l *Loop) Close() {
	l.mu.Lock()
	l.ended = true
	l.rouse()
	<-l.done
}

// rouse gives the lock back, and wakes the loop if it sleeps.
func (l *Loop) rouse() {
	wasAsleep := l.isAsleep
	l.isAsleep = false
	l.mu.Unlock()
	if wasAsleep {
		l.set.ring()
	}
}

func (l *Loop) ringLate() {
	l.mu.Lock()
	l.isLate = true
	l.rouse()
}

// run is the loop.
func (l *Loop) run() {
	defer l.end()
	for {
		isBusy, ended := l.turn()
		if ended {
			return
		}
		n, err := l.wait(isBusy)
		if err != nil {
			return
		}
		for i := range l.events[:n] {
			l.heed(&l.events[i])
		}
	}
}

// end closes whatever is left.
func (l *Loop) end() {
	l.look.Stop()
	for _, c := range l.conns {
		if c != nil {
			l.close(c)
		}
	}
	l.mu.Lock()
	arrivals := l.arrivals
	l.arrivals = nil
	l.mu.Unlock()
	for _, c := range arrivals {
		_ = unix.Close(int(c.fd))
		c.side.Closed()
	}
	l.set.close()
	close(l.done)
}

// turn does what others have asked for, and some of the writing. isBusy says that
// there is more of that.
func (l *Loop) turn() (isBusy, ended bool) {
	l.mu.Lock()
	arrivals, released, isLate := l.arrivals, l.released, l.isLate
	l.arrivals, l.released, l.isLate = nil, nil, false
	n := 0
	for n < quantum {
		c := l.writes.pop()
		if c == nil {
			break
		}
		c.isQueued = false
		l.turns[n] = c
		n++
	}
	isBusy, ended = !l.writes.isEmpty(), l.ended
	l.mu.Unlock()
	if ended {
		l.mu.Lock()
		l.arrivals = append(l.arrivals, arrivals...)
		l.mu.Unlock()
		return false, true
	}
	for _, c := range arrivals {
		l.enter(c)
	}
	for _, c := range released {
		l.resume(c)
	}
	for i, c := range l.turns[:n] {
		l.turns[i] = nil
		l.flush(c)
	}
	if isLate {
		l.cutLate(time.Now())
	}
	return isBusy, false
}

// wait returns how many events there are: at once if the loop is busy, and else when
// there are any, or something else to do.
func (l *Loop) wait(isBusy bool) (n int, err error) {
	if isBusy || !l.fallsAsleep() {
		return l.set.now(l.events), nil
	}
	n, err = l.set.wait(l.events, func() bool { return !l.fallsAsleep() })
	l.mu.Lock()
	l.isAsleep = false
	l.mu.Unlock()
	return n, err
}

// fallsAsleep says whether there is nothing to do: from then on whoever has something
// rings.
func (l *Loop) fallsAsleep() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.isAsleep = !l.ended && !l.isLate && l.writes.isEmpty() && len(l.arrivals)+len(l.released) == 0
	return l.isAsleep
}

// heed does what one event asks for.
func (l *Loop) heed(event *unix.EpollEvent) {
	if int(event.Fd) >= len(l.conns) {
		return // the bell
	}
	c := l.conns[event.Fd]
	if c == nil || c.epoch != event.Pad {
		return // it is of one that was closed a moment ago
	}
	if event.Events&unix.EPOLLOUT != 0 {
		l.flush(c)
	}
	const ending = unix.EPOLLRDHUP | unix.EPOLLHUP | unix.EPOLLERR
	switch {
	case c.isClosed || event.Events&(unix.EPOLLIN|ending) == 0:
	case c.isGone || c.isLeaving:
		if event.Events&(unix.EPOLLHUP|unix.EPOLLERR) != 0 { // nobody takes the last words
			l.close(c)
			return
		}
		l.listen(c, 0)
	case !c.isHeld:
		l.read(c)
	case event.Events&ending == 0: // it goes on when it is released
		l.listen(c, unix.EPOLLRDHUP)
	case c.side.MayGo() && !c.isReleased(): // in this order: it may be released as soon as it may go
		l.gone(c, nil)
	default: // it reads on, and finds the end where it stands; until then one event is enough
		l.listen(c, unix.EPOLLET)
	}
}

// enter makes the loop wait for a new socket.
func (l *Loop) enter(c *Conn) {
	l.epoch++
	c.epoch = l.epoch
	for int(c.fd) >= len(l.conns) {
		l.conns = append(l.conns, make([]*Conn, len(l.conns)+64)...)
	}
	l.conns[c.fd] = c
	c.isIn = true
	c.events = unix.EPOLLIN | unix.EPOLLRDHUP
	if err := l.set.add(int(c.fd), c.events, c.epoch); err != nil {
		l.gone(c, err)
	}
	l.flush(c) // what waited before it came
}

// listen changes what the loop waits for: some of input and the peer's going. While
// something could not be written it also waits for room.
func (l *Loop) listen(c *Conn, events uint32) {
	if c.unsent != nil {
		events |= unix.EPOLLOUT
	}
	if c.events == events || c.isClosed {
		return
	}
	c.events = events
	if err := l.set.change(int(c.fd), events, c.epoch); err != nil {
		l.gone(c, err)
	}
}
