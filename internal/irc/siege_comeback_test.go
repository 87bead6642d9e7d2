package irc

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	gocmp "github.com/google/go-cmp/cmp"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// What is kept of people in a siege: after each write it is what they are, and in the
// end another server makes them of it.

// keep keeps the states of a batch, each in place of an earlier one.
func (v *vault) keep(b history.Batch) {
	for _, ev := range b.Events {
		switch ev := ev.(type) {
		case chat.UserRestored:
			v.kept[fmt.Sprint("user ", ev.State.User)] = ev
		case chat.UserLeft:
			delete(v.kept, fmt.Sprint("user ", ev.User))
		case chat.AccountDropped, chat.BanLifted, chat.FilterRemoved, chat.VoucherRevoked:
			delete(v.kept, stateKey(ev))
		case chat.Audited:
		default:
			v.kept[stateKey(ev)] = ev
		}
	}
	v.last = history.Kept{LastID: b.LastID, LastMsgid: max(v.last.LastMsgid, b.LastMsgid), At: b.At}
}

// leave forgets what nobody is left to read.
func (v *vault) leave(person chat.UserID) {
	isThere := func(id chat.UserID) bool {
		return v.kept[fmt.Sprint("user ", id)] != nil || v.kept[stateKey(chat.AccountDropped{Account: account.ID(id)})] != nil
	}
	for key := range v.entries {
		if key.Channel == 0 && (key.A == person && !isThere(key.B) || key.B == person && !isThere(key.A)) {
			delete(v.entries, key)
		}
	}
}

// Load returns what is kept in the order in which the store on disk does.
func (v *vault) Load() (history.Kept, error) {
	order := func(ev chat.Event) int {
		switch ev := ev.(type) {
		case chat.AccountSaved:
			return 0
		case chat.ChannelRestored:
			if ev.State.Stays {
				return 2
			}
			return 3
		case chat.UserRestored:
			if !ev.State.Here {
				return 5
			}
			return 6
		case chat.MarkerMoved, chat.VoucherMade:
			return 1
		}
		return 4
	}
	kept := v.last
	for _, key := range slices.Sorted(maps.Keys(v.kept)) {
		kept.Events = append(kept.Events, v.kept[key])
	}
	slices.SortStableFunc(kept.Events, func(a, b chat.Event) int { return cmp.Compare(order(a), order(b)) })
	return kept, nil
}

// checkPeople holds that of everybody who may come back the disk has what she is, and
// all of the channels that she is in; and that of nobody else it has anything.
func (w *siege) checkPeople() {
	if w.vault == nil || len(w.hub.disk.back.queue) > 0 || len(w.hub.disk.back.rooms) > 0 || w.vault.isWriting {
		return
	}
	for key, ev := range w.vault.kept {
		restored, is := ev.(chat.UserRestored)
		if u := w.hub.net.UserByID(restored.State.User); is && (u == nil || !w.hub.net.Outlives(u)) {
			w.Fatalf("%s (%s) is on disk, and nobody could come back as that", key, restored.State.Nick)
		}
	}
	for _, u := range w.hub.net.Users() {
		if !w.hub.net.Outlives(u) {
			continue
		}
		kept, is := w.vault.kept[fmt.Sprint("user ", u.ID)].(chat.UserRestored)
		now := w.hub.net.UserState(u)
		now.Invites, kept.State.Invites = nil, nil // whose time may be over
		if !is || !gocmp.Equal(now, kept.State, sameOrigin) {
			w.Fatalf("what is on disk of %s is not what she is: %s", u.Nick, gocmp.Diff(now, kept.State, sameOrigin))
		}
		for _, m := range u.Memberships {
			now := m.Channel.State()
			kept, _ := w.vault.kept[stateKey(chat.ChannelRestored{State: now})].(chat.ChannelRestored)
			if !m.Channel.Stays() && !gocmp.Equal(now, kept.State) {
				w.Fatalf("what is on disk of %s is not what it is: %s", m.Channel.Name, gocmp.Diff(now, kept.State))
			}
		}
	}
}

var sameOrigin = gocmp.Comparer(func(a, b chat.Origin) bool { return a == b })

// comeBack starts another server with what is on disk in the end: whoever may come back
// is there, where she was, and nobody else.
func (w *siege) comeBack() {
	if w.vault == nil {
		return
	}
	before, cfg := w.hub.net, w.hub.cfg
	w.vault.w = nil
	srv, err := New(cfg, Options{Clock: w.clock, Store: w.vault})
	if err != nil {
		w.Fatal(err)
	}
	defer srv.closeDisk()
	h := srv.hub
	h.lock()
	defer h.unlock()
	if err := h.net.Check(); err != nil {
		w.Fatalf("after a restart: %v", err)
	}
	for _, u := range h.net.Users() {
		if then := before.UserByID(u.ID); then == nil || then.Mask() != u.Mask() || !before.Outlives(then) {
			w.Fatalf("%s has come back, who was not there", u.Mask())
		}
	}
	owners := map[chat.TokenHash]int{} // what is random in a siege is not that long
	for _, u := range before.Users() {
		for _, s := range before.UserState(u).Sessions {
			owners[s.Token]++
		}
	}
	for _, u := range before.Users() {
		if !before.Outlives(u) {
			continue
		}
		_, banned := before.BanOn(u)
		state := before.UserState(u)
		isUnlucky := slices.ContainsFunc(state.Sessions, func(s chat.SessionState) bool { return owners[s.Token] > 1 })
		back := h.net.UserByID(u.ID)
		isOneOfTwo := slices.ContainsFunc(before.LoggedIn(u.AccountID), func(other *chat.User) bool { return other != u && other.IsUnattended() })
		switch {
		case banned, isUnlucky, u.IsUnattended() && isOneOfTwo, !u.IsUnattended() && (len(state.Sessions) == 0 || cfg.Limits.ResumeGrace == 0):
		case back == nil:
			w.Fatalf("%s has not come back (%v): %+v", u.Mask(), h.net.MayRestore(chat.UserRestored{State: state}), state)
		case !gocmp.Equal(state.Channels, h.net.UserState(back).Channels):
			w.Fatalf("%s is in other channels than before: %s", u.Mask(), gocmp.Diff(state.Channels, h.net.UserState(back).Channels))
		}
	}
}
