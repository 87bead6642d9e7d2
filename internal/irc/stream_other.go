//go:build !unix

package irc

import "net"

// peerHasGone is noticed by the next read or write.
func peerHasGone(net.Conn) bool { return false }

func isTemporary(error) bool { return false }
