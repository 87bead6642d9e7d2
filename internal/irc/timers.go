package irc

import (
	"container/heap"
	"time"

	"linnet/internal/irc/chat"
)

// timers keeps the deadlines of the hub, the nearest first. One timer of the
// clock serves them all, so a waiting client costs no timer of its own. The
// hub's lock guards it.
type timers struct {
	heap deadlines
	stop func() // calls off the clock's timer
	next time.Time
}

// deadline is one thing that is due at a time. Its index is 0 while it is not
// set, else its place in the heap and 1.
type deadline struct {
	at    chat.Moment // rounded up: the network's time goes by milliseconds
	due   alarm
	index int
}

// alarm is what is done when a time has come. A type of its own for a *Session costs no
// memory where a function would: every connection has one.
type alarm interface{ ring(now time.Time) }

// alarmFunc is a function as an alarm.
type alarmFunc func(now time.Time)

func (f alarmFunc) ring(now time.Time) { f(now) }

// set plans d, or moves it if it is planned already.
func (t *timers) set(d *deadline, at time.Time) {
	d.at = chat.MomentOf(at.Add(time.Millisecond - 1))
	if d.index > 0 {
		heap.Fix(&t.heap, d.index-1)
		return
	}
	heap.Push(&t.heap, d)
}

// clear calls d off.
func (t *timers) clear(d *deadline) {
	if d.index > 0 {
		heap.Remove(&t.heap, d.index-1)
	}
}

// due takes out one deadline that has come, or returns nil.
func (t *timers) due(now time.Time) *deadline {
	if len(t.heap) == 0 || t.heap[0].at > chat.MomentOf(now) {
		return nil
	}
	return heap.Pop(&t.heap).(*deadline)
}

// arm makes the clock call ring when the nearest deadline comes.
func (t *timers) arm(clock Clock, ring func()) {
	if len(t.heap) == 0 {
		return
	}
	nearest := t.heap[0].at.Time()
	if t.stop != nil && !nearest.Before(t.next) {
		return
	}
	if t.stop != nil {
		t.stop()
	}
	t.next = nearest
	t.stop = clock.AfterFunc(max(0, nearest.Sub(clock.Now())), ring)
}

// rang says that the clock's timer has fired.
func (t *timers) rang() { t.stop = nil }

// end calls everything off.
func (t *timers) end() {
	if t.stop != nil {
		t.stop()
	}
	t.heap = nil
}

// deadlines implements heap.Interface.
type deadlines []*deadline

func (h deadlines) Len() int           { return len(h) }
func (h deadlines) Less(i, j int) bool { return h[i].at < h[j].at }

func (h deadlines) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i+1, j+1
}

func (h *deadlines) Push(x any) {
	d := x.(*deadline)
	d.index = len(*h) + 1
	*h = append(*h, d)
}

func (h *deadlines) Pop() any {
	old := *h
	d := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	d.index = 0
	return d
}
