package chat

import (
	"strconv"
	"time"
)

// Authored is what policy asks about a message that is to be redacted: whose it
// is, and of when.
type Authored struct {
	From    UserID
	Account string // the author's, then
	At      time.Time
}

// MayRedact decides on taking a message back: who said it may for a while (0 is
// always), and in a channel those of rank, as with kicks, and operators of the
// server who moderate. ch is nil for a private message.
func (n *Network) MayRedact(u *User, ch *Channel, m Authored, window time.Duration, now time.Time) error {
	if ch != nil && n.outranksAuthor(u, ch, m) {
		return nil
	}
	isAuthor := m.From == u.ID || u.Account != "" && u.Account == m.Account
	switch {
	case !isAuthor:
		return refuse(RedactForbidden)
	case window > 0 && now.Sub(m.At) > window:
		return refuse(RedactTooLate, strconv.Itoa(int(window/time.Second)))
	}
	return nil
}

// outranksAuthor says whether a message may be redacted for the sake of order.
func (n *Network) outranksAuthor(u *User, ch *Channel, m Authored) bool {
	if u.May(MayModerate) {
		return true
	}
	mine := u.In(ch)
	if mine == nil || !mine.Rank.AtLeast(HalfOp) {
		return false
	}
	author := n.users[m.From]
	if author == nil || author == u {
		return true
	}
	theirs := author.In(ch)
	return theirs == nil || theirs.Rank.Top() <= mine.Rank.Top()
}
