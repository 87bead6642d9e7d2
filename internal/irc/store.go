package irc

import (
	"context"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/picture"
)

// Store keeps on disk what outlives the process. Nothing of it is called under the
// hub's lock: it may take its time. Commit is called by one goroutine, all else by
// many.
type Store interface {
	// Load returns what was kept, but for what was said.
	Load() (history.Kept, error)
	// Commit writes a batch: when it returns without an error all of that is on disk,
	// else nothing.
	Commit(history.Batch) error
	// Find is history.Store's.
	Find(history.Key, history.Query) ([]history.Entry, error)
	// Search finds messages, in the order in which they were said.
	Search(context.Context, history.Search) ([]history.Found, error)
	// Trim drops what is over the bounds of each conversation, about which it asks.
	Trim(ctx context.Context, bounds func([]history.Key) []history.Bounds) error
	// Talks lists the private conversations of somebody of whom messages are kept.
	Talks(chat.UserID) ([]history.Talk, error)
	Pictures
}

// Pictures keep what people show of themselves, beside all else: a picture.Shelf, or
// the disk. The network knows only what is said of them (the metadata avatar).
type Pictures interface {
	// Picture finds one by its name.
	Picture(name string) (picture.Picture, bool, error)
	// KeepPicture keeps one for an account; on disk nothing for one that is no more.
	// Of what it brought before, the one called shows stays and the last few.
	KeepPicture(owner account.ID, p picture.Picture, shows string, at time.Time) error
	// PicturesOf returns those of an account.
	PicturesOf(owner account.ID) ([]picture.Picture, error)
	// DropPictures takes those away that an account brought before a moment, but for
	// the one called shows. Those of an account that is dropped go with it.
	DropPictures(owner account.ID, shows string, before time.Time) error
}
