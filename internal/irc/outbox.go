package irc

import (
	"bytes"
	"slices"
	"sync"
)

// outbox holds the lines that wait for one client. It takes a line at once or
// is full, and never waits. Its lock is the only one inside the hub's; a
// transport takes it alone.
type outbox struct {
	mu         sync.Mutex
	lines      []waiting
	takenBytes int
	takenLines uint32
	bytes      int32 // of all that waits
	foreign    int32 // of what others caused: only this can overflow
	awake      bool
	closed     bool
}

// traffic is what has gone one way through a connection.
type traffic struct {
	bytes int
	lines uint32
}

// waiting is a line or, as one, some lines that always follow each other, and whether
// its own client caused it.
type waiting struct {
	form  []byte
	lines uint32
	own   bool
}

// block is some lines that always follow each other, as one.
type block struct {
	bytes []byte
	lines uint32
}

// put adds a line. wake says that the transport must be woken, full that the
// line was refused because others have sent more than limit bytes.
func (o *outbox) put(form []byte, own bool, limit int) (wake, full bool) {
	return o.add(waiting{form, 1, own}, limit)
}

// putBlock adds lines that the session itself has caused.
func (o *outbox) putBlock(b block) (wake bool) {
	wake, _ = o.add(waiting{b.bytes, b.lines, true}, 0)
	return wake
}

func (o *outbox) add(w waiting, limit int) (wake, full bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return false, false
	}
	if !w.own {
		if int(o.foreign)+len(w.form) > limit {
			return false, true
		}
		o.foreign += int32(len(w.form)) //nolint:gosec // no limit is over 1 GiB
	}
	o.bytes += int32(len(w.form)) //nolint:gosec // nor does more than a page wait of its own
	if o.lines == nil {
		o.lines = make([]waiting, 0, keepRoom)
	}
	o.lines = append(o.lines, w)
	wake = !o.awake
	o.awake = true
	return wake, false
}

// expect makes room for some lines at once.
func (o *outbox) expect(lines int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.closed {
		o.lines = slices.Grow(o.lines, lines)
	}
}

// takeAtMost bounds the bytes of one take, so that one write is never long.
const takeAtMost = 64 << 10

// take appends the waiting lines to into, oldest first, up to takeAtMost bytes
// but at least one line. Nothing appended means that nothing waits.
func (o *outbox) take(into [][]byte) [][]byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	n, size := 0, 0
	for n < len(o.lines) && (n == 0 || size+len(o.lines[n].form) <= takeAtMost) {
		line := o.lines[n]
		into = line.appendTo(into)
		size += len(line.form)
		n++
	}
	o.leave(n, size)
	o.awake = n > 0
	return into
}

// appendTo appends each line.
func (w waiting) appendTo(into [][]byte) [][]byte {
	rest := w.form
	for range w.lines - 1 {
		end := bytes.IndexByte(rest, '\n') + 1
		into, rest = append(into, rest[:end:end]), rest[end:]
	}
	return append(into, rest)
}

// leave takes the first lines out, which are so many bytes. The lock is held.
func (o *outbox) leave(n, size int) {
	for _, line := range o.lines[:n] {
		o.takenLines += line.lines // it may begin anew
		if !line.own {
			o.foreign -= int32(len(line.form)) //nolint:gosec // which was added
		}
	}
	o.bytes -= int32(size) //nolint:gosec // which was added
	o.takenBytes += size
	if n < len(o.lines) {
		o.lines = o.lines[n:]
		return
	}
	if cap(o.lines) > keepRoom {
		o.lines = nil
		return
	}
	clear(o.lines)
	o.lines = o.lines[:0]
}

// keepRoom is for how many lines an empty outbox keeps room: enough that the common
// case, a line now and then, takes no memory anew.
const keepRoom = 2

// rest gives even that room back, when nobody has talked for long.
func (o *outbox) rest() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.lines) == 0 {
		o.lines = nil
	}
}

// takeBytes is take for a transport that writes bytes: those of one line alone as
// they are, of several as one in room, which may be enlarged. more says that others
// wait; if none do, the next line wakes the transport again.
func (o *outbox) takeBytes(room *[]byte) (out []byte, more bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n, size := 0, 0
	for n < len(o.lines) && (n == 0 || size+len(o.lines[n].form) <= takeAtMost) {
		size += len(o.lines[n].form)
		n++
	}
	if n == 1 {
		out = o.lines[0].form
	} else {
		out = (*room)[:0]
		for _, line := range o.lines[:n] {
			out = append(out, line.form...)
		}
		*room = out
	}
	o.leave(n, size)
	o.awake = len(o.lines) > 0
	return out, o.awake
}

// size returns the bytes that wait.
func (o *outbox) size() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return int(o.bytes)
}

// sent returns what the transport has taken so far.
func (o *outbox) sent() traffic {
	o.mu.Lock()
	defer o.mu.Unlock()
	return traffic{o.takenBytes, o.takenLines}
}

// close refuses all lines from now on; what waits may still be taken.
func (o *outbox) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
}
