package chat

import (
	"fmt"
	"slices"
	"time"

	"linnet/internal/irc/account"
)

// hold notes, or with false forgets, that an account has access to a channel.
func (n *Network) hold(id account.ID, ch *Channel, holds bool) {
	r := n.accounts.byID[id]
	if r == nil {
		panic(fmt.Sprintf("chat: no account %d to hold %s", id, ch.Name))
	}
	r.holds = slices.DeleteFunc(r.holds, func(held ChannelID) bool { return held == ch.ID })
	if holds {
		r.holds = append(r.holds, ch.ID)
	}
}

// duesOf are the ranks that some accounts are due in a channel, before something
// happens; whoever is logged in to none of them is not concerned.
func (n *Network) duesOf(ch *Channel, ids ...account.ID) []Due {
	var dues []Due
	for _, id := range ids {
		for _, u := range n.LoggedIn(id) {
			if m := u.In(ch); m != nil {
				dues = append(dues, Due{Member: m, Before: ch.AccessOf(id)})
			}
		}
	}
	return dues
}

// settleDues says what is due once it has happened.
func settleDues(dues []Due) []Due {
	for i, due := range dues {
		dues[i].After = due.Member.Channel.AccessOf(due.Member.User.AccountID)
	}
	return slices.DeleteFunc(dues, func(due Due) bool { return due.Before == due.After })
}

// duesIn are the ranks that a user is due in all her channels.
func duesIn(u *User) []Due {
	var dues []Due
	for _, m := range u.Memberships {
		if m.Channel.IsRegistered() {
			dues = append(dues, Due{Member: m, Before: m.Channel.AccessOf(u.AccountID)})
		}
	}
	return dues
}

func (n *Network) registerChannel(ev ChannelRegistered) Effect {
	ch := n.mustChannel(ev.Channel)
	if ch.IsRegistered() {
		panic(fmt.Sprintf("chat: %q registered twice", ch.Name))
	}
	dues := n.duesOf(ch, ev.Founder)
	ch.register(ev)
	n.hold(ev.Founder, ch, true)
	return Effect{Channel: ch, Dues: settleDues(dues)}
}

func (ch *Channel) register(ev ChannelRegistered) {
	ch.Registration = Registration{Founder: ev.Founder, At: ev.At}
	ch.Flags = ch.Flags.With('r')
}

// dropChannel takes nobody's rank away: those who are there go on as before.
func (n *Network) dropChannel(ev ChannelDropped) Effect {
	ch := n.mustRegistered(ev.Channel)
	n.hold(ch.Registration.Founder, ch, false)
	for _, a := range ch.Registration.Access {
		n.hold(a.Account, ch, false)
	}
	ch.unregister()
	fx := Effect{Channel: ch}
	n.closeEmpty(&fx, ch, ev.At)
	return fx
}

func (ch *Channel) unregister() {
	ch.Registration = Registration{}
	ch.Flags = ch.Flags.Without('r')
}

func (n *Network) changeFounder(ev FounderChanged) Effect {
	ch := n.mustRegistered(ev.Channel)
	before := ch.Registration.Founder
	dues := n.duesOf(ch, before, ev.Founder)
	n.hold(before, ch, false)
	ch.giveTo(ev.Founder)
	n.hold(ev.Founder, ch, true)
	return Effect{Channel: ch, Dues: settleDues(dues)}
}

func (ch *Channel) giveTo(founder account.ID) {
	ch.takeAccess(founder)
	ch.Registration.Founder, ch.Registration.Offer = founder, Offer{}
}

func (n *Network) offerTransfer(ev TransferOffered) Effect {
	ch := n.mustRegistered(ev.Channel)
	ch.offer(ev)
	return Effect{Channel: ch}
}

func (ch *Channel) offer(ev TransferOffered) {
	ch.Registration.Offer = Offer{}
	if ev.To != 0 {
		ch.Registration.Offer = Offer{To: ev.To, At: ev.At}
	}
}

func (n *Network) changeAccess(ev AccessChanged) Effect {
	ch := n.mustRegistered(ev.Channel)
	dues := n.duesOf(ch, ev.Account)
	if ev.Rank == 0 || ch.AccessOf(ev.Account) == 0 {
		n.hold(ev.Account, ch, ev.Rank != 0)
	}
	ch.giveAccess(ev)
	return Effect{Channel: ch, Dues: settleDues(dues)}
}

func (ch *Channel) giveAccess(ev AccessChanged) {
	entry := Access{Account: ev.Account, Rank: ev.Rank, By: ev.By, At: ev.At}
	switch i := ch.accessAt(ev.Account); {
	case ev.Rank == 0:
		ch.takeAccess(ev.Account)
	case i >= 0:
		ch.Registration.Access[i] = entry
	default:
		ch.Registration.Access = append(ch.Registration.Access, entry)
	}
}

func (ch *Channel) takeAccess(id account.ID) {
	ch.Registration.Access = slices.DeleteFunc(ch.Registration.Access, func(a Access) bool { return a.Account == id })
}

// use notes that somebody was in a channel that is somebody's.
func (ch *Channel) use(fx *Effect, at time.Time) {
	if ch.IsRegistered() {
		ch.Registration.Used = at
		fx.Kept = append(fx.Kept, ChannelRestored{State: ch.State()})
	}
}

// sweepUsed notes it of those in which people stay.
func (n *Network) sweepUsed(fx *Effect, at time.Time) {
	due := slices.DeleteFunc(n.Channels(), func(ch *Channel) bool {
		return !ch.IsRegistered() || len(ch.Members) == 0 || at.Sub(ch.lastUsed()) < usedEvery
	})
	for _, ch := range sortedBy(due, func(ch *Channel) ChannelID { return ch.ID }) {
		ch.use(fx, at)
	}
}

func (ch *Channel) lastUsed() time.Time {
	if ch.Registration.Used.After(ch.Registration.At) {
		return ch.Registration.Used
	}
	return ch.Registration.At
}

// Unused lists the channels that are somebody's, and in which nobody was since a time,
// but for those that the settings name.
func (n *Network) Unused(since time.Time) []*Channel {
	unused := slices.DeleteFunc(n.Channels(), func(ch *Channel) bool {
		return !ch.IsRegistered() || ch.Configured || len(ch.Members) > 0 || !ch.lastUsed().Before(since)
	})
	return sortedBy(unused, func(ch *Channel) ChannelID { return ch.ID })
}

func (n *Network) changeChannelSettings(ev ChannelSettingsChanged) Effect {
	ch := n.mustRegistered(ev.Channel)
	ch.Registration.ChannelSettings = ev.Settings
	fx := Effect{Channel: ch}
	if ev.Settings.Unrecorded {
		fx.Forget = []ChannelID{ch.ID}
	}
	return fx
}

// settleEstate deals with what an account holds of channels, before it is no more.
func (n *Network) settleEstate(id account.ID, at time.Time) Effect {
	var fx Effect
	for _, ev := range n.Estate(id, at) {
		part := n.Apply(ev)
		fx.Dues, fx.Closed, fx.Forget = append(fx.Dues, part.Dues...), append(fx.Closed, part.Closed...), append(fx.Forget, part.Forget...)
		if _, dropped := ev.(ChannelDropped); dropped {
			fx.Unregistered = append(fx.Unregistered, part.Channel)
		}
	}
	n.withdrawOffers(id)
	return fx
}

// withdrawOffers lets nobody wait for an account that is no more.
func (n *Network) withdrawOffers(id account.ID) {
	for _, ch := range n.channels {
		if ch.Registration.Offer.To == id {
			ch.Registration.Offer = Offer{}
		}
	}
}

func (n *Network) mustRegistered(id ChannelID) *Channel {
	ch := n.mustChannel(id)
	if !ch.IsRegistered() {
		panic(fmt.Sprintf("chat: %q is nobody's", ch.Name))
	}
	return ch
}
