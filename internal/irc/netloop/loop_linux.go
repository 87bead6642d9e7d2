package netloop

import (
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Loop is one goroutine and its sockets. Its own methods, and those of a Conn, may
// be called by anybody.
type Loop struct {
	opts Options
	file *os.File        // the epoll set
	set  syscall.RawConn // by which Go's own poller waits for it: no thread is blocked
	bell int             // an eventfd in the set: it wakes the loop

	mu       sync.Mutex
	arrivals []*Conn
	released []*Conn
	writes   fifo
	isAsleep bool // it waits, or is about to
	isLate   bool // somebody's time may be up
	ended    bool
	done     chan struct{}

	// The rest belongs to the loop's goroutine.
	conns     []*Conn // by descriptor
	epoch     int32   // tells apart those who had the same descriptor
	in        []byte
	out       []byte
	turns     [quantum]*Conn
	events    []unix.EpollEvent
	mayLinger bool
	slow      map[*Conn]time.Time // when the time of those who take too little is up
	look      *time.Timer
}

// lookEvery is how often deadlines are looked at, while there are any.
const lookEvery = 250 * time.Millisecond

// New makes a loop and starts it.
func New(opts Options) (*Loop, error) {
	epoll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("epoll_create1", err)
	}
	bell, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		_ = unix.Close(epoll)
		return nil, os.NewSyscallError("eventfd", err)
	}
	// Edge by edge: each ring wakes the loop once, and none need be answered.
	ring := unix.EpollEvent{Events: unix.EPOLLIN | unix.EPOLLET, Fd: int32(bell)} //nolint:gosec // descriptors are small
	err = unix.EpollCtl(epoll, unix.EPOLL_CTL_ADD, bell, &ring)
	if err == nil {
		err = unix.SetNonblock(epoll, true) // or os.File would not let the poller have it
	}
	if err != nil {
		_ = unix.Close(epoll)
		_ = unix.Close(bell)
		return nil, os.NewSyscallError("epoll_ctl", err)
	}
	l := &Loop{
		opts: opts, file: os.NewFile(uintptr(epoll), "epoll"), bell: bell, done: make(chan struct{}),
		in: make([]byte, readRoom), events: make([]unix.EpollEvent, 256), slow: map[*Conn]time.Time{}, mayLinger: runtime.GOMAXPROCS(0) > 1,
	}
	if l.set, err = l.file.SyscallConn(); err != nil {
		_ = l.file.Close()
		_ = unix.Close(bell)
		return nil, err
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
		var one = [8]byte{1}
		_, _ = unix.Write(l.bell, one[:])
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
	_ = l.file.Close()
	_ = unix.Close(l.bell)
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
	hasLingered := false
	err = l.set.Read(func(epoll uintptr) bool {
		if n = poll(epoll, l.events, 0); n > 0 || isBusy {
			return true
		}
		if !l.fallsAsleep() {
			return true
		}
		if l.mayLinger && !hasLingered {
			hasLingered = true
			n = poll(epoll, l.events, linger)
			return n > 0
		}
		return false
	})
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

// linger is for how many milliseconds a loop that has just been busy waits by itself,
// before it leaves that to Go's poller: where people talk, the next line is not far, and
// to go and be fetched by the scheduler costs more than the line. Meanwhile it keeps its
// processor, so there must be another; a collection takes it away by a signal, which
// ends the wait.
const linger = 2

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
	event := unix.EpollEvent{Events: c.events, Fd: c.fd, Pad: c.epoch}
	err := control(l.set, func(epoll int) error { return unix.EpollCtl(epoll, unix.EPOLL_CTL_ADD, int(c.fd), &event) })
	if err != nil {
		l.gone(c, os.NewSyscallError("epoll_ctl", err))
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
	event := unix.EpollEvent{Events: events, Fd: c.fd, Pad: c.epoch}
	err := control(l.set, func(epoll int) error { return unix.EpollCtl(epoll, unix.EPOLL_CTL_MOD, int(c.fd), &event) })
	if err != nil {
		l.gone(c, os.NewSyscallError("epoll_ctl", err))
	}
}

// control does something with the descriptor of an open file.
func control(raw syscall.RawConn, do func(fd int) error) (failed error) {
	if err := raw.Control(func(fd uintptr) { failed = do(int(fd)) }); err != nil {
		return err
	}
	return failed
}
