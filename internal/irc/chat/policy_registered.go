package chat

import (
	"time"

	"linnet/internal/irc/account"
)

// What may be done to registered channels, and by their access lists.

// founds is above every rank: what only a founder may give is an owner's.
const founds = Owner << 1

// standing is what an account may give others of a channel: all below it.
func (ch *Channel) standing(id account.ID) Rank {
	if ch.IsFounder(id) {
		return founds
	}
	return ch.AccessOf(id)
}

// MayRegisterChannel decides on making a channel an account's: it is for an operator
// who is in it, and nobody's yet.
func (n *Network) MayRegisterChannel(u *User, ch *Channel, limits Limits) error {
	m, err := membership(u, ch)
	switch {
	case u.AccountID == 0:
		return refuse(NotLoggedIn)
	case err != nil:
		return err
	case ch.IsRegistered():
		return refuse(RegisteredAlready, ch.Name)
	case !m.Rank.AtLeast(Operator):
		return refuse(NeedOperator, ch.Name)
	}
	return n.mayFoundMore(u.AccountID, ch, limits)
}

func (n *Network) mayFoundMore(id account.ID, ch *Channel, limits Limits) error {
	if n.Founded(id) >= limits.ChannelsPerAccount {
		return refuse(FoundsTooMany, ch.Name)
	}
	return nil
}

// MayUseAccess decides on what takes a rank on the access list, wherever the user is.
func (n *Network) MayUseAccess(u *User, ch *Channel, need Rank) error {
	switch {
	case !ch.IsRegistered():
		return refuse(NotRegistered, ch.Name)
	case u.AccountID == 0:
		return refuse(NotLoggedIn)
	case !ch.AccessOf(u.AccountID).AtLeast(need):
		return refuse(LacksAccess, ch.Name, need.Name())
	}
	return nil
}

// MayGovern decides on what only a founder does, or an operator of the server who
// oversees: asForeign says that it is the latter.
func (n *Network) MayGovern(u *User, ch *Channel) (asForeign bool, err error) {
	switch {
	case !ch.IsRegistered():
		return false, refuse(NotRegistered, ch.Name)
	case ch.IsFounder(u.AccountID):
		return false, nil
	case u.May(MayOversee):
		return true, nil
	case u.AccountID == 0:
		return false, refuse(NotLoggedIn)
	}
	return false, refuse(NotFounder, ch.Name)
}

// MaySetChannel decides on the settings of a registered channel.
func (n *Network) MaySetChannel(u *User, ch *Channel) error { return n.MayUseAccess(u, ch, Owner) }

// MaySeeRegistration says whether somebody may know who a channel belongs to, and
// MaySeeAccess whether more than that. A secret channel is not spoken of.
func (n *Network) MaySeeRegistration(u *User, ch *Channel) bool {
	return ch.IsRegistered() && (n.MaySeeChannel(u, ch) || n.belongs(u, ch))
}

// MaySeeAccess says whether somebody may see the access list and the settings of a
// channel: nobody but those who are on it, or in it while it is not private.
func (n *Network) MaySeeAccess(u *User, ch *Channel) bool {
	return n.belongs(u, ch) || u.In(ch) != nil && !ch.Registration.Private
}

func (n *Network) belongs(u *User, ch *Channel) bool {
	return ch.AccessOf(u.AccountID) != 0 || u.May(MayOversee)
}

// MayGiveAccess decides on giving an account a rank for good, or (0) none. It takes
// an admin's access, and to outrank both what is given and what was there; anybody
// may give up their own.
func (n *Network) MayGiveAccess(u *User, ch *Channel, to account.ID, rank Rank, limits Limits) error {
	before := ch.AccessOf(to)
	switch {
	case !ch.IsRegistered():
		return refuse(NotRegistered, ch.Name)
	case u.AccountID == 0:
		return refuse(NotLoggedIn)
	case ch.IsFounder(to):
		return refuse(FounderHasAll, ch.Name)
	case rank == 0 && before == 0:
		return refuse(NotOnAccessList, n.accountName(to), ch.Name)
	case rank == 0 && to == u.AccountID:
		return nil
	}
	if own := ch.standing(u.AccountID); own < Admin || own <= rank || own <= before {
		return refuse(LacksAccess, ch.Name, max(Admin, min(max(rank, before)<<1, Owner)).Name())
	}
	if before == 0 && len(ch.Registration.Access) >= limits.AccessEntries {
		return refuse(AccessListFull, ch.Name)
	}
	return nil
}

// MayTakeOver decides on accepting a channel that was offered.
func (n *Network) MayTakeOver(u *User, ch *Channel, limits Limits, now time.Time) error {
	switch {
	case u.AccountID == 0:
		return refuse(NotLoggedIn)
	case !ch.IsOffered(u.AccountID, now):
		return refuse(NotOffered, ch.Name)
	}
	return n.mayFoundMore(u.AccountID, ch, limits)
}

// MayChangeModeAside decides on one letter of a MODE by somebody who acts by the
// access list, wherever they are.
func (n *Network) MayChangeModeAside(u *User, ch *Channel, change ModeChange) error {
	row, ok := FindChannelMode(change.Letter)
	if !ok {
		return refuse(UnknownMode, string(change.Letter))
	}
	if err := n.MayUseAccess(u, ch, max(row.Needs, Voice)); err != nil {
		return err
	}
	return n.mayHaveMode(u, ch, row, change)
}

// mayHaveMode decides on what no rank is enough for.
func (n *Network) mayHaveMode(u *User, ch *Channel, row ChannelMode, change ModeChange) error {
	switch {
	case row.Fixed:
		return refuse(ServersMode, ch.Name)
	case ch.Registration.keeps(change):
		return refuse(ModeKept, ch.Name, string(change.Letter), ch.Registration.Kept())
	case row.Oper != 0:
		return MayOperate(u, row.Oper)
	}
	return nil
}

// MaySetTopicAside decides on the topic by the access list.
func (n *Network) MaySetTopicAside(u *User, ch *Channel) error {
	need := HalfOp
	if ch.Registration.TopicLock {
		need = Operator
	}
	return n.MayUseAccess(u, ch, need)
}

// MayInviteAside decides on an invitation by the access list, to oneself too.
func (n *Network) MayInviteAside(u *User, ch *Channel, target *User) error {
	if err := n.MayUseAccess(u, ch, HalfOp); err != nil {
		return err
	}
	if target.In(ch) != nil {
		return refuse(AlreadyOnChannel, target.Nick, ch.Name)
	}
	return n.MayTell(u, target)
}

// KeptChanges are the changes that make the flags of a channel those that settings
// keep; a flag may be one that the channel cannot have now.
func (n *Network) KeptChanges(u *User, ch *Channel, s ChannelSettings) ([]ModeChange, error) {
	var changes []ModeChange
	for _, row := range ChannelModes {
		add, has := s.KeepOn.Has(row.Letter), ch.Flags.Has(row.Letter)
		if !add && !s.KeepOff.Has(row.Letter) || add == has {
			continue
		}
		if add && row.Fits != nil {
			if err := row.Fits(n, u, ch, ""); err != nil {
				return nil, err
			}
		}
		changes = append(changes, ModeChange{Add: add, Letter: row.Letter})
		if add && row.Not != 0 && ch.Flags.Has(row.Not) && !s.KeepOff.Has(row.Not) {
			changes = append(changes, ModeChange{Letter: row.Not})
		}
	}
	return changes, nil
}
