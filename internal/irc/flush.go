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

// flush writes all that waits for a stream, in as few writes as it takes.
func (st *stream) flush() {
	st.writeMu.Lock()
	defer st.writeMu.Unlock()
	buffer := writeBuffers.Get().(*writeBuffer)
	defer writeBuffers.Put(buffer)
	for {
		buffer.lines = st.session.Take(buffer.lines[:0])
		if len(buffer.lines) == 0 {
			return
		}
		out := buffer.lines[0]
		if len(buffer.lines) > 1 {
			buffer.bytes = buffer.bytes[:0]
			for _, line := range buffer.lines {
				buffer.bytes = append(buffer.bytes, line...)
			}
			out = buffer.bytes
		}
		clear(buffer.lines)
		if !st.closing.Load() {
			_ = st.conn.SetWriteDeadline(time.Now().Add(st.session.hub.cfg.Limits.WriteTimeout))
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
