package irc

import (
	"context"
	"testing"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// scrubbed is a store that says when it is to remove what counts no more, and what had
// been written by then.
type scrubbed struct {
	*slowStore
	asked chan []chat.Event
}

func (s *scrubbed) OwnedBy(chat.UserID, int64, int) ([]history.Found, int64, error) {
	return nil, 0, nil
}

func (s *scrubbed) Scrub(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked <- s.events
	return nil
}

// Who gives an account up leaves on disk what nobody can ask for: it is looked for once
// the disk knows.
func TestWhoGivesUpIsScrubbed(t *testing.T) {
	kept := &scrubbed{newSlowStore(), make(chan []chat.Event, 10)}
	cfg := DefaultConfig()
	cfg.Name = "irc.test"
	srv, err := New(cfg, Options{Store: kept})
	if err != nil {
		t.Fatal(err)
	}
	defer srv.stop(t)
	<-kept.asked // at the start, for who was killed at it
	srv.CheapPasswords()
	srv.AddAccount("Alice")
	h := srv.hub
	h.lock()
	a, _ := h.net.Account("alice")
	h.record(chat.AccountDropped{Account: a.ID, At: h.now}, nil)
	h.unlock()
	select {
	case events := <-kept.asked:
		if last, is := events[len(events)-1].(chat.AccountDropped); !is || last.Account != a.ID {
			t.Errorf("the last that was written is %+v", events[len(events)-1])
		}
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was removed")
	}
}
