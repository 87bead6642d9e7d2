//go:build linux

package main

import (
	"bytes"
	"sync"
)

// listener is a connection that is told a line. It keeps the line, and does not
// wait.
type listener interface{ hear(line []byte) }

// group is all who hear each other.
type group struct {
	mu      sync.Mutex
	members []listener
}

var groups sync.Map // of *group, by name

// talker makes lines of what a connection sends: the first names its group, and each
// other is told to all of that, itself included.
type talker struct {
	group *group
	rest  []byte // of a line that has not ended
}

func (t *talker) input(self listener, data []byte) {
	for {
		line, after, ended := bytes.Cut(data, []byte("\n"))
		if !ended {
			t.rest = append(t.rest, line...)
			return
		}
		line = append(append(make([]byte, 0, len(t.rest)+len(line)+1), t.rest...), data[:len(line)+1]...)
		t.rest, data = nil, after
		if t.group == nil {
			t.join(self, line)
			continue
		}
		t.group.mu.Lock()
		for _, m := range t.group.members {
			m.hear(line)
		}
		t.group.mu.Unlock()
	}
}

// join answers with the name, so that one knows when.
func (t *talker) join(self listener, name []byte) {
	g, _ := groups.LoadOrStore(string(name), &group{})
	t.group = g.(*group)
	t.group.mu.Lock()
	t.group.members = append(t.group.members, self)
	self.hear(name)
	t.group.mu.Unlock()
}

// outbox is what waits to be written: lines that all their readers share.
type outbox struct {
	mu    sync.Mutex
	lines [][]byte
}

// add says whether nothing waited before, so that somebody must be told.
func (o *outbox) add(line []byte) (isFirst bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lines = append(o.lines, line)
	return len(o.lines) == 1
}

// take appends all that waits to room.
func (o *outbox) take(room []byte) []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, line := range o.lines {
		room = append(room, line...)
	}
	clear(o.lines)
	o.lines = o.lines[:0]
	return room
}
