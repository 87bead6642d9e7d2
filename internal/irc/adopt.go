package irc

import (
	"slices"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// What a guest said in private goes on as her account's once she logs in: from then on
// every device finds it, and so does who talked with her. The conversations themselves
// change hands, once, and nothing remembers that they were a guest's: so nobody who is that
// guest no more has any way to them. On disk that is one more change in the queue. Until
// it is written, whoever asks the disk asks for what was the guest's too.

// adoptTalks makes the private conversations of a guest those of an account.
func (h *hub) adoptTalks(guest, heir chat.UserID) {
	moved := h.history.Adopt(guest, heir, h.ids.last()+".")
	for _, s := range h.sessions { // some of which may be about to be told what she said
		i := slices.Index(s.untold, guest)
		switch {
		case i < 0:
		case slices.Contains(s.untold, heir):
			s.own().untold = slices.Delete(s.untold, i, i+1)
		default:
			s.untold[i] = heir
		}
	}
	if h.disk == nil {
		return
	}
	h.disk.add(history.Change{Guest: guest, Heir: heir})
	for _, f := range moved { // some of which were not to be kept until now
		h.write(history.Change{Key: f.Key, Entry: f.Entry})
	}
}

// heirs are accounts, and the guests of whom the disk does not know yet that they are
// theirs.
type heirs map[chat.UserID][]chat.UserID

func (h *hub) heirs() heirs {
	var all heirs
	for c := range h.waiting() {
		if c.Guest == 0 {
			continue
		}
		if all == nil {
			all = heirs{}
		}
		all[c.Heir] = append(all[c.Heir], c.Guest)
	}
	return all
}

// persons lists as whom the disk may know a person.
func (all heirs) persons(person chat.UserID) []chat.UserID {
	return append([]chat.UserID{person}, all[person]...)
}

// formerly lists the keys under which the disk may still have parts of a conversation.
func (all heirs) formerly(key history.Key) (keys []history.Key) {
	if key.Channel != 0 || len(all) == 0 {
		return nil
	}
	for _, a := range all.persons(key.A) {
		for _, b := range all.persons(key.B) {
			if former := history.Between(a, b); former != key {
				keys = append(keys, former)
			}
		}
	}
	return keys
}
