package irc

import (
	"maps"
	"slices"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// Whoever may go on after the process has ended (chat.Outlives) is kept on disk, with
// the unregistered channels she is in. An event only notes of whom something has
// changed; what she is by then is looked up once a batch, so a storm of events costs
// one row for each person, and who asks for no token costs nothing.

// comebacks is what has to be written of people. The hub's lock guards it.
type comebacks struct {
	queue   []chat.UserID // who has changed, each once
	waiting map[chat.UserID]bool
	written map[chat.UserID]bool // who is on disk, or is being written
	rooms   map[chat.ChannelID]bool
	flight  flight
}

// flight is what is being written right now.
type flight struct {
	people []chat.UserID
	fresh  []chat.UserID // of whom nothing was on disk before
	rooms  []chat.ChannelID
}

func newComebacks() comebacks {
	return comebacks{waiting: map[chat.UserID]bool{}, written: map[chat.UserID]bool{}, rooms: map[chat.ChannelID]bool{}}
}

// peopleAtOnce is how many are looked up under one lock.
const peopleAtOnce = 200

// room is what the disk has of a channel that does not stay.
type room struct {
	name    string
	limited bool
	isWhole bool // all of it, as it is now
}

// note notes that something of a user has changed.
func (b *comebacks) note(id chat.UserID) {
	if !b.waiting[id] {
		b.waiting[id] = true
		b.queue = append(b.queue, id)
	}
}

// notePerson notes it if she may come back, or might until now.
func (h *hub) notePerson(u *chat.User) {
	if u == nil {
		return
	}
	b := &h.disk.back
	if b.written[u.ID] || b.waiting[u.ID] || h.net.Outlives(u) {
		b.note(u.ID)
		h.disk.waits()
	}
}

// notePeople notes of whom an event has changed something that is kept.
func (h *hub) notePeople(ev chat.Event, fx chat.Effect) {
	switch ev := ev.(type) {
	case chat.SessionEnded, chat.UserLeft:
		h.notePerson(fx.User)
		if b := &h.disk.back; fx.Left && b.waiting[fx.User.ID] {
			h.disk.add(history.Change{Leaves: fx.User.ID})
		}
	case chat.UserArrived, chat.UserRestored, chat.SessionAttached, chat.TokenIssued, chat.SessionDetached, chat.SessionResumed,
		chat.LoggedIn, chat.LoggedOut, chat.NickChanged, chat.RealnameChanged, chat.HostChanged, chat.AwayChanged, chat.UserModesChanged,
		chat.Joined, chat.Parted, chat.Kicked, chat.Invited, chat.Uninvited, chat.SilenceChanged, chat.AcceptChanged, chat.MetadataChanged:
		h.notePerson(fx.User)
	case chat.MarkedRead:
		if fx.User.AccountID == 0 { // an account's are its own
			h.notePerson(fx.User)
		}
	case chat.Said:
		if fx.By.Modes.Has('g') { // to whom she speaks she lets in
			h.notePerson(fx.By)
		}
	case chat.ModesChanged:
		for _, c := range ev.Changes {
			h.notePerson(h.net.UserByID(c.Member))
		}
	case chat.ChannelRenamed: // and with it how far it has been read
		for _, m := range fx.Channel.Members {
			h.notePerson(m.User)
		}
	case chat.DeviceUsed:
		h.notePerson(h.net.Session(ev.Session).User)
	case chat.AccountSaved:
		h.noteAll(h.net.LoggedIn(ev.Account.ID))
	case chat.AccountDropped:
		h.noteAll(fx.LoggedOut)
	case chat.SettingsChanged:
		h.noteAll(h.net.Users())
	default: // it may be always on now, or sessions be of a device that is none any more
		if id, _ := chat.ChangedAccount(ev); id != 0 {
			h.noteAll(h.net.LoggedIn(id))
		}
	}
}

func (h *hub) noteAll(users []*chat.User) {
	for _, u := range users {
		h.notePerson(u)
	}
}

// gather returns what is to be written of people and of the channels they are in.
func (h *hub) gather() (states []chat.Event) {
	b, d := &h.disk.back, h.disk
	b.flight = flight{people: b.queue[:min(len(b.queue), peopleAtOnce)]}
	b.queue = b.queue[len(b.flight.people):]
	for _, id := range b.flight.people {
		delete(b.waiting, id)
		switch u := h.net.UserByID(id); {
		case u != nil && h.net.Outlives(u):
			states = append(states, chat.UserRestored{State: h.net.UserState(u)})
			if !b.written[id] {
				b.written[id], b.flight.fresh = true, append(b.flight.fresh, id)
			}
			for _, m := range u.Memberships {
				if !m.Channel.Stays() && !d.rows[m.Channel.ID].isWhole {
					b.rooms[m.Channel.ID] = true
				}
			}
		case b.written[id]:
			states = append(states, chat.UserLeft{User: id})
		}
	}
	b.flight.rooms = slices.Sorted(maps.Keys(b.rooms))
	clear(b.rooms)
	for _, id := range b.flight.rooms {
		if ch := h.net.ChannelByID(id); ch != nil && !ch.Stays() {
			states = append(states, h.roomState(ch)...)
		}
	}
	return states
}

// roomState returns what is to be written of a channel that does not stay: all of it
// while somebody is in it who may come back; otherwise that it is there, which seldom
// changes.
func (h *hub) roomState(ch *chat.Channel) []chat.Event {
	last, known := h.disk.rows[ch.ID]
	state, outline := ch.State(), ch.Outline()
	now := room{outline.Name, outline.Limited, h.net.IsHeld(ch)}
	h.disk.rows[ch.ID] = now
	switch {
	case now.isWhole:
		return []chat.Event{chat.ChannelRestored{State: state}}
	case !known || last.name != now.name || last.limited != now.limited:
		return []chat.Event{chat.ChannelRestored{State: outline}}
	}
	return nil
}

// landed is told of a batch that has been written.
func (b *comebacks) landed(batch history.Batch) {
	b.flight = flight{}
	for _, ev := range batch.Events {
		if left, is := ev.(chat.UserLeft); is {
			delete(b.written, left.User)
		}
	}
}

// sank is told of one that has not: all of that is to be looked up again.
func (d *disk) sank() {
	for _, id := range d.back.flight.fresh {
		delete(d.back.written, id)
	}
	for _, id := range d.back.flight.people {
		d.back.note(id)
	}
	for _, id := range d.back.flight.rooms {
		delete(d.rows, id)
		d.back.rooms[id] = true
	}
	d.back.flight = flight{}
}

// outlives says whether what is said to a person in private may be asked for after the
// process has ended: by an account, or by a guest who may come back.
func (h *hub) outlives(person chat.UserID) bool {
	if _, registered := h.net.AccountByID(account.ID(person)); registered {
		return true
	}
	u := h.net.UserByID(person)
	return u != nil && h.net.Outlives(u)
}
