package chat

import (
	"slices"
	"strings"
	"time"

	"linnet/internal/irc/account"
)

// Erased: what a person with an account has said is gone, wherever it was kept, and
// who she was under other nicks is forgotten. Her account is given up beside it
// (AccountDropped).
type Erased struct {
	Account account.ID
	At      time.Time
}

func (Erased) event() {}

// erase forgets the nicks under which somebody was known; what was said is kept
// elsewhere.
func (n *Network) erase(ev Erased) Effect {
	n.whowas = slices.DeleteFunc(n.whowas, func(w Whowas) bool { return w.Person == UserID(ev.Account) })
	return Effect{}
}

// Portrait is what the network knows of a person with an account.
type Portrait struct {
	Account  account.Account
	Read     []ReadMark // the last moved last
	Users    []*User    // who are logged in to it
	Channels []*Channel
	Audit    []Audited // what was done by her, and to her, by the name of the account
}

// ReadMark says up to when a conversation has been read: a channel's, or that with a
// nick, folded.
type ReadMark struct {
	Target string
	UpTo   time.Time
}

// PortraitOf draws that of an account, by its name.
func (n *Network) PortraitOf(name string) (p Portrait, is bool) {
	folded := n.Fold(name)
	r := n.accounts.byName[folded]
	if r == nil {
		return p, false
	}
	p = Portrait{Account: r.Clone(), Users: slices.Clone(r.users), Channels: n.Holdings(r.ID)}
	for _, m := range r.markers {
		p.Read = append(p.Read, ReadMark{m.target, m.at})
	}
	for _, entry := range n.Audit(n.AuditSize(), "*") {
		who, _, _ := strings.Cut(entry.Who, "!")
		if n.Fold(who) == folded || n.Fold(entry.Target) == folded {
			p.Audit = append(p.Audit, entry)
		}
	}
	return p, true
}
