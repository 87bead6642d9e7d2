//go:build !unix

package irc

import (
	"errors"
	"net"
)

var errWouldBlock = errors.New("nothing to read yet")

// readNow is not to be had here: no connection offers its descriptor.
func readNow(uintptr, []byte) (int, error) { return 0, errors.ErrUnsupported }

func isReadable(uintptr) bool { return true }

// peerHasGone is noticed by the next read or write.
func peerHasGone(net.Conn) bool { return false }

func isTemporary(error) bool { return false }
