//go:build !linux

package netloop

import (
	"errors"
	"net"
	"net/netip"
)

// Loop is not on this system: New says so.
type Loop struct{}

// New fails.
func New(Options) (*Loop, error) { return nil, ErrUnsupported }

// Own is never called: there is no Loop.
func (*Loop) Own(*Conn, int, Side, bool) {}

// Close does nothing.
func (*Loop) Close() {}

// Conn is never owned by a Loop.
type Conn struct{}

// Start does nothing.
func (*Conn) Start() {}

// Wake does nothing.
func (*Conn) Wake() {}

// Release does nothing.
func (*Conn) Release() {}

// Close does nothing.
func (*Conn) Close() {}

// Listener is never made.
type Listener struct{ net.Listener }

// Descriptors fails.
func (*Listener) Descriptors(func(int, netip.Addr)) error { return ErrUnsupported }

// Listen is net.Listen.
func Listen(network, address string) (net.Listener, error) { return net.Listen(network, address) }

// Take fails.
func Take(net.Conn) (int, error) { return -1, errors.ErrUnsupported }
