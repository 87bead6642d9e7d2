package netloop

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"
)

// Listener accepts connections as bare descriptors: without what a net.Conn costs,
// which is its memory, a place in Go's poller, and five system calls. It is a
// net.Listener as well, for whoever needs one.
type Listener struct {
	file *os.File
	raw  syscall.RawConn
	addr net.Addr
	path string // of a Unix socket, removed in the end

	isClosed atomic.Bool
}

// Listen listens as net.Listen does.
func Listen(network, address string) (net.Listener, error) {
	l, err := net.Listen(network, address)
	if err != nil {
		return nil, err
	}
	defer l.Close() // we have the socket by another descriptor
	ours := &Listener{addr: l.Addr()}
	switch l := l.(type) {
	case *net.TCPListener:
		ours.file, err = l.File()
	case *net.UnixListener:
		l.SetUnlinkOnClose(false)
		ours.path = address
		ours.file, err = l.File()
	default:
		return nil, net.UnknownNetworkError(network)
	}
	if err != nil {
		return nil, err
	}
	if ours.raw, err = ours.file.SyscallConn(); err != nil {
		_ = ours.file.Close()
		return nil, err
	}
	if ours.path == "" { // what it accepts inherits it: no line waits for another
		err = control(ours.raw, func(fd int) error {
			return unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
		})
	}
	return ours, err
}

// Descriptors hands each connection to take, with the address of its peer (invalid
// for a Unix socket), until accepting fails; it returns why. The descriptor does not
// block, and is take's.
func (l *Listener) Descriptors(take func(fd int, peer netip.Addr)) error {
	return l.accept(func(fd int, from unix.Sockaddr) bool {
		take(fd, addressOf(from))
		return true
	})
}

// accept accepts as long as take wants more.
func (l *Listener) accept(take func(fd int, from unix.Sockaddr) (more bool)) error {
	var failed error
	err := l.raw.Read(func(listening uintptr) bool {
		for {
			fd, from, err := unix.Accept4(int(listening), unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)
			switch {
			case err == nil:
				if !take(fd, from) {
					return true
				}
			case errors.Is(err, unix.EAGAIN):
				return false
			case errors.Is(err, unix.EINTR), errors.Is(err, unix.ECONNABORTED):
			default:
				failed = os.NewSyscallError("accept4", err)
				return true
			}
		}
	})
	if err != nil && l.isClosed.Load() { // the poller has another error for that
		err = net.ErrClosed
	}
	return errors.Join(err, failed)
}

func addressOf(from unix.Sockaddr) netip.Addr {
	switch from := from.(type) {
	case *unix.SockaddrInet4:
		return netip.AddrFrom4(from.Addr)
	case *unix.SockaddrInet6:
		return netip.AddrFrom16(from.Addr)
	}
	return netip.Addr{}
}

// Accept implements net.Listener.
func (l *Listener) Accept() (net.Conn, error) {
	accepted := -1
	err := l.accept(func(fd int, _ unix.Sockaddr) bool {
		accepted = fd
		return false
	})
	if err != nil {
		return nil, &net.OpError{Op: "accept", Net: l.addr.Network(), Addr: l.addr, Err: err}
	}
	file := os.NewFile(uintptr(accepted), "accepted")
	defer file.Close()
	return net.FileConn(file)
}

// Close implements net.Listener.
func (l *Listener) Close() error {
	l.isClosed.Store(true)
	err := l.file.Close()
	if l.path != "" && err == nil {
		err = os.Remove(l.path)
	}
	return err
}

// Addr implements net.Listener.
func (l *Listener) Addr() net.Addr { return l.addr }

// Take takes the descriptor of a connection away from it: a duplicate, which does not
// block. The connection itself is closed.
func Take(conn net.Conn) (fd int, err error) {
	owner, is := conn.(syscall.Conn)
	if !is {
		return -1, errors.ErrUnsupported
	}
	raw, err := owner.SyscallConn()
	if err != nil {
		return -1, err
	}
	err = control(raw, func(from int) (err error) {
		fd, err = unix.FcntlInt(uintptr(from), unix.F_DUPFD_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return -1, err
	}
	return fd, conn.Close()
}

// control does something with the descriptor of an open file.
func control(raw syscall.RawConn, do func(fd int) error) (failed error) {
	if err := raw.Control(func(fd uintptr) { failed = do(int(fd)) }); err != nil {
		return err
	}
	return failed
}
