//go:build unix && !linux

package irc

import "golang.org/x/sys/unix"

// pollClosed is told when the other end is gone; there is no earlier sign here.
const pollClosed = unix.POLLHUP
