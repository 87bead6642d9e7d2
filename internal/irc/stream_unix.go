//go:build unix

package irc

import (
	"errors"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

var errWouldBlock = errors.New("nothing to read yet")

// readNow reads without waiting.
func readNow(fd uintptr, into []byte) (int, error) {
	for {
		n, err := syscall.Read(int(fd), into)
		switch {
		case err == nil:
			return n, nil
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EAGAIN):
			return 0, errWouldBlock
		default:
			return 0, os.NewSyscallError("read", err)
		}
	}
}

// isReadable says whether a read would give bytes, the end, or an error at once.
func isReadable(fd uintptr) bool {
	var peek [1]byte
	_, _, err := unix.Recvfrom(int(fd), peek[:], unix.MSG_PEEK|unix.MSG_DONTWAIT)
	return !errors.Is(err, unix.EAGAIN)
}

// peerHasGone says whether the other end has closed, without reading what it
// sent before.
func peerHasGone(conn net.Conn) bool {
	raw, ok := conn.(syscall.Conn)
	if wrapped, isTLS := conn.(interface{ NetConn() net.Conn }); isTLS {
		raw, ok = wrapped.NetConn().(syscall.Conn)
	}
	if !ok {
		return false
	}
	control, err := raw.SyscallConn()
	if err != nil {
		return true
	}
	gone := false
	err = control.Control(func(fd uintptr) {
		poll := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN | pollClosed}}
		n, err := unix.Poll(poll, 0)
		gone = err == nil && n > 0 && poll[0].Revents&(pollClosed|unix.POLLHUP|unix.POLLERR) != 0
	})
	return gone || err != nil
}

// isTemporary says whether accepting may work again in a moment.
func isTemporary(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) ||
		errors.Is(err, syscall.ECONNABORTED) || errors.Is(err, syscall.ENOMEM) || errors.Is(err, syscall.ENOBUFS)
}
