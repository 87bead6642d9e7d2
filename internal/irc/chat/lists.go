package chat

import (
	"slices"
	"time"
)

// This file is about the lists of masks (modes b, e and I) as they change.

// changeList adds an entry to a list mode, or takes it out. by is a mask, "" when the
// server does it.
func (n *Network) changeList(ch *Channel, by string, c ModeChange, at time.Time) {
	entry := n.newEntry(c.Param)
	if list := ch.lists[c.Letter]; len(list) > 0 {
		ch.lists[c.Letter] = slices.DeleteFunc(list, func(e ListEntry) bool { return e.key == entry.key })
	}
	if !c.Add {
		return
	}
	entry.By, entry.At = by, at
	ch.addEntry(c.Letter, entry)
}

func (ch *Channel) addEntry(letter byte, entry ListEntry) {
	if ch.lists == nil {
		ch.lists = map[byte][]ListEntry{}
	}
	ch.lists[letter] = append(ch.lists[letter], entry)
}

// timeEntry says until when an entry stands. One that has gone meanwhile is no
// matter.
func (n *Network) timeEntry(ev EntryTimed) Effect {
	ch := n.mustChannel(ev.Channel)
	ch.timeEntry(ev, n.MaskKey(ev.Mask))
	return Effect{Channel: ch, By: n.mustUser(ev.By)}
}

func (ch *Channel) timeEntry(ev EntryTimed, key string) {
	for i, e := range ch.lists[ev.Letter] {
		if e.key == key {
			ch.lists[ev.Letter][i].Until = ev.Until
		}
	}
}

// NextLapse returns when the first of the channel's timed entries lapses.
func (ch *Channel) NextLapse() (next time.Time, some bool) {
	for _, list := range ch.lists {
		for _, e := range list {
			if !e.Until.IsZero() && (!some || e.Until.Before(next)) {
				next, some = e.Until, true
			}
		}
	}
	return next, some
}

// Lapsed lists the changes that take out what has had its time.
func (ch *Channel) Lapsed(now time.Time) []ModeChange {
	var changes []ModeChange
	for _, row := range ChannelModes {
		for _, e := range ch.lists[row.Letter] {
			if !e.Until.IsZero() && !e.Until.After(now) {
				changes = append(changes, ModeChange{Letter: row.Letter, Param: e.Mask})
			}
		}
	}
	return changes
}
