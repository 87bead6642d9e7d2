//go:build unix

package irc

import (
	"errors"
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

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
