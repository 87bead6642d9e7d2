package irc

import (
	"cmp"
	"iter"
	"log/slog"
	"slices"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// What was said is looked up in memory, which has the newest of each conversation.
// Where that is not all there is, and there is a disk, the whole question is asked
// of the disk instead, beside the lock; what waits to be written and what memory
// has counts as if it were there already.

// finder searches one conversation for one client.
type finder struct {
	search func(history.Query) []history.Entry
	all    bool      // it has draft/event-playback, and batches in which events are of the past
	since  time.Time // what is older is over its time, whether or not it has been dropped; zero is nothing
}

func (f finder) find(q history.Query) []history.Entry {
	q.All = f.all
	if !f.since.IsZero() && (q.After == nil || q.After.At.Before(f.since)) {
		q.After, q.Including = &history.Ref{At: f.since}, true
	}
	return f.search(q)
}

// past looks something up in a conversation and goes on with what was found, at
// once or when the disk has answered. look may be called twice.
func (c *call) past(key history.Key, all bool, look func(finder) []history.Entry, then func([]history.Entry, error) error) error {
	whole, since := true, c.hub.bounds(key)[0].Since
	found := look(finder{all: all, since: since, search: func(q history.Query) []history.Entry {
		found := c.hub.history.Find(key, q)
		whole = whole && (q.Limit <= 0 || c.hub.history.IsWhole(key, q, found))
		return found
	}})
	if whole || c.hub.disk == nil || !c.hub.isStored(key) {
		return then(found, nil)
	}
	above := c.hub.unwritten(key)
	var err error
	c.slowly(func() {
		found = look(finder{all: all, since: since, search: func(q history.Query) []history.Entry {
			q = above.bounded(q)
			wider := q
			wider.Limit += len(above.redacted)
			var written []history.Entry
			for _, key := range append(slices.Clone(above.former), key) { // which may move to the last meanwhile
				part, failed := c.hub.disk.store.Find(key, wider)
				written, err = append(written, part...), cmp.Or(err, failed)
			}
			return above.merged(written, q)
		}})
	}, func() error {
		if err != nil {
			c.hub.note("the disk does not answer", c.s, slog.Any("err", err))
		}
		left := slices.DeleteFunc(slices.Clone(found), func(e history.Entry) bool { return c.hub.isGone(e) })
		if len(left) == 0 && len(found) > 0 { // all are gone meanwhile, and others stand behind them
			return c.past(key, all, look, then)
		}
		return then(slices.DeleteFunc(left, func(e history.Entry) bool { return c.hub.isUnheard(e.ID) }), err)
	})
	return nil
}

// layer is what of a conversation may not be on disk yet.
type layer struct {
	entries  []history.Entry // by id
	redacted map[string]bool
	former   []history.Key // under which the disk may have parts of it
	end      history.Ref   // behind all that has happened
}

// bounded keeps from a question what has not happened: words may be on disk before.
func (l layer) bounded(q history.Query) history.Query {
	if q.Before == nil || l.end.Precedes(q.Before) {
		q.Before = &l.end
	}
	return q
}

// unwritten gathers what lies above the disk for one conversation.
func (h *hub) unwritten(key history.Key) layer {
	above := layer{redacted: map[string]bool{}, former: h.heirs().formerly(key), end: history.Ref{ID: history.After(h.ids.last()), At: h.now}}
	above.entries = h.history.Find(key, history.Query{Limit: wholeRing, All: true})
	for c := range h.waiting() {
		switch {
		case c.Key != key && !slices.Contains(above.former, c.Key):
		case c.Redact != "":
			above.redacted[c.Redact] = true
		case c.Entry.Line != nil:
			above.entries = append(above.entries, c.Entry)
		}
	}
	above.entries = history.InOrder(above.entries)
	above.entries = slices.DeleteFunc(above.entries, func(e history.Entry) bool { return above.redacted[e.ID] })
	return above
}

// waiting goes through what is perhaps not on disk yet, in its order.
func (h *hub) waiting() iter.Seq[history.Change] {
	return func(yield func(history.Change) bool) {
		if h.disk == nil {
			return
		}
		for _, changes := range [][]history.Change{h.disk.flight.Changes, h.disk.changes} {
			for _, c := range changes {
				if !yield(c) {
					return
				}
			}
		}
	}
}

// wholeRing is more than memory holds of one conversation.
const wholeRing = 1 << 20

// merged answers a query of what was found on disk and of what lies above.
func (l layer) merged(written []history.Entry, q history.Query) []history.Entry {
	written = slices.DeleteFunc(written, func(e history.Entry) bool { return l.redacted[e.ID] })
	if q.Limit <= 0 {
		return nil
	}
	all := history.InOrder(append(written, history.Select(l.entries, q)...))
	if over := len(all) - q.Limit; over > 0 && q.Newest {
		return all[over:]
	}
	return all[:min(len(all), q.Limit)]
}

// entry finds one entry by its id, and goes on with it if there is one.
func (c *call) entry(key history.Key, id string, then func(e history.Entry, ok bool) error) error {
	if e, ok := c.hub.history.Get(key, id); ok {
		return then(e, true)
	}
	at, isID := msgidTime(id)
	if !isID || c.hub.disk == nil || c.hub.redacted.has(id) {
		return then(history.Entry{}, false)
	}
	place := &history.Ref{ID: id, At: at}
	return c.past(key, true, func(f finder) []history.Entry {
		return f.find(history.Query{After: place, Including: true, Limit: 1})
	}, func(found []history.Entry, err error) error {
		if len(found) == 1 && found[0].ID == id && err == nil {
			return then(found[0], true)
		}
		return then(history.Entry{}, false)
	})
}

// spoken is when something was last said in each conversation.
type spoken struct {
	channels map[history.Key]time.Time
	talks    []history.Talk // private ones, the latest last
}

// lastSpoken finds that out for the channels that the client is in and for its private
// conversations, and goes on with it: at once or when the disk has answered.
func (c *call) lastSpoken(then func(spoken) error) error {
	here := c.hub.spokenHere(c.user)
	if c.hub.disk == nil {
		return then(here)
	}
	persons, store := c.hub.heirs().persons(c.user.Person()), c.hub.disk.store
	var unknown []history.Key
	for key, last := range here.channels {
		if newest := (history.Query{Limit: 1, Newest: true}); last.IsZero() && !c.hub.history.IsWhole(key, newest, nil) {
			unknown = append(unknown, key)
		}
	}
	written := spoken{channels: map[history.Key]time.Time{}}
	var err error
	c.slowly(func() {
		for _, person := range persons {
			talks, failed := store.Talks(person)
			written.talks, err = append(written.talks, talks...), cmp.Or(err, failed)
		}
		for _, key := range unknown {
			found, failed := store.Find(key, history.Query{Limit: 1, Newest: true})
			if err = cmp.Or(err, failed); len(found) > 0 {
				written.channels[key] = found[0].At
			}
		}
	}, func() error {
		if err != nil {
			c.hub.note("the disk does not answer", c.s, slog.Any("err", err))
		}
		return then(c.hub.spokenHere(c.user).or(written))
	})
	return nil
}

// spokenHere is lastSpoken as far as memory knows.
func (h *hub) spokenHere(u *chat.User) spoken {
	here := spoken{channels: map[history.Key]time.Time{}}
	for _, m := range u.Memberships {
		key := history.Channel(m.Channel.ID)
		here.channels[key] = h.history.Last(key)
	}
	me := u.Person()
	for _, id := range h.history.Partners(me) {
		here.talks = append(here.talks, history.Talk{With: id, Last: h.history.Last(history.Between(me, id))})
	}
	return here
}

// or fills in from the disk what memory, which is never behind it, does not know.
func (s spoken) or(written spoken) spoken {
	for key, last := range s.channels {
		if last.IsZero() {
			s.channels[key] = written.channels[key]
		}
	}
	for _, t := range written.talks {
		i := slices.IndexFunc(s.talks, func(other history.Talk) bool { return other.With == t.With })
		switch {
		case i < 0:
			s.talks = append(s.talks, t)
		default:
			s.talks[i].Nick = t.Nick
			if s.talks[i].Last.IsZero() {
				s.talks[i].Last = t.Last
			}
		}
	}
	slices.SortStableFunc(s.talks, func(a, b history.Talk) int { return a.Last.Compare(b.Last) })
	return s
}
