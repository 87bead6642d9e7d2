package irc

import "golang.org/x/sys/unix"

// pollClosed is told when the other end has shut its side down.
const pollClosed = unix.POLLRDHUP
