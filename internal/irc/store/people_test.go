package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// person is somebody whose state is to be kept.
func person(id chat.UserID, of account.ID, here bool) chat.UserRestored {
	return chat.UserRestored{State: chat.UserState{
		User: id, Nick: "bob", Account: of, Here: here, SignedOn: noon, Metadata: chat.Metadata{"url": "u"},
		Channels: []chat.MemberState{{Channel: 3, Rank: chat.Operator}}, Read: []chat.ReadMark{{Target: "#tea", UpTo: noon}},
		Sessions: []chat.SessionState{{Session: 9, Token: chat.TokenHash{1, 2, 255}, Lost: true, Seen: "x"}},
	}}
}

// Who may come back is kept until she leaves; those with whom nobody was connected come
// first. A row that cannot be read is left to be left out.
func TestPeopleComeBack(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	mustCommit(t, s, history.Batch{Events: []chat.Event{person(4, 0, false), person(5, 0, true), person(6, 0, true), person(7, 1, false), person(8, 0, true)}, At: noon, LastMsgid: "b"})
	mustCommit(t, s, history.Batch{Events: []chat.Event{person(4, 0, true), person(6, 0, false), chat.UserLeft{User: 5}, chat.AccountDropped{Account: 1}}, At: noon, LastMsgid: "a"})
	if _, err := s.write.Exec("UPDATE users SET body = '{' WHERE id = 8"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := mustOpen(t, dir).Load()
	if err != nil {
		t.Fatal(err)
	}
	want := history.Kept{LastMsgid: "b", At: noon, Events: []chat.Event{
		person(6, 0, false), person(4, 0, true), chat.UserRestored{State: chat.UserState{User: 8}},
	}}
	if diff := cmp.Diff(want, kept, cmp.Comparer(func(a, b chat.Origin) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

// What two people said in private goes once neither may come back, and not before; all
// else stays.
func TestPrivateWordsGoWithTheLast(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	withFriend, withAccount, withGuest := history.Between(4, 5), history.Between(4, 1), history.Between(6, 4)
	channel := history.Channel(4)
	b := added(withFriend, entry(1, history.Message))
	for n, key := range []history.Key{withAccount, withGuest, channel} {
		b.Changes = append(b.Changes, added(key, entry(n+2, history.Message)).Changes...)
	}
	b.Events = []chat.Event{person(4, 0, true), person(5, 0, true), chat.AccountSaved{Account: account.Account{ID: 1, Name: "anna"}}}
	mustCommit(t, s, b)
	isKept := func(key history.Key) bool {
		found, err := s.Find(key, history.Query{Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		return len(found) > 0
	}
	leaves := func(id chat.UserID) {
		mustCommit(t, s, history.Batch{Events: []chat.Event{chat.UserLeft{User: id}}, Changes: []history.Change{{Leaves: id}}})
	}
	leaves(4)
	if !isKept(withFriend) || !isKept(withAccount) || isKept(withGuest) || !isKept(channel) {
		t.Error("with the first of two something else goes than what nobody is left to read")
	}
	leaves(5)
	if isKept(withFriend) || !isKept(withAccount) || !isKept(channel) {
		t.Error("with the second of two something else goes than what they said")
	}
}
