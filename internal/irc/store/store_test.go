package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

func mustOpen(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func mustCommit(t interface {
	Helper()
	Fatal(...any)
}, s *Store, b history.Batch) {
	t.Helper()
	if err := s.Commit(b); err != nil {
		t.Fatal(err)
	}
}

// entry is the n-th of a conversation; two of them share each moment.
func entry(n int, kind history.Kind) history.Entry {
	return history.Entry{
		Line: &wire.Line{
			ID: fmt.Sprintf("%04d", n), At: noon.Add(time.Duration(n/2) * time.Millisecond),
			Source: "alice!~a@test", Command: "PRIVMSG", Params: []string{"#tea", fmt.Sprint("line ", n)}, Text: true,
		},
		Kind: kind, From: 7,
	}
}

func added(key history.Key, entries ...history.Entry) history.Batch {
	var b history.Batch
	for _, e := range entries {
		b.Changes = append(b.Changes, history.Change{Key: key, Entry: e})
	}
	return b
}

var sameLines = cmpopts.IgnoreUnexported(wire.Line{}, wire.Multiline{})

func TestStatesComeBack(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	state := chat.ChannelState{
		Channel: 3, Name: "#tea", Stays: true, Created: noon, Topic: chat.Topic{Text: "leaves", By: "alice!~a@test", At: noon},
		Flags: "nt", Params: map[string]string{"k": "key"}, Lists: []chat.ListedMask{{Letter: "b", Mask: "*!*@*", By: "bob", At: noon}},
		Metadata: chat.Metadata{"url": "x"},
	}
	alice := account.Account{ID: 1, Name: "alice", Created: noon, Verified: true, Password: "hash", Scram: account.Scram{Salt: []byte{1}, Iterations: 2}, Certs: []string{"ab"}, Metadata: map[string]string{"url": "x"},
		Devices: []account.Device{{ID: "a", Label: "desk", Hash: [32]byte{1}, Created: noon, Seen: noon}}}
	ban := chat.Ban{Kind: chat.Expels, Target: "Bob!*@*", By: "root", At: noon, Until: noon.Add(time.Hour)}
	mute := chat.Ban{Kind: chat.Silences, Target: "Bob!*@*", By: "root", At: noon}
	filter := chat.Filter{ID: 2, Kind: chat.FilterWord, Action: chat.FilterMute, Pattern: "x", Lasts: time.Minute, At: noon}
	audited := chat.Audited{Who: "root", Action: "KILL", At: noon}
	marked := chat.MarkerMoved{Account: 1, Target: "#tea", UpTo: noon}
	voucher := chat.VoucherMade{Voucher: chat.Voucher{Code: chat.TokenHash{1}, By: "root", At: noon, Until: noon.Add(time.Hour)}}
	gone := chat.ChannelRestored{State: chat.ChannelState{Channel: 9, Name: "#gone", Emptied: noon}}
	first := []chat.Event{
		chat.AccountSaved{Account: account.Account{ID: 1, Name: "alice"}, At: noon},
		chat.AccountSaved{Account: account.Account{ID: 2, Name: "bob"}, At: noon},
		gone, chat.BanPlaced{Ban: ban}, chat.BanPlaced{Ban: mute},
		chat.BanPlaced{Ban: chat.Ban{Kind: chat.Expels, Target: "*!*@x"}}, chat.FilterAdded{Filter: filter},
		chat.FilterAdded{Filter: chat.Filter{ID: 1}}, audited,
		chat.MarkerMoved{Account: 1, Target: "#tea", UpTo: noon.Add(-time.Hour)}, chat.MarkerMoved{Account: 1, Target: "#milk", UpTo: noon},
		chat.MarkerMoved{Account: 2, Target: "#tea", UpTo: noon}, chat.MarkerMoved{Account: 3, Target: "#nobody", UpTo: noon},
		voucher, chat.VoucherMade{Voucher: chat.Voucher{Code: chat.TokenHash{2}}},
	}
	second := []chat.Event{
		chat.AccountSaved{Account: alice, At: noon}, chat.AccountDropped{Account: 2}, chat.ChannelRestored{State: state},
		chat.BanLifted{Target: "*!*@X"}, chat.FilterRemoved{ID: 1},
		marked, chat.MarkerMoved{Account: 2, Target: "#late", UpTo: noon}, chat.VoucherRevoked{Code: chat.TokenHash{2}},
	}
	mustCommit(t, s, history.Batch{Events: first, LastID: 9, At: noon.Add(-time.Hour)})
	mustCommit(t, s, history.Batch{Events: second, Changes: added(history.Channel(3), entry(5, history.Message)).Changes, LastID: 8, At: noon})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := mustOpen(t, dir).Load()
	if err != nil {
		t.Fatal(err)
	}
	want := history.Kept{LastID: 9, LastMsgid: "0005", At: noon, Events: []chat.Event{
		chat.AccountSaved{Account: alice, At: noon}, chat.MarkerMoved{Account: 1, Target: "#milk", UpTo: noon}, marked, voucher,
		chat.ChannelRestored{State: state}, gone,
		chat.BanPlaced{Ban: ban}, chat.BanPlaced{Ban: mute}, chat.FilterAdded{Filter: filter}, audited,
	}}
	if diff := cmp.Diff(want, kept); diff != "" {
		t.Error(diff)
	}
}

func TestALineComesBackAsItWas(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	plain := entry(1, history.Message)
	rich := history.Entry{Kind: history.Tagged, From: 1 << 40, Owner: 1 << 41, Line: &wire.Line{
		ID: "0002", At: noon, Event: true, Account: "alice", Bot: true, Relay: "bob", Oper: true, Tags: []wire.Tag{{Key: "+x", Value: "y z;"}},
		Source: "ü", Command: "TAGMSG", Params: []string{"#tea"},
	}}
	long := history.Entry{Line: &wire.Line{
		ID: "0003", At: noon, Source: "alice", Command: "PRIVMSG", Params: []string{"#tea"},
		Multiline: &wire.Multiline{Parts: []wire.Part{{Text: "one "}, {Text: "two", Concat: true}, {Text: ""}, {Text: "three"}}},
	}}
	want := []history.Entry{plain, rich, long}
	mustCommit(t, s, added(history.Channel(1), want...))
	mustCommit(t, s, added(history.Channel(1), want...)) // to be told twice is no harm
	found, err := s.Find(history.Channel(1), history.Query{Limit: 9, All: true})
	if diff := cmp.Diff(want, found, sameLines); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// Whatever is asked of the disk is answered as memory would.
func TestTheDiskAnswersLikeMemory(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	channel := chat.ChannelID(0)
	rapid.Check(t, func(t *rapid.T) {
		channel++
		key := history.Channel(channel)
		var all []history.Entry
		for n := range rapid.IntRange(0, 20).Draw(t, "entries") {
			all = append(all, entry(2*n, rapid.SampledFrom([]history.Kind{history.Message, history.Message, history.Tagged, history.Event}).Draw(t, "kind")))
		}
		mustCommit(t, s, added(key, all...))
		for range rapid.IntRange(0, 3).Draw(t, "redactions") {
			if len(all) > 0 {
				i := rapid.IntRange(0, len(all)-1).Draw(t, "redacted")
				mustCommit(t, s, history.Batch{Changes: []history.Change{{Key: key, Redact: all[i].ID}}})
				all = slices.Delete(all, i, i+1)
			}
		}
		place := rapid.Custom(func(t *rapid.T) *history.Ref {
			e := entry(rapid.IntRange(0, 42).Draw(t, "n"), 0)
			return rapid.SampledFrom([]*history.Ref{nil, {At: e.At}, {ID: e.ID, At: e.At}}).Draw(t, "ref")
		})
		q := history.Query{
			After: place.Draw(t, "after"), Before: place.Draw(t, "before"), Including: rapid.Bool().Draw(t, "including"),
			Limit: rapid.IntRange(0, 9).Draw(t, "limit"), Newest: rapid.Bool().Draw(t, "newest"), All: rapid.Bool().Draw(t, "all"),
		}
		found, err := s.Find(key, q)
		if diff := cmp.Diff(history.Select(all, q), found, sameLines, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("%+v: %v %s", q, err, diff)
		}
	})
}

func TestTalks(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	mustCommit(t, s, added(history.Between(1, 2), entry(1, history.Message), entry(6, history.Message)))
	mustCommit(t, s, added(history.Between(3, 1), entry(4, history.Message), entry(8, history.Event)))
	mustCommit(t, s, added(history.Between(1, 1), entry(2, history.Message)))
	mustCommit(t, s, added(history.Between(2, 3), entry(9, history.Message)))
	mustCommit(t, s, added(history.Channel(1), entry(9, history.Message)))
	talks, err := s.Talks(1)
	want := []history.Talk{{With: 1, Last: entry(2, 0).At, Nick: "#tea"}, {With: 3, Last: entry(4, 0).At, Nick: "#tea"}, {With: 2, Last: entry(6, 0).At, Nick: "#tea"}}
	if diff := cmp.Diff(want, talks); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// What cannot be written whole is not written at all, and does no harm to what
// comes after.
func TestAFailedBatchIsNothing(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	key := history.Channel(1)
	bad := added(key, entry(1, history.Message))
	bad.Events = []chat.Event{chat.AccountSaved{Account: account.Account{ID: 1, Name: "alice"}}, chat.Swept{}}
	if err := s.Commit(bad); err == nil {
		t.Fatal("an event that nobody can keep was kept")
	}
	full(t, s)
	var big history.Batch
	for n := range 2000 {
		big.Changes = append(big.Changes, history.Change{Key: key, Entry: entry(n, history.Message)})
	}
	if err := s.Commit(big); err == nil {
		t.Fatal("a full disk took it")
	}
	if kept, err := s.Load(); err != nil || len(kept.Events) > 0 {
		t.Error(err, kept)
	}
	if _, err := s.write.Exec("PRAGMA max_page_count = 100000"); err != nil {
		t.Fatal(err)
	}
	mustCommit(t, s, big)
	if found, err := s.Find(key, history.Query{Limit: 3000}); err != nil || len(found) != 2000 {
		t.Error(err, len(found))
	}
}

// full makes the database one that grows no more.
func full(t *testing.T, s *Store) {
	t.Helper()
	var pages int
	if err := s.write.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.Exec(fmt.Sprint("PRAGMA max_page_count = ", pages+2)); err != nil {
		t.Fatal(err)
	}
}

func TestForget(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	key := history.Channel(1)
	mustCommit(t, s, history.Batch{Events: []chat.Event{chat.ChannelRestored{State: chat.ChannelState{Channel: 1, Name: "#tea"}}}})
	mustCommit(t, s, added(key, entry(1, history.Message)))
	mustCommit(t, s, history.Batch{Changes: []history.Change{{Key: key, Forget: true, Gone: true}}})
	if kept, err := s.Load(); err != nil || len(kept.Events) > 0 {
		t.Error(err, kept)
	}
	mustCommit(t, s, added(key, entry(2, history.Message)))
	if found, err := s.Find(key, history.Query{Limit: 3}); err != nil || len(found) != 1 {
		t.Error(err, found)
	}
}

func TestOneAtATime(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	if _, err := Open(dir); !errors.Is(err, ErrInUse) {
		t.Errorf("opened twice: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, dir)
}

func TestANewerSchemaIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	if _, err := s.write.Exec("PRAGMA user_version = 1000"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := Open(dir)
	want := fmt.Sprintf("%s: it was written by a newer ircd (schema 1000; this one knows %d): run that one, or restore a backup made by this", filepath.Join(dir, FileName), Version())
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

// A log whose end was not written, or is rubbish, takes nothing with it but what
// was not whole.
func TestATornTailStopsNoStart(t *testing.T) {
	key := history.Channel(1)
	for _, torn := range []int64{1, 100, 5000} {
		dir, copied := t.TempDir(), t.TempDir()
		s := mustOpen(t, dir)
		mustCommit(t, s, added(key, entry(1, history.Message)))
		log := filepath.Join(dir, FileName+"-wal")
		before, err := os.Stat(log)
		if err != nil {
			t.Fatal(err)
		}
		mustCommit(t, s, added(key, entry(2, history.Message)))
		after, err := os.Stat(log)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{FileName, FileName + "-wal"} {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err == nil {
				err = os.WriteFile(filepath.Join(copied, name), text, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Truncate(filepath.Join(copied, FileName+"-wal"), max(before.Size(), after.Size()-torn)); err != nil {
			t.Fatal(err)
		}
		if torn == 100 {
			f, err := os.OpenFile(filepath.Join(copied, FileName+"-wal"), os.O_APPEND|os.O_WRONLY, 0o600)
			if err == nil {
				_, err = f.Write(make([]byte, 3000))
				_ = f.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		found, err := mustOpen(t, copied).Find(key, history.Query{Limit: 3})
		if err != nil || len(found) != 1 || found[0].ID != "0001" {
			t.Errorf("%d bytes less: %v %v", torn, err, found)
		}
	}
}
