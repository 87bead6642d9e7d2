package irc

import (
	"context"
	"testing"
	"time"

	"linnet/internal/irc/history"
	"linnet/internal/irc/store"
	"linnet/internal/irc/wire"
)

// What is over its time is gone from the disk too, words and all, a few minutes later.
func TestTheDiskForgetsWhatIsOverItsTime(t *testing.T) {
	cfg := DefaultConfig()
	cfg.History.MaxAge = time.Hour
	clock := &siegeClock{now: time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)}
	kept, err := store.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	srv, err := New(cfg, Options{Clock: clock, Store: kept})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = srv.Shutdown(context.Background())
		_ = kept.Close()
	})
	h := srv.hub
	key := history.Channel(h.net.Channel("#general").ID)
	say := func(text string) {
		h.lock()
		h.keep(key, history.Entry{Line: &wire.Line{ID: h.nextMsgid(), At: h.now, Source: "a!b@c", Command: "PRIVMSG", Params: []string{"#general", text}}})
		h.unlock()
		h.settled()
	}
	say("old leaves")
	clock.advance(50 * time.Minute)
	say("new leaves")
	for range 3 { // one of which begins after the one before has ended
		clock.advance(trimEvery)
		h.lock()
		ended := h.disk.trimming.ended
		h.unlock()
		<-ended
	}
	found, err := kept.Find(key, history.Query{Limit: 9})
	if err != nil || len(found) != 1 || found[0].Text() != "new leaves" {
		t.Error(err, found)
	}
	sought, err := kept.Search(context.Background(), history.Search{Keys: []history.Key{key}, Phrases: history.ParsePhrases("leaves"), Limit: 9})
	if err != nil || len(sought) != 1 {
		t.Error(err, sought)
	}
}
