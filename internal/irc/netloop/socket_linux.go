package netloop

import (
	"errors"
	"io"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// What a loop does most are recv and send. They take what a socket has at once, so the
// scheduler need not be told that a thread is away; and the kernel has less to ask about
// a socket than about a file.

// poll looks for events, for at most so many milliseconds.
func poll(epoll int, events []unix.EpollEvent, millis int) int {
	n, _, errno := unix.RawSyscall6(unix.SYS_EPOLL_PWAIT, uintptr(epoll), uintptr(unsafe.Pointer(unsafe.SliceData(events))), uintptr(len(events)), uintptr(millis), 0, 0) //nolint:gosec // what the call takes
	if errno != 0 {
		return 0
	}
	return int(n) //nolint:gosec // at most len(events)
}

// readNow reads from a socket; nothing yet is no bytes and no error.
func readNow(fd int, into []byte) (int, error) {
	for {
		n, err := transfer(unix.SYS_RECVFROM, fd, into)
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EAGAIN):
			return 0, nil
		case err != nil:
			return 0, os.NewSyscallError("recv", err)
		case n == 0:
			return 0, io.EOF
		default:
			return n, nil
		}
	}
}

// writeNow writes without waiting; a full socket takes nothing and is no error.
func writeNow(fd int, out []byte) (int, error) {
	for {
		n, err := transfer(unix.SYS_SENDTO, fd, out)
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EAGAIN):
			return 0, nil
		case err != nil:
			return 0, os.NewSyscallError("send", err)
		default:
			return n, nil
		}
	}
}

func transfer(call uintptr, fd int, data []byte) (int, error) {
	const flags = unix.MSG_DONTWAIT | unix.MSG_NOSIGNAL
	n, _, errno := unix.RawSyscall6(call, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(data))), uintptr(len(data)), flags, 0, 0) //nolint:gosec // what the call takes
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil //nolint:gosec // at most len(data)
}
