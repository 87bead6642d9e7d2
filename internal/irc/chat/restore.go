package chat

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// What outlives the process comes back as events, before anybody is there.

// ChannelState is what is kept of a channel without those who are in it: all of one
// that stays, or in which somebody is who may return; of any other its outline, which
// is that it was there and whether its messages may wait for its return.
type ChannelState struct {
	Channel ChannelID
	Name    string
	Limited bool      // it once kept people out
	Emptied time.Time // zero while it exists
	Stays   bool      // it exists while empty

	Created    time.Time         `json:",omitzero"`
	Topic      Topic             `json:",omitzero"`
	Flags      string            `json:",omitempty"`
	Configured bool              `json:",omitempty"`
	Params     map[string]string `json:",omitempty"` // by mode letter
	Lists      []ListedMask      `json:",omitempty"` // each list's the oldest first
	Metadata   Metadata          `json:",omitempty"`

	Registration Registration `json:",omitzero"`
}

// ListedMask is an entry of one of a channel's lists.
type ListedMask struct {
	Letter    string
	Mask, By  string
	At, Until time.Time
}

// ChannelRestored: a channel was there before the process, in this state. One of which
// only the outline is known is empty since At, if not for longer.
type ChannelRestored struct {
	State ChannelState
	At    time.Time
}

func (ChannelRestored) event() {}

// State returns all that is kept of a channel.
func (ch *Channel) State() ChannelState {
	s := ch.Outline()
	s.Stays, s.Created, s.Topic, s.Flags, s.Configured = ch.Stays(), ch.Created, ch.Topic, ch.Flags.String(), ch.Configured
	s.Metadata, s.Registration = maps.Clone(ch.Metadata), ch.Registration
	s.Registration.Access = slices.Clone(ch.Registration.Access)
	for letter, param := range ch.params {
		if s.Params == nil {
			s.Params = map[string]string{}
		}
		s.Params[string(letter)] = param
	}
	for _, row := range ChannelModes {
		for _, e := range ch.lists[row.Letter] {
			s.Lists = append(s.Lists, ListedMask{string(row.Letter), e.Mask, e.By, e.At, e.Until})
		}
	}
	return s
}

// Outline returns what is kept of a channel that ends with the process.
func (ch *Channel) Outline() ChannelState {
	return ChannelState{Channel: ch.ID, Name: ch.Name, Limited: ch.limited}
}

// isOutline says whether no more is known. No channel was created at the zero time.
func (s ChannelState) isOutline() bool { return !s.Stays && s.Created.IsZero() }

// MayRestore says what is wrong with an event that a store has kept, if anything.
func (n *Network) MayRestore(ev Event) error {
	switch ev := ev.(type) {
	case AccountSaved:
		if n.accounts.byName[n.Fold(ev.Account.Name)] != nil {
			return errTaken
		}
	case MarkerMoved:
		if n.accounts.byID[ev.Account] == nil {
			return errGone
		}
	case ChannelRestored:
		if n.channels[n.Fold(ev.State.Name)] != nil || n.byID[ev.State.Channel] != nil {
			return errTaken
		}
	case UserRestored:
		return n.mayReturnAs(ev.State)
	case BanPlaced:
		if target, ok := ParseTarget(ev.Ban.Target); !ok || target.text != ev.Ban.Target {
			return errGone
		}
		return n.MayPlaceBan(ev.Ban)
	case FilterAdded:
		return n.mayStill(ev)
	}
	return nil
}

// ChannelsWithPast lists the channels that exist, and those that may return.
func (n *Network) ChannelsWithPast() []ChannelID {
	all := slices.Collect(maps.Keys(n.byID))
	for _, kept := range n.kept {
		all = append(all, kept.ID)
	}
	slices.Sort(all)
	return all
}

// restore brings a channel back, or lets the messages of one that has gone with
// everybody who was in it wait, if they may. What is no mode any more is left out.
func (n *Network) restore(ev ChannelRestored) Effect {
	s := ev.State
	folded := n.Fold(s.Name)
	if n.channels[folded] != nil {
		panic(fmt.Sprintf("chat: channel %q restored twice", s.Name))
	}
	if s.isOutline() {
		return n.restoreKept(ev, folded)
	}
	ch := n.channelOf(s) // if it does not stay, somebody may be in it: see NetworkRestored
	n.restoreRegistration(ch, s.Registration)
	n.channels[folded] = ch
	n.byID[ch.ID] = ch
	return Effect{Channel: ch}
}

// channelOf makes a channel of what was kept of it.
func (n *Network) channelOf(s ChannelState) *Channel {
	ch := &Channel{
		ID: s.Channel, Name: s.Name, Created: s.Created, Topic: s.Topic, Configured: s.Configured,
		Metadata: maps.Clone(s.Metadata), limited: s.Limited, folded: n.Fold(s.Name),
	}
	for _, row := range ChannelModes {
		switch row.Kind {
		case ModeFlag:
			if LettersOf(s.Flags).Has(row.Letter) {
				ch.Flags = ch.Flags.With(row.Letter)
			}
		case ModeParam, ModeSet:
			if param, set := s.Params[string(row.Letter)]; set {
				ch.setParam(row.Letter, param)
			}
		case ModeList:
			for _, e := range s.Lists {
				if e.Letter == string(row.Letter) {
					entry := n.newEntry(e.Mask)
					entry.By, entry.At, entry.Until = e.By, e.At, e.Until
					ch.addEntry(row.Letter, entry)
				}
			}
		}
	}
	return ch
}

// restoreRegistration gives a channel back to whose it was. An account that is no
// more has no access; if it was the founder's, the channel is its successor's.
func (n *Network) restoreRegistration(ch *Channel, r Registration) {
	ch.Flags = ch.Flags.Without('r')
	r.Access = slices.DeleteFunc(slices.Clone(r.Access), func(a Access) bool { return n.accounts.byID[a.Account] == nil })
	if n.accounts.byID[r.Offer.To] == nil {
		r.Offer = Offer{}
	}
	ch.Registration = r
	if n.accounts.byID[r.Founder] == nil {
		ch.giveTo(ch.Successor())
	}
	if !ch.IsRegistered() {
		ch.Registration = Registration{}
		return
	}
	ch.Flags = ch.Flags.With('r')
	n.hold(ch.Registration.Founder, ch, true)
	for _, a := range ch.Registration.Access {
		n.hold(a.Account, ch, true)
	}
}

// restoreKept is restore for a channel in which nobody is.
func (n *Network) restoreKept(ev ChannelRestored, folded string) Effect {
	s := ev.State
	if _, waits := n.kept[folded]; s.Limited || waits {
		return Effect{Forget: []ChannelID{s.Channel}}
	}
	kept := Kept{ID: s.Channel, At: s.Emptied}
	if kept.At.IsZero() {
		kept.At = ev.At
	}
	n.kept[folded] = kept
	var fx Effect
	n.forgetOldest(&fx)
	return fx
}
