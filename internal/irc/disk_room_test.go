package irc

import (
	"testing"

	"linnet/internal/irc/history"
)

// What is being written takes room as what waits does, for it may have to wait again:
// else a disk that is slow to say that it is full would have twice as much wait.
func TestWhatIsBeingWrittenTakesRoom(t *testing.T) {
	h := newDesk(t).srv.hub
	h.lock()
	defer h.unlock()
	d := h.disk
	for range atOnce + 1 {
		d.add(history.Change{Key: history.Channel(1), Redact: "x"})
	}
	all := d.bytes
	for name, take := range map[string]func(){"all": func() { h.take(group{}) }, "a part": func() { h.takePart() }} {
		take()
		taken := d.bytes
		d.putBack()
		if taken != all || d.bytes != all {
			t.Errorf("%s: %d bytes wait, %d while it is written, and %d when it failed", name, all, taken, d.bytes)
		}
	}
	h.takePart()
	d.landed()
	if left := changeSize(d.changes[0]); d.bytes != left {
		t.Errorf("when all but one are written %d bytes wait, expected %d", d.bytes, left)
	}
	h.take(group{})
	d.landed()
	if d.bytes != 0 {
		t.Errorf("when nothing waits that is %d bytes", d.bytes)
	}
}
