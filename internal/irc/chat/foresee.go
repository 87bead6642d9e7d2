package chat

import (
	"maps"
	"slices"
)

// Foresee returns what must be kept for an event to outlive the process, as it
// will be once the event has happened: nothing for one that need not. It is asked
// before, so that what cannot be kept does not happen.
func (n *Network) Foresee(ev Event) []Event {
	switch ev := ev.(type) {
	case AccountSaved, BanPlaced, BanLifted:
		return []Event{ev}
	case AccountDropped:
		return append(n.foreseeEstate(ev), ev)
	case FilterAdded:
		if ev.Filter.Configured {
			return nil
		}
		return []Event{ev}
	case FilterRemoved:
		return []Event{ev}
	}
	ch := n.channelAfter(ev)
	if ch == nil || !ch.stays() && !n.byID[ch.ID].stays() {
		return nil
	}
	return []Event{ChannelRestored{State: ch.State()}}
}

// channelAfter returns what an event would make of the channel that it changes,
// without the ranks of its members; nil if it changes none.
func (n *Network) channelAfter(ev Event) *Channel {
	switch ev := ev.(type) {
	case TopicChanged:
		ch := n.mustChannel(ev.Channel).copied()
		ch.setTopic(maskOf(n.mustUser(ev.By), ev.As), ev)
		return ch
	case ModesChanged:
		ch := n.mustChannel(ev.Channel).copied()
		for _, c := range ev.Changes {
			row, _ := FindChannelMode(c.Letter)
			if row.Kind != ModeMember {
				ch.limited = ch.limited || c.Add && row.Limits
				n.changeMode(ch, maskOf(n.users[ev.By], ev.As), row, c, ev.At)
			}
		}
		return ch
	case EntryTimed:
		ch := n.mustChannel(ev.Channel).copied()
		ch.timeEntry(ev, n.MaskKey(ev.Mask))
		return ch
	case ChannelRenamed:
		ch := n.mustChannel(ev.Channel).copied()
		ch.Name = ev.Name
		return ch
	case MetadataChanged:
		if ev.Channel == 0 {
			return nil
		}
		ch := n.mustChannel(ev.Channel).copied()
		ch.Metadata = ch.Metadata.changed(ev)
		return ch
	}
	return n.registrationAfter(ev)
}

// registrationAfter is channelAfter for events about whose a channel is.
func (n *Network) registrationAfter(ev Event) *Channel {
	switch ev := ev.(type) {
	case ChannelRegistered:
		ch := n.mustChannel(ev.Channel).copied()
		ch.register(ev)
		return ch
	case ChannelDropped:
		ch := n.mustChannel(ev.Channel).copied()
		ch.unregister()
		return ch
	case FounderChanged:
		ch := n.mustChannel(ev.Channel).copied()
		ch.giveTo(ev.Founder)
		return ch
	case TransferOffered:
		ch := n.mustChannel(ev.Channel).copied()
		ch.offer(ev)
		return ch
	case AccessChanged:
		ch := n.mustChannel(ev.Channel).copied()
		ch.giveAccess(ev)
		return ch
	case ChannelSettingsChanged:
		ch := n.mustChannel(ev.Channel).copied()
		ch.Registration.ChannelSettings = ev.Settings
		return ch
	}
	return nil
}

// foreseeEstate returns the channels of an account as they are without it.
func (n *Network) foreseeEstate(dropped AccountDropped) []Event {
	var states []Event
	for _, ev := range n.Estate(dropped.Account, dropped.At) {
		states = append(states, ChannelRestored{State: n.registrationAfter(ev).State()})
	}
	return states
}

// copied returns a channel that may be changed in all but its members.
func (ch *Channel) copied() *Channel {
	copied := *ch
	copied.params, copied.Metadata = maps.Clone(ch.params), maps.Clone(ch.Metadata)
	copied.Registration.Access = slices.Clone(ch.Registration.Access)
	copied.lists = maps.Clone(ch.lists)
	for letter, list := range copied.lists {
		copied.lists[letter] = slices.Clone(list)
	}
	return &copied
}
