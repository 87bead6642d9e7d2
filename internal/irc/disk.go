package irc

import (
	"fmt"
	"slices"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// disk is what waits beside the lock to be written. Everything reaches the store in
// the order in which it was decided, by one goroutine (disk_writer.go), and in two
// ways. A message, and what happened by itself, has happened already: it is
// written a moment later with all else of that moment. A record (record.go) has
// not: it happens once it is written. The hub's lock guards all fields.
type disk struct {
	store   Store
	clock   Clock
	states  states
	changes []history.Change
	bytes   int // about what they take, and what is being written
	records []*record
	flight  history.Batch // being written right now
	aloft   int           // about what its changes take

	rows       map[chat.ChannelID]room // of channels that do not stay, as last kept
	back       comebacks
	start      string    // the last msgid of the process before
	alive      time.Time // when the disk was last told of it
	isDue      bool      // it is to be told again
	isQuiet    bool      // what happens next comes from the disk, or is on it already
	trouble    trouble
	trimming   trimming
	isToScrub  bool      // something was erased, and what waited then is not written yet
	unscrubbed time.Time // when it failed to remove what was erased, zero if it has not
	pace       pace
	oldest     time.Time // when the first came of what waits and has happened, zero if nothing has

	written *words          // what happens now is on disk already, if it is that
	unheard map[string]bool // the ids of words that may be on disk and have not happened

	wake  chan struct{} // something waits
	hurry chan struct{} // somebody waits for it
	stop  chan struct{} // write what there is, and end
	ended chan struct{}
}

func newDisk(store Store, clock Clock) *disk {
	return &disk{
		store: store, clock: clock, unheard: map[string]bool{}, states: newStates(), rows: map[chat.ChannelID]room{}, back: newComebacks(),
		trouble: trouble{told: map[chat.ChannelID]*gap{}}, trimming: newTrimming(),
		wake: make(chan struct{}, 1), hurry: make(chan struct{}, 1),
		stop: make(chan struct{}), ended: make(chan struct{}),
	}
}

// diskRoom is how many bytes of messages may wait for the disk.
const diskRoom = 16 << 20

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// save keeps a state, in place of an earlier one that still waits.
func (d *disk) save(ev chat.Event) {
	d.states.put(ev)
	d.waits()
}

// waits is told of whatever has happened and is to be written.
func (d *disk) waits() {
	if d.oldest.IsZero() {
		d.oldest = d.clock.Now()
	}
	poke(d.wake)
}

// states are events of which each replaces an earlier one about the same thing.
type states struct {
	events []chat.Event
	at     map[string]int
	audits int // how many have been put: each is a thing of its own
}

func newStates() states { return states{at: map[string]int{}} }

func (s *states) put(ev chat.Event) {
	key := stateKey(ev)
	if key == "" {
		s.audits++
		key = fmt.Sprint("audit ", s.audits%auditsWaiting)
	}
	if i, there := s.at[key]; there {
		s.events[i] = ev
		return
	}
	s.at[key] = len(s.events)
	s.events = append(s.events, ev)
}

// has says whether a state about the same thing waits.
func (s *states) has(ev chat.Event) bool {
	_, there := s.at[stateKey(ev)]
	return there
}

// auditsWaiting is how many entries of the audit log may wait for the disk.
const auditsWaiting = 1000

// stateKey names what a kept event is about, "" if nothing replaces it.
func stateKey(ev chat.Event) string {
	switch ev := ev.(type) {
	case chat.AccountSaved:
		return fmt.Sprint("account ", ev.Account.ID)
	case chat.AccountDropped:
		return fmt.Sprint("account ", ev.Account)
	case chat.MarkerMoved:
		return fmt.Sprint("marker ", ev.Account, " ", ev.Target)
	case chat.VoucherMade:
		return fmt.Sprintf("voucher %x", ev.Code)
	case chat.VoucherRevoked:
		return fmt.Sprintf("voucher %x", ev.Code)
	case chat.ChannelRestored:
		return fmt.Sprint("channel ", ev.State.Channel)
	case chat.BanPlaced:
		return fmt.Sprint("ban ", ev.Ban.Kind == chat.Silences, " ", ev.Ban.Target)
	case chat.BanLifted:
		return fmt.Sprint("ban ", ev.Mute, " ", ev.Target)
	case chat.FilterAdded:
		return fmt.Sprint("filter ", ev.Filter.ID)
	case chat.FilterRemoved:
		return fmt.Sprint("filter ", ev.ID)
	case chat.Erased:
		return fmt.Sprint("erased ", ev.Account)
	}
	return ""
}

// keepState has the disk keep what an event has changed.
func (h *hub) keepState(ev chat.Event, fx chat.Effect) {
	d := h.disk
	isQuiet := d.isQuiet
	d.isQuiet = false // whatever follows from it is not on disk yet
	if !isQuiet {
		for _, kept := range fx.Kept {
			d.save(kept)
		}
		switch ev := ev.(type) {
		case chat.AccountDropped:
			d.save(ev)
			for _, ch := range h.net.Channels() { // some may have been hers
				h.keepChannel(ch)
			}
		case chat.AccountSaved, chat.BanPlaced, chat.BanLifted, chat.FilterRemoved, chat.Audited, chat.Erased:
			d.save(ev)
		case chat.FilterAdded:
			if !ev.Filter.Configured {
				d.save(ev)
			}
		}
	}
	h.notePeople(ev, fx)
	at := h.now
	switch ev := ev.(type) {
	case chat.Erased, chat.AccountDropped: // once all that waits now is written
		d.isToScrub, d.isDue = true, true
		poke(d.wake)
	case chat.ChannelOpened:
		h.keepChannel(fx.Channel)
	case chat.ChannelRestored:
		if h.net.ChannelByID(ev.State.Channel) == nil && len(fx.Forget) == 0 && ev.State.Emptied.IsZero() {
			d.save(closedChannel(ev.State, ev.At))
		}
	case chat.NetworkRestored:
		at = ev.At
	default:
		if id := chat.ChangedChannel(ev); id != 0 {
			h.keepChannel(h.net.ChannelByID(id))
		}
	}
	for _, ch := range fx.Closed {
		delete(d.rows, ch.ID)
		d.save(closedChannel(ch.Outline(), at))
	}
	for _, id := range fx.Forget {
		d.add(history.Change{Key: history.Channel(id), Forget: true, Gone: h.net.ChannelByID(id) == nil})
	}
}

// keepChannel keeps the state of a channel: at once if it stays, else with that of
// those who are in it.
func (h *hub) keepChannel(ch *chat.Channel) {
	switch d := h.disk; {
	case ch == nil:
	case ch.Stays():
		delete(d.rows, ch.ID)
		d.save(chat.ChannelRestored{State: ch.State()})
	default:
		d.back.rooms[ch.ID] = true
		d.waits()
	}
}

func closedChannel(s chat.ChannelState, at time.Time) chat.ChannelRestored {
	return chat.ChannelRestored{State: chat.ChannelState{Channel: s.Channel, Name: s.Name, Limited: s.Limited, Emptied: at}}
}

// keep keeps an entry in memory and, where it is to outlive the process, on disk.
func (h *hub) keep(key history.Key, e history.Entry) {
	h.history.Add(key, e)
	if h.disk == nil || !h.isStored(key) {
		return
	}
	if c := (history.Change{Key: key, Entry: e}); !h.disk.isWritten(c) {
		h.write(c)
	}
}

// unkeep takes back an entry that somebody redacted.
func (h *hub) unkeep(key history.Key, id string) {
	h.history.Redact(key, id)
	delete(h.tapes, key.Channel)
	h.redacted.add(id)
	if c := (history.Change{Key: key, Redact: id}); h.disk != nil && !h.disk.isWritten(c) {
		h.disk.add(c)
	}
}

// isStored says whether a conversation outlives the process: a channel's does, and
// a private one if one of the two does.
func (h *hub) isStored(key history.Key) bool {
	return key.Channel != 0 || h.outlives(key.A) || h.outlives(key.B)
}

// add puts a change at the end, whether or not there is room.
func (d *disk) add(c history.Change) {
	d.changes = append(d.changes, c)
	d.bytes += changeSize(c)
	d.waits()
}

// changeSize is about how many bytes a change takes while it waits.
func changeSize(c history.Change) int {
	const itself = 400
	n := itself
	if line := c.Entry.Line; line != nil {
		for _, p := range line.Params {
			n += len(p)
		}
		if line.Multiline != nil {
			for _, p := range line.Multiline.Parts {
				n += len(p.Text)
			}
		}
	}
	return n
}

// take takes all that waits, with what is about to happen.
func (h *hub) take(g group) history.Batch {
	d := h.disk
	d.flight = history.Batch{Events: d.states.events, Changes: d.changes}
	d.aloft = d.bytes
	d.states, d.changes, d.oldest = newStates(), nil, time.Time{}
	return history.Batch{
		Events:  slices.Concat(d.flight.Events, h.gather(), g.foreseen),
		Changes: slices.Concat(d.flight.Changes, g.changes),
		LastID:  h.lastID, LastMsgid: h.ids.last(), At: h.now,
	}
}

// takePart takes the first of what was said: all else comes with the last of it, or it
// would speak of what is not there.
func (h *hub) takePart() history.Batch {
	d := h.disk
	d.flight = history.Batch{Changes: d.changes[:atOnce:atOnce]}
	d.changes = d.changes[atOnce:]
	for _, c := range d.flight.Changes {
		d.aloft += changeSize(c)
	}
	return history.Batch{Changes: d.flight.Changes, LastID: h.lastID, LastMsgid: h.ids.last(), At: h.now}
}

// landed is told that what was taken is on disk.
func (d *disk) landed() {
	d.bytes -= d.aloft
	d.flight, d.aloft = history.Batch{}, 0
}

// putBack puts what was not written in front of what has come since.
func (d *disk) putBack() {
	d.sank()
	newer := d.states.events
	d.states = newStates()
	for _, ev := range slices.Concat(d.flight.Events, newer) {
		d.states.put(ev)
	}
	d.changes = slices.Concat(d.flight.Changes, d.changes)
	d.flight, d.aloft = history.Batch{}, 0
}

// isWaiting says whether an entry waits already.
func (d *disk) isWaiting(id string) bool {
	is := func(c history.Change) bool { return c.Entry.Line != nil && c.Entry.ID == id }
	return slices.ContainsFunc(d.changes, is) || slices.ContainsFunc(d.flight.Changes, is)
}
