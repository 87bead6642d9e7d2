// Package history keeps what was said. It knows conversations, their order and
// how to page through them; it knows no users beyond their ids, no sockets and
// no rules of who may read.
package history

import (
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// Key names one conversation: a channel's, or that of two users. A conversation
// of two belongs to their ids: whoever takes a nick inherits nothing.
type Key struct {
	Channel chat.ChannelID
	A, B    chat.UserID // A <= B
}

// Channel is the key of a channel's conversation.
func Channel(id chat.ChannelID) Key { return Key{Channel: id} }

// Between is the key of two users' conversation, whichever asks.
func Between(a, b chat.UserID) Key {
	if a > b {
		a, b = b, a
	}
	return Key{A: a, B: b}
}

// Other is with whom one of the two has a private conversation.
func (k Key) Other(one chat.UserID) chat.UserID {
	if k.A == one {
		return k.B
	}
	return k.A
}

// Adopted is the key of the same conversation once a guest's are an account's.
func (k Key) Adopted(guest, heir chat.UserID) Key {
	if k.Channel != 0 {
		return k
	}
	for _, id := range []*chat.UserID{&k.A, &k.B} {
		if *id == guest {
			*id = heir
		}
	}
	return Between(k.A, k.B)
}

// Entry is one thing that is kept of a conversation, as it was told to those who
// were there. Its line is never changed, and its id is greater than those of all
// entries before it.
type Entry struct {
	*wire.Line
	Kind Kind
	From chat.UserID // who said it
	// Owner is the person whose words these are, if she had an account when she said
	// them: 0 is a guest.
	Owner chat.UserID
}

// Kind says who asks for an entry: each is kept apart from the others, so that
// none pushes another out.
type Kind uint8

const (
	Message Kind = iota // what somebody said: what is replayed, and counted
	Tagged              // a TAGMSG, such as a reaction
	Event               // what became of the channel: JOIN, MODE, TOPIC
	kinds
)

// Store keeps the newest entries of each conversation in the order in which
// they happened. It is not safe for concurrent use.
type Store interface {
	// Add appends an entry.
	Add(Key, Entry)
	// Find returns at most q.Limit entries, oldest first.
	Find(Key, Query) []Entry
	// IsWhole says whether what Find has answered is all that was ever kept, here or
	// elsewhere.
	IsWhole(Key, Query, []Entry) bool
	// KeepsElsewhere says that what is not here may be on disk.
	KeepsElsewhere()
	// Begin says, where more may be elsewhere, that from the id next on all of a
	// conversation will be here; an empty one says that there was nothing before.
	Begin(key Key, next string)
	// Lacks says whether there is room for messages of a conversation that may be
	// elsewhere.
	Lacks(Key) bool
	// Recall puts back the newest of what was said in a conversation before the id next:
	// whole says that there are no older ones. It must have begun there, or earlier.
	Recall(key Key, messages []Entry, whole bool, next string)
	// Ends returns the first and the last of at most limit newest messages, and how
	// many they are; nil if there are none.
	Ends(key Key, limit int) (oldest, newest *wire.Line, count int)
	// Get returns the entry of an id.
	Get(Key, string) (Entry, bool)
	// Redact drops the entry of an id.
	Redact(Key, string)
	// Last returns the time of the newest message, the zero time if there is none.
	Last(Key) time.Time
	// Partners lists with whom a user has exchanged messages that are still kept,
	// the latest last.
	Partners(chat.UserID) []chat.UserID
	// OwnedBy lists what is kept of a person with an account, in every conversation.
	OwnedBy(chat.UserID) []Found
	// Erase drops all that, and returns what it was.
	Erase(chat.UserID) []Found
	// Adopt makes the private conversations of a guest those of an account, which may have
	// had some with the same people, and returns what has become its. Nothing has been
	// kept of what comes at or after the id next.
	Adopt(guest, heir chat.UserID, next string) []Found
	// Keys lists the conversations, the one that has been silent for longest first.
	Keys() []Key
	// Trim drops what is over some bounds.
	Trim(Key, Bounds)
	// Forget drops a channel's entries.
	Forget(chat.ChannelID)
	// Leave says that a user is gone for good: conversations go with the last of
	// the two.
	Leave(chat.UserID)
}

// Ref is a place in a conversation: an entry's id and its time, or a moment
// alone. Ids are ordered like the entries that have them, so an id keeps its
// place after its entry has been forgotten.
type Ref struct {
	ID string
	At time.Time
}

// before says whether the entry stands before the place.
func (r Ref) before(e Entry) bool {
	if r.ID != "" {
		return e.ID < r.ID
	}
	return e.At.Before(r.At)
}

// after says whether the entry stands behind the place.
func (r Ref) after(e Entry) bool {
	if r.ID != "" {
		return e.ID > r.ID
	}
	return e.At.After(r.At)
}

// Query selects from a conversation what stands behind After and before Before,
// both excluded (After is included with Including) and both optional. If more
// than Limit do, those nearest to After are returned, or with Newest those nearest
// to Before.
type Query struct {
	After, Before *Ref
	Including     bool
	Limit         int
	Newest        bool
	All           bool // entries of every kind, not messages alone
}

// Precedes says whether the place stands before another; an id and a moment are
// compared by their times.
func (r *Ref) Precedes(other *Ref) bool {
	if r.ID != "" && other.ID != "" {
		return r.ID < other.ID
	}
	return r.At.Before(other.At)
}
