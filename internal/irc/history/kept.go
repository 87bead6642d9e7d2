package history

import (
	"time"

	"linnet/internal/irc/chat"
)

// What passes between the hub and a store on disk.

// Change is one thing that becomes of what was said: an entry is added unless one
// of the others is set.
type Change struct {
	Key    Key
	Entry  Entry
	Redact string // the id of an entry that is dropped
	Forget bool   // the whole conversation is dropped
	Gone   bool   // and what was kept of the channel
	// Leaves is somebody who will not come back: private conversations go that nobody
	// is left to read.
	Leaves chat.UserID
	// Guest is somebody whose private conversations are Heir's, an account's, from now on.
	Guest, Heir chat.UserID
}

// Batch is what is written in one go: all of it, or nothing.
type Batch struct {
	Events  []chat.Event // each replaces what was kept of the same thing
	Changes []Change     // in this order, after the events
	LastID  uint64       // no greater id has been given out
	// LastMsgid is that of messages.
	LastMsgid string
	At        time.Time // the server was alive then
}

// IsEmpty says whether nothing is to be written.
func (b Batch) IsEmpty() bool { return len(b.Events) == 0 && len(b.Changes) == 0 }

// Kept is all that a store has but for what was said.
type Kept struct {
	// Events make an empty network what it was; they can happen in this order.
	Events    []chat.Event
	LastID    uint64
	LastMsgid string
	At        time.Time // the server was alive then, and not much longer
}

// Talk is a private conversation of somebody's.
type Talk struct {
	With chat.UserID
	Last time.Time // of its newest message
	Nick string    // what the other was called in that, if the disk was asked
}
