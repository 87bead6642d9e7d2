package chat

import (
	"maps"
	"slices"

	"linnet/internal/irc/account"
)

// Foresee returns what must be kept for events to outlive the process, as it will
// be once all of them have happened: nothing for those that need not. It is asked
// before, so that what cannot be kept does not happen.
func (n *Network) Foresee(events ...Event) []Event {
	var kept []Event
	channels, people := map[ChannelID]*Channel{}, map[account.ID]AccountSaved{}
	for _, ev := range events {
		causes := []Event{ev}
		kept = append(kept, n.foreseeMarkers(ev)...)
		switch ev := ev.(type) {
		case BanPlaced, BanLifted, FilterRemoved, VoucherMade, VoucherRevoked, Erased:
			kept = append(kept, ev)
		case AccountSaved:
			kept = append(kept, ev)
			if ev.Voucher != (TokenHash{}) {
				kept = append(kept, VoucherRevoked{Code: ev.Voucher, At: ev.At})
			}
		case AccountDropped:
			kept = append(kept, ev)
			causes = n.Estate(ev.Account, ev.At)
		case FilterAdded:
			if !ev.Filter.Configured {
				kept = append(kept, ev)
			}
		}
		if id, at := n.changedAccount(ev); id != 0 {
			before, again := people[id]
			if !again {
				before.Account, _ = n.AccountByID(id)
			}
			people[id] = AccountSaved{Account: n.changed(before.Account, ev), At: at}
		}
		for _, cause := range causes {
			id := ChangedChannel(cause)
			if id == 0 {
				continue
			}
			if channels[id] == nil {
				channels[id] = n.mustChannel(id).copied()
			}
			n.foresee(channels[id], cause)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(people)) {
		kept = append(kept, people[id])
	}
	for _, id := range slices.Sorted(maps.Keys(channels)) {
		if ch := channels[id]; ch.Stays() || n.byID[id].Stays() {
			kept = append(kept, ChannelRestored{State: ch.State()})
		}
	}
	return kept
}

// Present returns what is to be kept now in place of what was foreseen, and did not
// happen as it was.
func (n *Network) Present(foreseen Event) Event {
	switch ev := foreseen.(type) {
	case AccountSaved:
		return n.presentAccount(AccountDropped{Account: ev.Account.ID, At: ev.At})
	case AccountDropped:
		return n.presentAccount(ev)
	case MarkerMoved:
		return n.presentMarker(ev)
	case VoucherMade:
		return n.presentVoucher(ev.Code)
	case VoucherRevoked:
		return n.presentVoucher(ev.Code)
	case BanPlaced:
		return n.presentBan(BanLifted{Target: ev.Ban.Target, Mute: ev.Ban.Kind == Silences, At: ev.Ban.At})
	case BanLifted:
		return n.presentBan(ev)
	case FilterAdded:
		return n.presentFilter(FilterRemoved{ID: ev.Filter.ID, At: ev.Filter.At})
	case FilterRemoved:
		return n.presentFilter(ev)
	case ChannelRestored:
		if ch := n.byID[ev.State.Channel]; ch != nil {
			return ChannelRestored{State: ch.State()}
		}
	case Erased: // whoever wanted that wants it still
		return ev
	}
	return nil // it has gone meanwhile, which was kept then
}

func (n *Network) presentAccount(without AccountDropped) Event {
	if r := n.accounts.byID[without.Account]; r != nil {
		return AccountSaved{Account: r.Account, At: without.At}
	}
	return without
}

func (n *Network) presentBan(without BanLifted) Event {
	if st := n.bansOf(without.Mute).all[n.Fold(without.Target)]; st != nil {
		return BanPlaced{Ban: st.Ban}
	}
	return without
}

func (n *Network) presentFilter(without FilterRemoved) Event {
	i := slices.IndexFunc(n.filters, func(s *sieve) bool { return s.ID == without.ID })
	if i >= 0 && !n.filters[i].Configured {
		return FilterAdded{Filter: n.filters[i].Filter}
	}
	return without
}

// ChangedChannel returns the channel of whose state an event changes something, 0 if
// there is none. Who is in it and with which rank is no part of that.
func ChangedChannel(ev Event) ChannelID {
	switch ev := ev.(type) {
	case TopicChanged:
		return ev.Channel
	case ModesChanged:
		if !slices.ContainsFunc(ev.Changes, ModeChange.isLasting) {
			return 0
		}
		return ev.Channel
	case EntryTimed:
		return ev.Channel
	case ChannelRenamed:
		return ev.Channel
	case MetadataChanged:
		return ev.Channel
	case ChannelRegistered:
		return ev.Channel
	case ChannelDropped:
		return ev.Channel
	case FounderChanged:
		return ev.Channel
	case TransferOffered:
		return ev.Channel
	case AccessChanged:
		return ev.Channel
	case ChannelSettingsChanged:
		return ev.Channel
	}
	return 0
}

// isLasting says whether a change is one of the channel, and not of a member.
func (c ModeChange) isLasting() bool {
	row, _ := FindChannelMode(c.Letter)
	return row.Kind != ModeMember
}

// foresee makes of a copied channel what an event will make of it, but for the
// ranks of its members.
func (n *Network) foresee(ch *Channel, ev Event) {
	switch ev := ev.(type) {
	case TopicChanged:
		ch.setTopic(maskOf(n.mustUser(ev.By), ev.As), ev)
	case ModesChanged:
		for _, c := range ev.Changes {
			if row, _ := FindChannelMode(c.Letter); c.isLasting() {
				ch.limited = ch.limited || c.Add && row.Limits
				n.changeMode(ch, maskOf(n.users[ev.By], ev.As), row, c, ev.At)
			}
		}
	case EntryTimed:
		ch.timeEntry(ev, n.MaskKey(ev.Mask))
	case ChannelRenamed:
		ch.Name = ev.Name
	case MetadataChanged:
		ch.Metadata = ch.Metadata.changed(ev)
	default:
		ch.foreseeRegistration(ev)
	}
}

// foreseeRegistration is foresee for events about whose the channel is.
func (ch *Channel) foreseeRegistration(ev Event) {
	switch ev := ev.(type) {
	case ChannelRegistered:
		ch.register(ev)
	case ChannelDropped:
		ch.unregister()
	case FounderChanged:
		ch.giveTo(ev.Founder)
	case TransferOffered:
		ch.offer(ev)
	case AccessChanged:
		ch.giveAccess(ev)
	case ChannelSettingsChanged:
		ch.Registration.ChannelSettings = ev.Settings
	}
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
