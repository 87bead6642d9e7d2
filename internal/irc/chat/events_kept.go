package chat

import "time"

// Events about what was said before.

// Redacted: a message was taken back in a channel, or between two users.
type Redacted struct {
	By      UserID
	Channel ChannelID
	To      UserID // the other person of a private conversation, who may have left
	Message string // its id
	Reason  string
	ID      string
	At      time.Time
}

// MarkedRead: a user has read what was said to a channel or a nick up to a time.
type MarkedRead struct {
	User   UserID
	Target string
	UpTo   time.Time
	At     time.Time
}

func (Redacted) event()   {}
func (MarkedRead) event() {}
