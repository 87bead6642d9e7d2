package irc

import (
	"errors"
	"io"
	"os"
	"runtime"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// lot is where plain sockets wait, for input and for their turn to write, so that
// an idle connection costs neither a goroutine nor a buffer: one epoll set for all
// of them, and a few workers that read what has come and run what it says. The
// set itself is waited for through Go's own poller, so no thread is blocked in it.
//
// A socket is armed for one event at a time. From the event on it belongs to one
// worker, until that arms it again; so the lines of a session never overlap.
type lot struct {
	file  *os.File // the epoll set
	set   syscall.RawConn
	start sync.Once

	reads  *turns[*parked] // on which something has come
	writes *turns[*stream] // for which lines wait

	mu     sync.Mutex
	parked map[int32]*parked // by a number of ours: descriptors are reused
	nextID int32
	ended  bool
}

// parked is a stream in the lot.
type parked struct {
	lot *lot
	st  *stream
	raw syscall.RawConn
	id  int32

	// The lot's lock guards the rest.
	state parkState
	early bool // the release came before the worker knew of the hold
	gone  bool // the peer has gone while the session was held
}

type parkState uint8

const (
	parkWorking parkState = iota // in the queue, or a worker has it
	parkWaiting                  // armed for input
	parkHeld                     // armed only for the peer's going
)

func newLot() *lot {
	return &lot{parked: map[int32]*parked{}, reads: newTurns[*parked](), writes: newTurns[*stream]()}
}

// park makes a stream wait in the lot. False means that this stream cannot.
func (l *lot) park(s *Server, st *stream) bool {
	conn, ok := st.conn.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := conn.SyscallConn()
	if err != nil {
		return false
	}
	if l.start.Do(l.open); l.set == nil {
		return false
	}
	p := &parked{lot: l, st: st, raw: raw}
	l.mu.Lock()
	l.nextID++
	p.id = l.nextID
	l.parked[p.id] = p
	l.mu.Unlock()
	leave := st.onClosed
	st.onClosed = func() {
		l.mu.Lock()
		delete(l.parked, p.id)
		l.mu.Unlock()
		leave()
	}
	st.driver = p
	st.attach(s.hub)
	l.mu.Lock()
	armed := p.arm(unix.EPOLL_CTL_ADD, parkWaiting)
	l.mu.Unlock()
	if !armed {
		st.session.Gone(io.ErrUnexpectedEOF)
	}
	return true
}

// open makes the epoll set and the goroutines; without a set the lot stays shut
// and every stream reads for itself.
func (l *lot) open() {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		_ = unix.Close(fd)
		return
	}
	l.file = os.NewFile(uintptr(fd), "epoll")
	set, err := l.file.SyscallConn()
	if err != nil {
		l.file.Close()
		return
	}
	l.set = set
	go l.watch()
	for range 2 * runtime.GOMAXPROCS(0) {
		go l.serve()
	}
	l.startWriters()
}

// close ends the lot's goroutines; no stream may be left in it.
func (l *lot) close() {
	l.start.Do(func() {})
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.set != nil && !l.ended {
		l.ended = true
		l.file.Close()
		l.reads.end()
		l.writes.end()
	}
}

// arm makes a socket wait for the next event of a state. What has come already
// is told at once. The lot's lock is held, so that two workers cannot undo each
// other's word. It fails for a socket that has been closed.
func (p *parked) arm(op int, state parkState) bool {
	p.state = state
	event := unix.EpollEvent{Events: unix.EPOLLRDHUP | unix.EPOLLONESHOT, Fd: p.id}
	if state == parkWaiting {
		event.Events |= unix.EPOLLIN
	}
	err := onDescriptor(p.raw, func(fd int) error {
		return onDescriptor(p.lot.set, func(set int) error { return unix.EpollCtl(set, op, fd, &event) })
	})
	return err == nil
}

func onDescriptor(raw syscall.RawConn, do func(fd int) error) error {
	var failed error
	err := raw.Control(func(fd uintptr) { failed = do(int(fd)) })
	return errors.Join(err, failed)
}

// watch queues the sockets on which something has come.
func (l *lot) watch() {
	events := make([]unix.EpollEvent, 256)
	for {
		n := 0
		err := l.set.Read(func(fd uintptr) bool {
			n, _ = unix.EpollWait(int(fd), events, 0)
			return n > 0
		})
		if err != nil {
			return // the set is closed
		}
		l.mu.Lock()
		for _, event := range events[:n] {
			p := l.parked[event.Fd]
			if p == nil || p.state == parkWorking {
				continue // it was told of before the state changed
			}
			p.gone = p.state == parkHeld
			l.enqueue(p)
		}
		l.mu.Unlock()
	}
}

// enqueue gives a stream its turn. The lot's lock is held.
func (l *lot) enqueue(p *parked) {
	p.state = parkWorking
	l.reads.push(p)
}

// serve is one worker.
func (l *lot) serve() {
	for {
		p, ok := l.reads.next()
		if !ok {
			return
		}
		switch gone, waits := p.hasGone(); {
		case waits:
		case gone:
			p.st.session.Gone(nil)
		default:
			p.work()
		}
	}
}

// hasGone says whether the peer has gone while its session was held. If it has been
// released since, the stream reads on, and finds the end where it stands; and while
// what it said is on its way to the disk it waits for that.
func (p *parked) hasGone() (gone, waits bool) {
	p.lot.mu.Lock()
	defer p.lot.mu.Unlock()
	switch {
	case !p.gone:
		return false, false
	case p.early:
	case p.st.session.isSpeaking():
		p.state, waits = parkHeld, true
	default:
		return true, false
	}
	p.gone, p.early = false, false
	return false, waits
}

// work lets a stream read once, and arms it for what it waits for next.
func (p *parked) work() {
	next := p.st.turn(p.read)
	if next.err != nil {
		p.st.session.Gone(ended(next.err))
		return
	}
	p.lot.mu.Lock()
	defer p.lot.mu.Unlock()
	switch {
	case !next.held:
		p.arm(unix.EPOLL_CTL_MOD, parkWaiting)
	case p.early:
		p.early = false
		p.lot.enqueue(p)
	default:
		p.arm(unix.EPOLL_CTL_MOD, parkHeld)
	}
}

// read reads what is there, without waiting for more.
func (p *parked) read(into []byte) (n int, err error) {
	var readErr error
	err = p.raw.Read(func(fd uintptr) bool {
		n, readErr = readNow(int(fd), into)
		return true
	})
	if err == nil {
		err = readErr
	}
	return n, err
}

// readNow reads from a descriptor; nothing yet is no bytes and no error.
func readNow(fd int, into []byte) (int, error) {
	for {
		n, err := unix.Read(fd, into)
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EAGAIN):
			return 0, nil
		case err != nil:
			return 0, os.NewSyscallError("read", err)
		case n == 0:
			return 0, io.EOF
		default:
			return n, nil
		}
	}
}

// release implements driver.
func (p *parked) release() {
	p.lot.mu.Lock()
	defer p.lot.mu.Unlock()
	if p.state == parkHeld {
		p.lot.enqueue(p)
		return
	}
	p.early = true
}
