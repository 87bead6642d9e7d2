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
	case AccountSaved, AccountDropped, BanPlaced, BanLifted:
		return []Event{ev}
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
		ch.setTopic(n.mustUser(ev.By), ev)
		return ch
	case ModesChanged:
		ch := n.mustChannel(ev.Channel).copied()
		for _, c := range ev.Changes {
			row, _ := FindChannelMode(c.Letter)
			if row.Kind != ModeMember {
				ch.limited = ch.limited || c.Add && row.Limits
				n.changeMode(ch, n.users[ev.By], row, c, ev.At)
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
	return nil
}

// copied returns a channel that may be changed in all but its members.
func (ch *Channel) copied() *Channel {
	copied := *ch
	copied.params, copied.Metadata = maps.Clone(ch.params), maps.Clone(ch.Metadata)
	copied.lists = maps.Clone(ch.lists)
	for letter, list := range copied.lists {
		copied.lists[letter] = slices.Clone(list)
	}
	return &copied
}
