package irc

import "sync"

// turns is a queue whose head waits for nobody: first come, first served, by
// however many goroutines call next. It keeps no room once it is empty.
type turns[T any] struct {
	mu    sync.Mutex
	some  sync.Cond
	items []T
	ended bool
}

func newTurns[T any]() *turns[T] {
	t := &turns[T]{}
	t.some.L = &t.mu
	return t
}

// push puts an item at the end.
func (t *turns[T]) push(item T) {
	t.mu.Lock()
	t.items = append(t.items, item)
	t.mu.Unlock()
	t.some.Signal()
}

// next takes the first item, waiting for one; false means that the queue has
// ended.
func (t *turns[T]) next() (item T, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.items) == 0 && !t.ended {
		t.some.Wait()
	}
	if t.ended {
		return item, false
	}
	var none T
	item, t.items[0] = t.items[0], none
	t.items = t.items[1:]
	if len(t.items) == 0 {
		t.items = nil
	}
	return item, true
}

// end sends all who wait away.
func (t *turns[T]) end() {
	t.mu.Lock()
	t.ended = true
	t.mu.Unlock()
	t.some.Broadcast()
}
