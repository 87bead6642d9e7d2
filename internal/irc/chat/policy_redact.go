package chat

import (
	"strconv"
	"time"
)

// Authored is what policy asks about a message that is to be redacted: whose it
// is, and of when.
type Authored struct {
	From UserID
	// Owner is the person with an account whose words these are, 0 if a guest's: a name
	// may have become another's since.
	Owner UserID
	At    time.Time
}

// MayRedact decides on taking a message back: who said it may for a while (0 is
// always), and in a channel those of rank, as with kicks, and operators of the
// server who moderate. ch is nil for a private message. byPower says that only
// the last made it possible.
func (n *Network) MayRedact(u *User, ch *Channel, m Authored, window time.Duration, now time.Time) (byPower bool, err error) {
	if ch != nil && n.outranksAuthor(u, ch, m) {
		return false, nil
	}
	err = refuse(RedactForbidden)
	if m.From == u.ID || m.Owner == u.Person() {
		if window == 0 || now.Sub(m.At) <= window {
			return false, nil
		}
		err = refuse(RedactTooLate, strconv.Itoa(int(window/time.Second)))
	}
	if ch != nil && u.May(MayModerate) {
		return true, nil
	}
	return false, err
}

// outranksAuthor says whether a member's rank is enough to redact a message for
// the sake of order.
func (n *Network) outranksAuthor(u *User, ch *Channel, m Authored) bool {
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
