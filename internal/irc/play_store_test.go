package irc_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"linnet/internal/irc"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/picture"
	"linnet/internal/irc/store"
)

// shelf is a store that forgets everything with the test. Played with one, every
// conversation goes the way of a server with a data directory: what is to outlive
// it waits until it is kept.
type shelf struct {
	mu      sync.Mutex
	batches []history.Batch
	broken  error // what a write is answered, nil for one that succeeds
	irc.Pictures
}

func newShelf() *shelf { return &shelf{Pictures: picture.NewShelf(1 << 20)} }

func (s *shelf) Load() (history.Kept, error) { return history.Kept{}, nil }

func (s *shelf) Commit(b history.Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken == nil {
		s.batches = append(s.batches, b)
	}
	return s.broken
}

// breaks makes the disk one that takes nothing, or (nil) mends it.
func (s *shelf) breaks(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken = err
}

func (s *shelf) Find(key history.Key, q history.Query) ([]history.Entry, error) {
	return history.Select(s.entries(key), q), nil
}

// entries is what is kept of a conversation.
func (s *shelf) entries(key history.Key) []history.Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := map[history.Key][]history.Entry{}
	erased := map[chat.UserID]bool{}
	for _, b := range s.batches {
		for _, ev := range b.Events {
			if ev, is := ev.(chat.Erased); is {
				erased[chat.UserID(ev.Account)] = true
			}
		}
		for _, c := range b.Changes {
			switch {
			case c.Forget:
				delete(all, c.Key)
			case c.Guest != 0:
				for former, entries := range maps.Clone(all) {
					if after := former.Adopted(c.Guest, c.Heir); after != former {
						delete(all, former)
						all[after] = append(all[after], entries...)
					}
				}
			default:
				all[c.Key] = slices.DeleteFunc(all[c.Key], func(e history.Entry) bool { return e.ID == c.Redact || c.Entry.Line != nil && e.ID == c.Entry.ID })
				if c.Entry.Line != nil {
					all[c.Key] = append(all[c.Key], c.Entry)
				}
			}
		}
	}
	entries := slices.SortedFunc(slices.Values(all[key]), func(a, b history.Entry) int { return strings.Compare(a.ID, b.ID) })
	return slices.DeleteFunc(entries, func(e history.Entry) bool { return erased[e.Owner] })
}

func (s *shelf) Search(_ context.Context, q history.Search) ([]history.Found, error) {
	var found []history.Found
	for _, key := range q.Keys {
		for _, e := range s.entries(key) {
			if q.Matches(e) {
				found = append(found, history.Found{Key: key, Entry: e})
			}
		}
	}
	return q.Pick(found), nil
}

func (s *shelf) Trim(context.Context, func([]history.Key) []history.Bounds) error { return nil }

func (s *shelf) Talks(chat.UserID) ([]history.Talk, error) { return nil, nil }

var errDiskFull = errors.New("the disk is full")

// storeFor is what a conversation's server keeps things in: nothing, a shelf, or
// for one in which the server starts anew a real folder.
func (p *stage) storeFor(d door) func(*testing.T) irc.Store {
	isRestart := func(st step) bool { return st.verb == restarts }
	switch {
	case slices.ContainsFunc(p.sc.steps, isRestart):
		dir := p.t.TempDir()
		return func(t *testing.T) irc.Store {
			opened, err := store.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			p.closeStore = func() {
				if err := opened.Close(); err != nil {
					t.Error(err)
				}
			}
			return opened
		}
	case d.stored && !slices.Contains(p.sc.settings, setting{"store", "none"}):
		kept := newShelf()
		return func(*testing.T) irc.Store { return kept }
	}
	return func(*testing.T) irc.Store { return nil }
}
