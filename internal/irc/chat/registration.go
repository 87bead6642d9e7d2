package chat

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"linnet/internal/irc/account"
)

// A registered channel is somebody's: an account founded it, and accounts on its
// access list have a rank there whenever they come in. It exists while nobody is
// in it, with all that it has, and joining it first makes nobody its operator.

// Registration is who a channel belongs to. The zero value is nobody's.
type Registration struct {
	Founder account.ID
	At      time.Time
	Access  []Access // in the order in which the accounts were added
	ChannelSettings
	Offer Offer
	// Used is when somebody was last known to be there, give or take usedEvery while
	// somebody is; zero if nobody was since At.
	Used time.Time `json:",omitzero"`
}

// usedEvery is how old Used is before it is changed while somebody is there.
const usedEvery = 24 * time.Hour

// Access is the rank that an account gets as soon as it is in the channel. A rank
// is a single one, and what it allows, ChanServ allows from outside too.
type Access struct {
	Account account.ID
	Rank    Rank
	By      string // the name of the account that gave it, as it was then
	At      time.Time
}

// ChannelSettings are what a founder may choose.
type ChannelSettings struct {
	TopicLock bool // only operators on the access list change the topic
	Private   bool // ChanServ tells strangers no more than that it is registered
	// KeepOn and KeepOff are flags that nobody changes.
	KeepOn, KeepOff Letters
	// Unrecorded is set where nothing that is said is kept. Otherwise at most
	// Replay messages are shown to whoever joins, 0 for as many as the server does.
	Unrecorded bool
	Replay     int
	// KeepAge and KeepCount bound for how long and how many messages are kept, within
	// what the server keeps; 0 is as long and as many as that.
	KeepAge   time.Duration `json:",omitzero"`
	KeepCount int           `json:",omitzero"`
}

// Offer is a channel that its founder wants to give to another account. It stands
// for offerAge.
type Offer struct {
	To account.ID // 0 is nobody
	At time.Time
}

// offerAge is how long a channel that was offered may be accepted.
const offerAge = 7 * 24 * time.Hour

// IsRegistered says whether the channel is somebody's.
func (ch *Channel) IsRegistered() bool { return ch.Registration.Founder != 0 }

// IsFounder says whether the channel is this account's. 0 founds nothing.
func (ch *Channel) IsFounder(id account.ID) bool { return id != 0 && ch.Registration.Founder == id }

// AccessOf is the rank that an account has in the channel for good: the founder is
// its owner, a guest (0) has none.
func (ch *Channel) AccessOf(id account.ID) Rank {
	if ch.IsFounder(id) {
		return Owner
	}
	if i := ch.accessAt(id); i >= 0 {
		return ch.Registration.Access[i].Rank
	}
	return 0
}

func (ch *Channel) accessAt(id account.ID) int {
	return slices.IndexFunc(ch.Registration.Access, func(a Access) bool { return a.Account == id })
}

// Kept prints the flags that nobody changes as a MODE would, "" if there are none.
func (s ChannelSettings) Kept() string {
	text := ""
	if s.KeepOn != 0 {
		text = "+" + s.KeepOn.String()
	}
	if s.KeepOff != 0 {
		text += "-" + s.KeepOff.String()
	}
	return text
}

// keeps says whether the flag may not be changed to this.
func (s ChannelSettings) keeps(c ModeChange) bool {
	return c.Add && s.KeepOff.Has(c.Letter) || !c.Add && s.KeepOn.Has(c.Letter)
}

// Holdings lists the channels in which an account has access, its own among them,
// in the order in which it got there.
func (n *Network) Holdings(id account.ID) []*Channel {
	r := n.accounts.byID[id]
	if r == nil {
		return nil
	}
	all := make([]*Channel, 0, len(r.holds))
	for _, id := range r.holds {
		all = append(all, n.mustChannel(id))
	}
	return all
}

// Founded counts the channels that are an account's own.
func (n *Network) Founded(id account.ID) int {
	count := 0
	for _, ch := range n.Holdings(id) {
		if ch.IsFounder(id) {
			count++
		}
	}
	return count
}

// IsOffered says whether an account may take the channel over.
func (ch *Channel) IsOffered(id account.ID, now time.Time) bool {
	offer := ch.Registration.Offer
	return id != 0 && offer.To == id && now.Before(offer.At.Add(offerAge))
}

// Successor is who a channel belongs to if its founder's account is no more: the
// highest rank on the access list, of equals who has it for longest; 0 is nobody.
func (ch *Channel) Successor() account.ID {
	var best Access
	for _, a := range ch.Registration.Access {
		if a.Rank > best.Rank {
			best = a
		}
	}
	return best.Account
}

// Estate is what happens as an account is dropped: each of its channels goes to its
// successor, or is nobody's from then on, and it leaves every access list.
func (n *Network) Estate(id account.ID, at time.Time) []Event {
	var events []Event
	for _, ch := range n.Holdings(id) {
		switch successor := ch.Successor(); {
		case !ch.IsFounder(id):
			events = append(events, AccessChanged{Channel: ch.ID, Account: id, At: at})
		case successor != 0:
			events = append(events, FounderChanged{Channel: ch.ID, Founder: successor, At: at})
		default:
			events = append(events, ChannelDropped{Channel: ch.ID, At: at})
		}
	}
	return events
}

// Unentitled are the changes that take all ranks which the access list does not
// give.
func (n *Network) Unentitled(ch *Channel) []ModeChange {
	var changes []ModeChange
	for _, m := range sortedBy(ch.Members, func(m *Member) UserID { return m.User.ID }) {
		for _, row := range ChannelModes {
			if m.Rank&^ch.AccessOf(m.User.AccountID)&row.Rank != 0 {
				changes = append(changes, ModeChange{Letter: row.Letter, Member: m.User.ID, Param: m.User.Nick})
			}
		}
	}
	return changes
}

// Due is the rank that the access list gives a member, before an event and after.
type Due struct {
	Member        *Member
	Before, After Rank
}

// RankChanges are what makes due ranks true in one channel: what a member has
// already is no change, and what the list never gave stays.
func RankChanges(dues []Due) []ModeChange {
	var changes []ModeChange
	for _, due := range dues {
		for _, row := range ChannelModes {
			change := ModeChange{Letter: row.Letter, Member: due.Member.User.ID, Param: due.Member.User.Nick}
			has, had, gets := due.Member.Rank&row.Rank != 0, due.Before&row.Rank != 0, due.After&row.Rank != 0
			switch {
			case gets && !has:
				change.Add = true
				changes = append(changes, change)
			case had && !gets && has:
				changes = append(changes, change)
			}
		}
	}
	return changes
}

// FindRank reads a rank as people write it: its letter, its prefix, or its name.
func FindRank(text string) (Rank, bool) {
	word := strings.TrimPrefix(foldASCII(text), "+")
	if word == "" && text != "" {
		word = text // the prefix of voice is a plus
	}
	for _, row := range ChannelModes {
		if row.Kind != ModeMember {
			continue
		}
		names := []string{string(row.Letter), row.Rank.Prefix(), row.Name, strings.ReplaceAll(row.Name, "-", "")}
		if slices.Contains(names, word) || slices.Contains(rankNicknames[row.Rank], word) {
			return row.Rank, true
		}
	}
	return 0, false
}

// rankNicknames are what people call a rank besides.
var rankNicknames = map[Rank][]string{Operator: {"op"}, HalfOp: {"halfop"}}

// Name is what people call a single rank, "" for none.
func (r Rank) Name() string {
	for _, row := range ChannelModes {
		if row.Kind == ModeMember && row.Rank == r.Top() {
			return row.Name
		}
	}
	return ""
}

// dump writes a registration as Dump shows it.
func (r Registration) dump() string {
	if r.Founder == 0 {
		return ""
	}
	text := fmt.Sprintf("  registered by %d at %v %+v offer=%+v\n", r.Founder, r.At, r.ChannelSettings, r.Offer)
	for _, a := range r.Access {
		text += fmt.Sprintf("  access %+v\n", a)
	}
	return text
}

// checkRegistration says what is wrong with a channel's registration: mode r shows
// it, and the accounts know what they hold.
func (n *Network) checkRegistration(ch *Channel) error {
	r := ch.Registration
	if ch.Flags.Has('r') != ch.IsRegistered() {
		return fmt.Errorf("channel %s is registered by half", ch.Name)
	}
	if !ch.IsRegistered() {
		if len(r.Access) > 0 || r.Offer.To != 0 {
			return fmt.Errorf("channel %s is nobody's, with an access list", ch.Name)
		}
		return nil
	}
	holders := map[account.ID]bool{r.Founder: true}
	for _, a := range r.Access {
		if a.Rank == 0 || a.Rank.Top() != a.Rank || holders[a.Account] {
			return fmt.Errorf("channel %s gives access to %d twice, or without a rank: %v", ch.Name, a.Account, a.Rank)
		}
		holders[a.Account] = true
	}
	for id := range holders {
		if held := n.accounts.byID[id]; held == nil || !slices.Contains(held.holds, ch.ID) {
			return fmt.Errorf("account %d does not know of its access to %s", id, ch.Name)
		}
	}
	if r.Offer.To != 0 && n.accounts.byID[r.Offer.To] == nil {
		return fmt.Errorf("channel %s is offered to nobody", ch.Name)
	}
	return nil
}

// checkHoldings says what is wrong with the accounts' side of it.
func (n *Network) checkHoldings() error {
	for id := range maps.Keys(n.accounts.byID) {
		for i, held := range n.accounts.byID[id].holds {
			ch := n.byID[held]
			if ch == nil || ch.AccessOf(id) == 0 || slices.Contains(n.accounts.byID[id].holds[:i], held) {
				return fmt.Errorf("account %d believes to hold channel %d", id, held)
			}
		}
	}
	return nil
}
