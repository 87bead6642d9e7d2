package chat

import (
	"strconv"
	"time"
)

// Speech is what policy asks about something that is to be said to a channel.
type Speech struct {
	Notice bool // a NOTICE
	CTCP   bool // a question to programs, which an ACTION is not
	Silent bool // a TAGMSG: nobody reads it as a line
}

// MaySpeak decides on a message to a channel (modes n, C, T, m, b, M, W). heard
// is the least rank of those who hear it: above 0 when mode U hands to the
// operators what everybody else is spared.
//
// A mute of the server binds everybody in every channel. C and T bind operators
// too: they can take the mode off. All else stops at voice.
func (n *Network) MaySpeak(u *User, ch *Channel, what Speech, now time.Time) (heard Rank, err error) {
	if err := n.silenced(u, Silenced, ch.Name); err != nil {
		return 0, err
	}
	m := u.In(ch)
	switch {
	case m == nil && ch.Flags.Has('n'):
		return 0, refuse(NoOutsiders, ch.Name)
	case ch.Flags.Has('C') && what.CTCP:
		return 0, refuse(NoCTCP, ch.Name)
	case ch.Flags.Has('T') && what.Notice:
		return 0, refuse(NoNotices, ch.Name)
	case m != nil && m.Rank.AtLeast(Voice):
		return 0, nil
	}
	if err := n.mayBeHeard(u, ch); err != nil {
		if !ch.Flags.Has('U') {
			return 0, err
		}
		heard = Operator
	}
	if wait := u.slowed(ch, now); wait > 0 && !what.Silent {
		return 0, refuse(TooSoon, ch.Name, strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	}
	return heard, nil
}

// mayBeHeard decides whether somebody without a rank is heard by all.
func (n *Network) mayBeHeard(u *User, ch *Channel) error {
	switch {
	case ch.Flags.Has('m'):
		return refuse(Moderated, ch.Name)
	case n.isQuieted(ch, u):
		return refuse(Muted, ch.Name)
	case ch.Flags.Has('M') && u.Account == "":
		return refuse(NeedAccountToSpeak, ch.Name)
	}
	return nil
}

// MayRelay says whether a user may speak in a channel for people elsewhere.
func (n *Network) MayRelay(u *User, ch *Channel) bool {
	m := u.In(ch)
	return m != nil && m.Rank.AtLeast(Operator) || u.May(MayOversee)
}
