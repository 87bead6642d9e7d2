package chat

import (
	"errors"
	"slices"

	"linnet/internal/irc/account"
)

// errGone is that something of an event is no longer there, errTaken that its
// place is taken.
var (
	errGone  = errors.New("it is no longer there")
	errTaken = errors.New("somebody else was faster")
)

// MayStill decides whether events that policy let pass a moment ago may happen
// now. In between they were written to disk, while others went on: whoever they
// name must still be there, and whoever does them must still be allowed to.
func (n *Network) MayStill(events ...Event) error {
	var bans []Ban
	for _, ev := range events {
		if placed, is := ev.(BanPlaced); is {
			bans = append(bans, placed.Ban)
		} else if err := n.mayStill(ev); err != nil {
			return err
		}
	}
	return n.MayPlaceBan(bans...)
}

func (n *Network) mayStill(ev Event) error {
	if id, _ := ChangedAccount(ev); id != 0 {
		return n.mayStillChange(id, ev)
	}
	switch ev := ev.(type) {
	case AccountSaved:
		return n.mayStillSave(ev)
	case AccountDropped:
		switch r := n.accounts.byID[ev.Account]; {
		case r == nil:
			return errGone
		case ev.Unverified && r.Verified:
			return errTaken
		}
	case BanLifted:
		if n.bansOf(ev.Mute).all[n.Fold(ev.Target)] == nil {
			return errGone
		}
	case FilterAdded:
		if slices.ContainsFunc(n.filters, func(s *sieve) bool { return s.ID == ev.Filter.ID }) {
			return errTaken
		}
		return n.MayAddFilter(ev.Filter)
	case VoucherMade:
		return n.MayVouch()
	case VoucherRevoked:
		if _, open := n.accounts.vouchers[ev.Code]; !open {
			return errGone
		}
	case MarkedRead:
		if n.users[ev.User] == nil {
			return errGone
		}
	case TopicChanged:
		u, ch := n.users[ev.By], n.byID[ev.Channel]
		if u == nil || ch == nil {
			return errGone
		}
		if ev.As != "" {
			return n.MaySetTopicAside(u, ch)
		}
		return n.MaySetTopic(u, ch)
	case ModesChanged:
		return n.mayStillMode(ev)
	case EntryTimed:
		if n.users[ev.By] == nil || n.byID[ev.Channel] == nil {
			return errGone
		}
	case ChannelRenamed:
		u, ch, holder := n.users[ev.By], n.byID[ev.Channel], n.Channel(ev.Name)
		switch {
		case u == nil || ch == nil:
			return errGone
		case holder != nil && holder != ch:
			return refuse(NameInUse, ch.Name, ev.Name)
		}
	case MetadataChanged:
		if n.users[ev.By] == nil || n.users[ev.User] == nil && n.byID[ev.Channel] == nil {
			return errGone
		}
	}
	return n.mayStillRegister(ev)
}

// mayStillSave: nobody was faster with the name, or with the invitation, and there is
// room.
func (n *Network) mayStillSave(ev AccountSaved) error {
	_, open := n.accounts.vouchers[ev.Voucher]
	switch {
	case n.accounts.byName[n.Fold(ev.Account.Name)] != nil:
		return refuse(AccountExists, ev.Account.Name)
	case len(n.accounts.byID) >= n.settings.Accounts:
		return refuse(AccountsFull, ev.Account.Name)
	case !open && ev.Voucher != (TokenHash{}):
		return refuse(VoucherVoid, ev.Account.Name)
	}
	return nil
}

// mayStillMode: everybody is still there, and the one who does it still of a rank,
// if it was by rank that it was done.
func (n *Network) mayStillMode(ev ModesChanged) error {
	u, ch := n.users[ev.By], n.byID[ev.Channel]
	if u == nil || ch == nil {
		return errGone
	}
	for _, c := range ev.Changes {
		row, _ := FindChannelMode(c.Letter)
		if row.Kind == ModeMember && (n.users[c.Member] == nil || n.users[c.Member].In(ch) == nil) {
			return refuse(NotInChannel, c.Param, ch.Name)
		}
		if u.May(MayForce) {
			continue
		}
		may := n.MayChangeMode
		if ev.As != "" {
			may = n.MayChangeModeAside
		}
		if err := may(u, ch, c); err != nil {
			return err
		}
	}
	return nil
}

// mayStillRegister: the channel is still whose it was, and the account is there.
func (n *Network) mayStillRegister(ev Event) error {
	var id ChannelID
	var of account.ID
	registers := false
	switch ev := ev.(type) {
	case ChannelRegistered:
		id, of, registers = ev.Channel, ev.Founder, true
	case ChannelDropped:
		id = ev.Channel
		if ch := n.byID[id]; ev.Unused && ch != nil && len(ch.Members) > 0 {
			return errTaken
		}
	case FounderChanged:
		id, of = ev.Channel, ev.Founder
	case TransferOffered:
		id, of = ev.Channel, ev.To
	case AccessChanged:
		id, of = ev.Channel, ev.Account
	case ChannelSettingsChanged:
		id = ev.Channel
	default:
		return nil
	}
	ch := n.byID[id]
	switch {
	case ch == nil, of != 0 && n.accounts.byID[of] == nil:
		return errGone
	case registers == ch.IsRegistered():
		return errTaken
	}
	return nil
}
