// Package chat is the network itself: users, channels, who is in which, modes,
// bans, and the rules of who may do what. State changes by events only, and the
// same events applied to an empty network give the same network, always.
//
// It knows no sockets, no text of the protocol, no clock, no randomness and no
// locks: whoever calls it holds the one lock and passes the time in.
package chat

// UserID, SessionID and ChannelID are given out once and never again while the
// process lives, so an event that names one can be kept, sent and replayed.
type (
	UserID    uint64
	SessionID uint64
	ChannelID uint64
)

// LooksLikeChannel says whether a target is meant to be a channel (CHANTYPES=#).
func LooksLikeChannel(target string) bool {
	return target != "" && target[0] == '#'
}
