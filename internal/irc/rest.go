package irc

import (
	"context"
	"math"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// AtRest is what a store keeps while no server runs: its accounts and channels, as far as
// it takes to export an account or to erase it. It knows nothing of the settings but
// which names are the same, and so changes nothing but what it is told.
type AtRest struct {
	store Store
	kept  history.Kept
	net   *chat.Network
	now   time.Time
}

// OpenAtRest reads what is kept.
func OpenAtRest(store Store, casemapping Casemapping, now time.Time) (*AtRest, error) {
	r := &AtRest{store: store, now: now.UTC()}
	var err error
	if r.kept, err = store.Load(); err != nil {
		return nil, err
	}
	r.net = chat.New(chat.Settings{
		Casemapping: casemapping, Accounts: math.MaxInt, Markers: math.MaxInt, MetadataKeys: math.MaxInt, AuditEntries: math.MaxInt, KeptChannels: math.MaxInt,
	})
	for _, ev := range r.kept.Events {
		switch ev.(type) {
		case chat.AccountSaved, chat.MarkerMoved, chat.ChannelRestored, chat.Audited:
		default: // of nobody's account
			continue
		}
		if r.net.MayRestore(ev) == nil { // else a server leaves it out too, and says so
			r.net.Apply(ev)
		}
	}
	return r, nil
}

// Erase is Server.Erase.
func (r *AtRest) Erase(ctx context.Context, name string, keepMessages bool) (EndedAccount, error) {
	a, known := r.net.Account(name)
	if !known {
		return EndedAccount{}, ErrNoAccount
	}
	ended := endOf(r.net, a)
	events := erasure(a.ID, keepMessages, r.now)
	states := append(r.net.Foresee(events...), chat.Audited{
		Who: "ircd", Action: eraseAction(keepMessages), Target: a.Name, At: r.now,
	})
	if err := r.store.Commit(history.Batch{Events: states, LastID: r.kept.LastID, At: r.kept.At}); err != nil {
		return ended, err
	}
	if archive, is := r.store.(Archive); is && !keepMessages {
		return ended, archive.Scrub(ctx)
	}
	return ended, nil
}
