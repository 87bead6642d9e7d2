package irc

import (
	"context"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
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
	// Talks lists the private conversations of somebody of whom messages are kept.
	Talks(chat.UserID) ([]history.Talk, error)
}
