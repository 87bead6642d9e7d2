package chat

import "time"

// What becomes of channels, and of who is in them.

// ChannelOpened: a channel exists from now on. An id that an emptied channel of
// this name had brings back its messages.
type ChannelOpened struct {
	Channel    ChannelID
	Name       string
	Flags      Letters
	Topic      string
	Configured bool
	At         time.Time
}

// Joined: a user is in a channel.
type Joined struct {
	Channel ChannelID
	User    UserID
	Rank    Rank
	ID      string
	At      time.Time
}

// Parted: a user left a channel, or (By is not 0) was taken out of it by somebody
// who does not want it to look like a kick.
type Parted struct {
	Channel  ChannelID
	User, By UserID
	Reason   string
	ID       string
	At       time.Time
}

// Kicked: a user was put out of a channel.
type Kicked struct {
	Channel  ChannelID
	User, By UserID
	Reason   string
	ID       string
	At       time.Time
}

// TopicChanged: a channel has another topic, or none.
type TopicChanged struct {
	Channel ChannelID
	By      UserID
	As      string // the mask under which it is done, if it is not By's
	Topic   string
	ID      string
	At      time.Time
}

// ChannelRenamed: a channel has another name, and all else that it had.
type ChannelRenamed struct {
	Channel ChannelID
	By      UserID
	Name    string
	Reason  string
	ID      string
	At      time.Time
}

// Invited: a user may join a channel once, whatever bars the door.
type Invited struct {
	Channel  ChannelID
	User, By UserID
	As       string // the mask under which it is done, if it is not By's
	At       time.Time
}

// Uninvited: an invitation was taken back.
type Uninvited struct {
	Channel  ChannelID
	User, By UserID
	At       time.Time
}

// Knocked: a user asks those who rule a channel to be let in.
type Knocked struct {
	Channel ChannelID
	User    UserID
	Reason  string
	At      time.Time
}

// ModeChange is one letter of a MODE.
type ModeChange struct {
	Add    bool
	Letter byte
	Param  string // a mask, key, limit, or the nick of Member
	Member UserID // for a rank: whose
}

// ModesChanged: modes of a channel were changed, in this order, by a user or (By
// is 0) by the server.
type ModesChanged struct {
	Channel ChannelID
	By      UserID
	As      string // the mask under which it is done, if it is not By's
	Changes []ModeChange
	ID      string
	At      time.Time
}

// MetadataChanged: a key of a user or of a channel has another value or, with
// Unset, none; exactly one of the two is set.
type MetadataChanged struct {
	User       UserID
	Channel    ChannelID
	By         UserID
	Key, Value string
	Unset      bool
	At         time.Time
}

// EntryTimed: an entry of a list mode stands until a time, or (zero) for good.
type EntryTimed struct {
	Channel   ChannelID
	By        UserID
	Letter    byte
	Mask      string
	Until, At time.Time
}
