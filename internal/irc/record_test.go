package irc

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/picture"
)

// slowStore keeps states in memory, and its writes can be made to wait.
type slowStore struct {
	asked chan struct{} // a write has begun that waits

	mu     sync.Mutex
	gate   chan struct{} // what writes wait for
	events []chat.Event
	Pictures
}

func newSlowStore() *slowStore {
	return &slowStore{asked: make(chan struct{}, 100), Pictures: picture.NewShelf(1 << 20)}
}

// shut makes writes wait until the returned function is called.
func (s *slowStore) shut() (open func()) {
	gate := make(chan struct{})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gate = gate
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.gate = nil
		close(gate)
	}
}

func (s *slowStore) Commit(b history.Batch) error {
	s.mu.Lock()
	gate := s.gate
	s.mu.Unlock()
	if gate != nil {
		s.asked <- struct{}{}
		<-gate
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, b.Events...)
	return nil
}

// kept is what is kept of an account.
func (s *slowStore) kept(id account.ID) (kept account.Account, exists bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ev := range s.events {
		switch ev := ev.(type) {
		case chat.AccountSaved:
			if ev.Account.ID == id {
				kept, exists = ev.Account, true
			}
		case chat.AccountDropped:
			if ev.Account == id {
				kept, exists = account.Account{}, false
			}
		}
	}
	return kept, exists
}

func (s *slowStore) Load() (history.Kept, error) { return history.Kept{}, nil }

func (s *slowStore) Find(history.Key, history.Query) ([]history.Entry, error) { return nil, nil }

func (s *slowStore) Search(context.Context, history.Search) ([]history.Found, error) {
	return nil, nil
}

func (s *slowStore) Trim(context.Context, func([]history.Key) []history.Bounds) error { return nil }

func (s *slowStore) Talks(chat.UserID) ([]history.Talk, error) { return nil, nil }

// slowServer has a store that can be made to wait, an account Alice, and a session
// for each nick that is logged in to it. await returns once so many events of a kind
// have happened.
func slowServer(t *testing.T, nicks ...string) (srv *Server, kept *slowStore, all map[string]*Session, await func(n int, is func(chat.Event) bool)) {
	t.Helper()
	kept = newSlowStore()
	cfg := DefaultConfig()
	cfg.Name, cfg.Limits.FloodRate = "irc.test", 0
	srv, err := New(cfg, Options{Store: kept})
	if err != nil {
		t.Fatal(err)
	}
	srv.hub.spawn = func(work func()) { work() }
	srv.CheapPasswords()
	srv.AddAccount("Alice")
	happened := make(chan chat.Event, 1000)
	srv.hub.observers = append(srv.hub.observers, func(ev chat.Event) { happened <- ev })
	all = map[string]*Session{}
	for _, nick := range nicks {
		s := doorway{Peer{Kind: "pipe"}}.enter(t, srv, nick)
		doorway{}.says(s, "NS IDENTIFY Alice sesame")
		all[nick] = s
	}
	return srv, kept, all, func(n int, is func(chat.Event) bool) {
		t.Helper()
		for n > 0 {
			select {
			case ev := <-happened:
				if is(ev) {
					n--
				}
			case <-time.After(10 * time.Second):
				t.Fatalf("%d events never came", n)
			}
		}
		srv.hub.lock() // it has been told as well, once the lock is given back
		srv.hub.unlock()
	}
}

func changesAccount(ev chat.Event) bool {
	id, _ := chat.ChangedAccount(ev)
	return id != 0
}

// stop ends a server, so that all that waited for the disk is on it.
func (s *Server) stop(t *testing.T) {
	t.Helper()
	if err := s.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// What several sessions change of one account while the first waits for the disk all
// happens: in memory, and on disk.
func TestChangesOfAnAccountUndoNothing(t *testing.T) {
	srv, kept, all, await := slowServer(t, "one", "two", "three", "four")
	open := kept.shut()
	d := doorway{}
	d.says(all["one"], "NS PASSWD sesame secrets")
	<-kept.asked
	d.says(all["two"], "NS CERT ADD "+strings.Repeat("ab", 32))
	d.says(all["three"], "NS SET ALWAYS-ON on")
	d.says(all["four"], "DEVICE ADD :phone")
	if a, _ := srv.hub.net.Account("alice"); len(a.Certs)+len(a.Devices) > 0 || a.AlwaysOn != account.Unchosen {
		t.Errorf("%+v is so before it is kept", a)
	}
	open()
	await(4, changesAccount)
	srv.stop(t)
	now, _ := srv.hub.net.Account("alice")
	onDisk, _ := kept.kept(now.ID)
	for where, a := range map[string]account.Account{"memory": now, "the disk": onDisk} {
		hash, err := account.ParsePasswordHash(a.Password)
		if err != nil || !hash.Matches("secrets") || len(a.Certs) != 1 || len(a.Devices) != 1 || a.AlwaysOn != account.Yes {
			t.Errorf("in %s the account is %+v", where, a)
		}
	}
}

// What is kept without anybody waiting for it, such as when a device was seen, is
// neither lost nor undoes what was being written.
func TestWhatNobodyWaitsForUndoesNothing(t *testing.T) {
	srv, kept, all, await := slowServer(t, "one", "two")
	token := account.NewToken(srv.hub.random)
	h := srv.hub
	h.lock()
	a, _ := h.net.Account("alice")
	long := h.now.Add(-2 * account.SeenEvery)
	h.happen(nil, chat.DeviceAdded{Account: a.ID, Device: account.Device{ID: "old", Hash: account.HashToken(token), Created: long, Seen: long}, At: h.now})
	h.unlock()
	open := kept.shut()
	doorway{}.says(all["one"], "NS CERT ADD "+strings.Repeat("ab", 32))
	<-kept.asked
	doorway{}.says(all["two"], "NS IDENTIFY Alice "+token)
	open()
	await(2, changesAccount)
	srv.stop(t)
	onDisk, _ := kept.kept(a.ID)
	if len(onDisk.Certs) != 1 || len(onDisk.Devices) != 1 || !onDisk.Devices[0].Seen.After(long) {
		t.Errorf("on disk the account is %+v", onDisk)
	}
}

// An account that only a code would have made one, and that nobody waits for, is
// dropped on disk as well; one whose code came back in the same moment is not.
func TestUnverifiedIsDroppedOnDisk(t *testing.T) {
	srv, kept, _, await := slowServer(t)
	h := srv.hub
	h.lock()
	var ids []account.ID
	for _, name := range []string{"late", "quick"} {
		made := account.Account{ID: account.ID(h.nextID()), Name: name, Created: h.now, Pending: h.pending(name+"@example.org", name)}
		made.Pending.Until = h.now.Add(time.Millisecond)
		h.happen(nil, chat.AccountSaved{Account: made, At: h.now})
		ids = append(ids, made.ID)
	}
	quick, _ := h.net.AccountByID(ids[1])
	h.record(chat.CodeReturned{Account: ids[1], Code: quick.Pending.Code, At: h.now}, nil)
	h.dropUnverified(h.now.Add(time.Hour))
	h.unlock()
	await(2, func(ev chat.Event) bool {
		dropped, is := ev.(chat.AccountDropped)
		return changesAccount(ev) || is && dropped.Account == ids[0]
	})
	srv.stop(t)
	if _, exists := kept.kept(ids[0]); exists {
		t.Error("on disk the account is still there whose code never came")
	}
	onDisk, exists := kept.kept(ids[1])
	_, inMemory := h.net.AccountByID(ids[1])
	if !exists || !inMemory || !onDisk.Verified || onDisk.Email != "quick@example.org" {
		t.Errorf("on disk (%v) the other is %+v; in memory: %v", exists, onDisk, inMemory)
	}
}

// A mark that is on its way to the disk for an account is not the account's any more
// once its user has logged out, neither in memory nor on disk.
func TestARecordIsAboutWhatItIsAboutInTheEnd(t *testing.T) {
	srv, kept, all, await := slowServer(t, "one")
	d, one := doorway{}, all["one"]
	d.says(one, "CAP REQ draft/read-marker")
	beside := srv.Attach(doorway{}, Peer{Kind: "pipe"})
	d.says(beside, "CAP REQ sasl", "AUTHENTICATE PLAIN", plain("", "Alice", "sesame"), "NICK one", "USER u 0 * :u", "CAP END")
	if len(one.user.Sessions) != 2 {
		t.Fatal("she has one session")
	}
	open := kept.shut()
	d.says(one, "MARKREAD #tea timestamp=2020-01-01T00:00:00.000Z")
	<-kept.asked
	d.says(beside, "NS LOGOUT")
	d.says(one)
	open()
	await(1, func(ev chat.Event) bool { _, is := ev.(chat.MarkedRead); return is })
	expect(t, d.says(one), ":irc.test MARKREAD #tea timestamp=2020-01-01T00:00:00.000Z")
	srv.stop(t)
	var last chat.MarkerMoved
	for _, ev := range kept.events {
		if moved, is := ev.(chat.MarkerMoved); is {
			last = moved
		}
	}
	if last.Target != "#tea" || !last.UpTo.IsZero() {
		t.Errorf("on disk the mark is %+v in the end", last)
	}
}
