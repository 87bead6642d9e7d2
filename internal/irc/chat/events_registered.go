package chat

import (
	"time"

	"linnet/internal/irc/account"
)

// Events about registered channels.

// ChannelRegistered: a channel is an account's from now on.
type ChannelRegistered struct {
	Channel ChannelID
	Founder account.ID
	As      string // the mask under which it is announced
	ID      string
	At      time.Time
}

// ChannelDropped: a channel is nobody's any more. If it is empty it is gone.
type ChannelDropped struct {
	Channel ChannelID
	As      string // the mask under which it is announced
	Unused  bool   // it may be only as long as nobody is there
	ID      string
	At      time.Time
}

// FounderChanged: a channel is another account's. Who had it has no access left.
type FounderChanged struct {
	Channel ChannelID
	Founder account.ID
	At      time.Time
}

// TransferOffered: an account may take a channel over, or (To is 0) none may.
type TransferOffered struct {
	Channel ChannelID
	To      account.ID
	At      time.Time
}

// AccessChanged: an account has another rank in a channel for good, or (Rank is 0)
// none.
type AccessChanged struct {
	Channel ChannelID
	Account account.ID
	Rank    Rank
	By      string // the name of the account that gave it
	At      time.Time
}

// ChannelSettingsChanged: a registered channel has other settings.
type ChannelSettingsChanged struct {
	Channel  ChannelID
	Settings ChannelSettings
	At       time.Time
}

func (ChannelRegistered) event()      {}
func (ChannelDropped) event()         {}
func (FounderChanged) event()         {}
func (TransferOffered) event()        {}
func (AccessChanged) event()          {}
func (ChannelSettingsChanged) event() {}
