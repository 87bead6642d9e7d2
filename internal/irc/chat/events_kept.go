package chat

import "time"

// Events about what was said before.

// Redacted: a message was taken back in a channel, or between two users.
type Redacted struct {
	By      UserID
	Channel ChannelID
	To      UserID // the other of a private conversation, who may have left
	Message string // its id
	Reason  string
	ID      string
	At      time.Time
}

func (Redacted) event() {}
