package history

import (
	"slices"
	"sort"
)

// ring holds the newest entries of one kind; it grows as they come, up to its
// size.
type ring struct {
	entries []Entry
	first   int // index of the oldest, once full
}

// add appends an entry and returns the one it pushed out, if any.
func (r *ring) add(e Entry, size int) (out Entry, pushed bool) {
	if len(r.entries) < size {
		r.entries = append(r.straight(), e)
		return Entry{}, false
	}
	out = r.entries[r.first]
	r.entries[r.first] = e
	r.first = (r.first + 1) % size
	return out, true
}

// straight returns the entries in their order, beginning at index 0.
func (r *ring) straight() []Entry {
	if r.first > 0 {
		r.entries = append(slices.Clone(r.entries[r.first:]), r.entries[:r.first]...)
		r.first = 0
	}
	return r.entries
}

// at returns the i-th entry, the oldest being 0.
func (r *ring) at(i int) Entry { return r.entries[(r.first+i)%len(r.entries)] }

// index returns where the entry of an id stands, or would.
func (r *ring) index(id string) (i int, found bool) {
	i = sort.Search(len(r.entries), func(i int) bool { return r.at(i).ID >= id })
	return i, i < len(r.entries) && r.at(i).ID == id
}

// take removes the i-th entry.
func (r *ring) take(i int) {
	r.entries = slices.Delete(r.straight(), i, i+1)
}

// cut removes the oldest entries, so many, and returns them.
func (r *ring) cut(count int) []Entry {
	if count <= 0 {
		return nil
	}
	all := r.straight()
	cut := slices.Clone(all[:count])
	r.entries = slices.Delete(all, 0, count)
	return cut
}

// within returns the places of the entries that a query selects before its limit.
func (r *ring) within(q Query) (from, to int) {
	to = len(r.entries)
	if q.After != nil {
		from = sort.Search(to, func(i int) bool {
			e := r.at(i)
			return q.After.after(e) || q.Including && !q.After.before(e)
		})
	}
	if q.Before != nil {
		to = sort.Search(to, func(i int) bool { return !q.Before.before(r.at(i)) })
	}
	return from, max(from, to)
}

// find appends the entries that a query selects of this ring.
func (r *ring) find(found []Entry, q Query) []Entry {
	from, to := r.within(q)
	if to-from > q.Limit {
		if q.Newest {
			from = to - q.Limit
		} else {
			to = from + q.Limit
		}
	}
	for i := from; i < to; i++ {
		found = append(found, r.at(i))
	}
	return found
}
