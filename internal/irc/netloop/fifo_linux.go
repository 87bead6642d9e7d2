package netloop

// fifo is a queue of connections in order of their coming. It reuses its room, and
// gives back what a crowd has left behind.
type fifo struct {
	items []*Conn
	head  int
}

// keepRoom is for how many an empty queue keeps room.
const keepRoom = 1024

func (q *fifo) push(c *Conn) { q.items = append(q.items, c) }

// pop returns the first, nil if there is none.
func (q *fifo) pop() *Conn {
	if q.head == len(q.items) {
		return nil
	}
	c := q.items[q.head]
	q.items[q.head] = nil
	q.head++
	switch {
	case q.head < len(q.items):
		if q.head >= keepRoom && q.head*2 >= len(q.items) { // move up, now and then
			q.items = q.items[:copy(q.items, q.items[q.head:])]
			clear(q.items[len(q.items):cap(q.items)])
			q.head = 0
		}
	case cap(q.items) > keepRoom:
		q.items, q.head = nil, 0
	default:
		q.items, q.head = q.items[:0], 0
	}
	return c
}

func (q *fifo) isEmpty() bool { return q.head == len(q.items) }
