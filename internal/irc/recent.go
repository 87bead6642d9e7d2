package irc

// recentIDs remembers the ids of the messages that were redacted last, or of those who
// have erased theirs: they must stay out of an answer that was looked up before.
type recentIDs struct {
	ids  map[string]bool
	ring []string
	next int
}

// recentSize is how many are remembered.
const recentSize = 1000

func (r *recentIDs) add(id string) {
	if r.ids == nil {
		r.ids, r.ring = map[string]bool{}, make([]string, recentSize)
	}
	delete(r.ids, r.ring[r.next])
	r.ids[id], r.ring[r.next] = true, id
	r.next = (r.next + 1) % recentSize
}

func (r *recentIDs) has(id string) bool { return r.ids[id] }
