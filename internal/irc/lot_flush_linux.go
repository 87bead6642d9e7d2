package irc

import (
	"errors"
	"runtime"

	"golang.org/x/sys/unix"
)

// Streams of the lot whose lines wait stand in a queue, and a few writers serve
// it, first come first served. While a stream stands there, more lines join those
// that wait for it: under load that makes one write of many lines, at no delay
// when there is no load. A writer never waits for a peer; who takes less than all
// gets a goroutine until it has caught up.

// wake implements driver.
func (p *parked) wake() { p.lot.writes.push(p.st) }

// startWriters makes the goroutines that write.
func (l *lot) startWriters() {
	for range runtime.GOMAXPROCS(0) {
		go l.write()
	}
}

// write is one writer.
func (l *lot) write() {
	for {
		st, ok := l.writes.next()
		if !ok {
			return
		}
		if !st.flushNow() {
			go st.flush()
		}
	}
}

// flushNow writes what waits as far as the socket takes it at once, and says
// whether that was all.
func (st *stream) flushNow() (all bool) {
	st.writeMu.Lock()
	defer st.writeMu.Unlock()
	if st.unsent != nil {
		return false
	}
	p := st.driver.(*parked)
	buffer := writeBuffers.Get().(*writeBuffer)
	defer writeBuffers.Put(buffer)
	for {
		out := buffer.take(st.session)
		if len(out) == 0 {
			return true
		}
		n, err := p.writeNow(out)
		if err != nil {
			if !st.closing.Load() {
				st.session.Gone(err)
			}
			return true
		}
		if n < len(out) {
			st.unsent = append([]byte(nil), out[n:]...)
			return false
		}
		st.session.Drained()
	}
}

// writeNow writes without waiting; a full socket takes nothing and is no error.
func (p *parked) writeNow(out []byte) (n int, err error) {
	var writeErr error
	err = p.raw.Write(func(fd uintptr) bool {
		for {
			n, writeErr = unix.Write(int(fd), out)
			if !errors.Is(writeErr, unix.EINTR) {
				return true
			}
		}
	})
	switch {
	case err != nil:
		return 0, err
	case errors.Is(writeErr, unix.EAGAIN):
		return 0, nil
	}
	return max(n, 0), writeErr
}
