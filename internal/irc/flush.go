package irc

import (
	"sync"
	"time"
)

var writeBuffers = sync.Pool{New: func() any { return &writeBuffer{} }}

// writeBuffer is what one flush needs: the lines taken, and their bytes in one.
type writeBuffer struct {
	lines [][]byte
	bytes []byte
}

// take returns the bytes of the lines that wait, valid until the next take; none
// means that nothing waits.
func (b *writeBuffer) take(s *Session) []byte {
	b.lines = s.Take(b.lines[:0])
	defer clear(b.lines)
	if len(b.lines) == 1 {
		return b.lines[0]
	}
	b.bytes = b.bytes[:0]
	for _, line := range b.lines {
		b.bytes = append(b.bytes, line...)
	}
	return b.bytes
}

// flush writes all that waits for a stream, in as few writes as it takes, and
// waits for its peer where it must.
func (st *stream) flush() {
	st.writeMu.Lock()
	defer st.writeMu.Unlock()
	buffer := writeBuffers.Get().(*writeBuffer)
	defer writeBuffers.Put(buffer)
	for {
		out := buffer.take(st.session)
		if len(out) == 0 {
			return
		}
		if !st.closing.Load() {
			_ = st.conn.SetWriteDeadline(time.Now().Add(time.Duration(st.session.hub.writeTimeout.Load())))
			if st.closing.Load() { // Close came between: its deadline counts
				_ = st.conn.SetWriteDeadline(time.Now().Add(closeTimeout))
			}
		}
		if _, err := st.conn.Write(out); err != nil {
			if !st.closing.Load() {
				st.session.Gone(err)
			}
			return
		}
		st.session.Drained()
	}
}
