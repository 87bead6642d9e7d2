package netloop

import (
	"errors"
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// set is the sockets that a loop waits for. Its methods belong to the loop's goroutine,
// but for ring.
//
// Nothing blocks a thread for long: who has to wait does so by Go's own poller. That
// watches a gate, which is another set that has the first in it, and is shut while nobody
// waits there. Were it to watch the set itself, each event would wake a thread of the
// scheduler, for nothing, at a third of what a line costs.
type set struct {
	fd        int
	bell      int      // an eventfd in the set: it wakes the loop
	gate      *os.File // so that the poller may wait for it
	gateFD    int
	guard     syscall.RawConn // of the gate
	mayLinger bool
}

// linger is for how many milliseconds a loop that has just been busy waits by itself:
// where people talk the next line is not far, and to go and be fetched by the scheduler
// costs more than the line. Meanwhile it keeps its processor, so there must be another; a
// collection takes it away by a signal, which ends the wait.
const linger = 2

func newSet() (s *set, err error) {
	s = &set{fd: -1, bell: -1, gateFD: -1, mayLinger: runtime.GOMAXPROCS(0) > 1}
	defer func() {
		if err != nil {
			for _, fd := range []int{s.fd, s.bell, s.gateFD} {
				_ = unix.Close(fd)
			}
		}
	}()
	if s.fd, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return nil, os.NewSyscallError("epoll_create1", err)
	}
	if s.gateFD, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return nil, os.NewSyscallError("epoll_create1", err)
	}
	if s.bell, err = unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK); err != nil {
		return nil, os.NewSyscallError("eventfd", err)
	}
	// Edge by edge: each ring wakes the loop once, and none need be answered.
	if err = s.add(s.bell, unix.EPOLLIN|unix.EPOLLET, 0); err != nil {
		return nil, err
	}
	if err = s.control(s.gateFD, unix.EPOLL_CTL_ADD, s.fd, 0, 0); err != nil {
		return nil, err
	}
	if err = unix.SetNonblock(s.gateFD, true); err != nil { // or os.File would not let the poller have it
		return nil, os.NewSyscallError("fcntl", err)
	}
	gate := os.NewFile(uintptr(s.gateFD), "epoll")
	if s.guard, err = gate.SyscallConn(); err != nil {
		return nil, err
	}
	s.gate = gate
	return s, nil
}

// add makes the set wait for something of a descriptor, and change for something else.
func (s *set) add(fd int, events uint32, epoch int32) error {
	return s.control(s.fd, unix.EPOLL_CTL_ADD, fd, events, epoch)
}

func (s *set) change(fd int, events uint32, epoch int32) error {
	return s.control(s.fd, unix.EPOLL_CTL_MOD, fd, events, epoch)
}

func (*set) control(set, op, fd int, events uint32, epoch int32) error {
	event := unix.EpollEvent{Events: events, Fd: int32(fd), Pad: epoch} //nolint:gosec // descriptors are small
	return os.NewSyscallError("epoll_ctl", unix.EpollCtl(set, op, fd, &event))
}

// ring wakes the loop.
func (s *set) ring() {
	var one = [8]byte{1}
	_, _ = unix.Write(s.bell, one[:])
}

// now looks for events and does not wait.
func (s *set) now(events []unix.EpollEvent) int { return poll(s.fd, events, 0) }

// wait waits for events until there are some. mustWake, which is asked now and then, ends
// it without.
func (s *set) wait(events []unix.EpollEvent, mustWake func() bool) (n int, err error) {
	if s.mayLinger {
		if n = poll(s.fd, events, linger); n > 0 {
			return n, nil
		}
	}
	// The gate is open while somebody stands there, and for nobody else.
	if err = s.control(s.gateFD, unix.EPOLL_CTL_MOD, s.fd, unix.EPOLLIN, 0); err != nil {
		return 0, err
	}
	err = s.guard.Read(func(uintptr) bool {
		n = s.now(events)
		return n > 0 || mustWake()
	})
	return n, errors.Join(err, s.control(s.gateFD, unix.EPOLL_CTL_MOD, s.fd, 0, 0))
}

func (s *set) close() {
	_ = s.gate.Close()
	_ = unix.Close(s.fd)
	_ = unix.Close(s.bell)
}
