package chat

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// BanKind is what a server ban does to those it hits.
type BanKind uint8

const (
	Expels       BanKind = iota + 1 // they are put out, and do not come in
	NeedsAccount                    // the same, but for those who are logged in
	Silences                        // they may read, and say nothing: a mute
)

// Ban is a rule against people, wherever they go on the network.
type Ban struct {
	Kind    BanKind
	Target  string // the text of a Target
	Reason  string // shown to whom it hits, "" for none
	Private string // shown to operators only
	By      string // nick!user@host of who placed it
	Oper    string // and the name given to OPER
	At      time.Time
	Until   time.Time // zero: for good
}

// BanPlaced: a ban holds from now on, in place of one for the same target. Those
// it hits are put out by events of their own.
type BanPlaced struct{ Ban Ban }

// BanLifted: a ban, or with Mute a mute, holds no longer, because somebody said
// so or its time has come (Expired).
type BanLifted struct {
	Target  string
	Mute    bool
	Expired bool
	At      time.Time
}

// bansOf is the table that bans of a kind are kept in.
func (n *Network) bansOf(mute bool) *banTable {
	if mute {
		return &n.mutes
	}
	return &n.bars
}

func (n *Network) placeBan(ev BanPlaced) Effect {
	target, ok := ParseTarget(ev.Ban.Target)
	if !ok || target.text != ev.Ban.Target {
		panic(fmt.Sprintf("chat: %q is no target", ev.Ban.Target))
	}
	table := n.bansOf(ev.Ban.Kind == Silences)
	table.remove(n.Fold(target.text))
	table.add(n.stand(ev.Ban, target))
	return Effect{}
}

func (n *Network) liftBan(ev BanLifted) Effect {
	if !n.bansOf(ev.Mute).remove(n.Fold(ev.Target)) {
		panic(fmt.Sprintf("chat: no ban for %q", ev.Target))
	}
	return Effect{}
}

// Bans lists the bans, or the mutes, the oldest first.
func (n *Network) Bans(mute bool) []Ban {
	all := make([]Ban, 0, len(n.bansOf(mute).all))
	for _, st := range n.bansOf(mute).all {
		all = append(all, st.Ban)
	}
	slices.SortFunc(all, func(a, b Ban) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Target, b.Target))
	})
	return all
}

// FindBan returns the ban, or the mute, for exactly this target.
func (n *Network) FindBan(mute bool, target Target) (Ban, bool) {
	st := n.bansOf(mute).all[n.Fold(target.text)]
	if st == nil {
		return Ban{}, false
	}
	return st.Ban, true
}

// NextBanEnd is when the next ban or mute ends by itself; zero if none does.
func (n *Network) NextBanEnd() time.Time {
	var next time.Time
	for _, table := range []*banTable{&n.bars, &n.mutes} {
		for _, st := range table.all {
			if !st.Until.IsZero() && (next.IsZero() || st.Until.Before(next)) {
				next = st.Until
			}
		}
	}
	return next
}

// EndedBans lists what must be lifted since its time has come.
func (n *Network) EndedBans(now time.Time) []BanLifted {
	var ended []BanLifted
	for _, mute := range []bool{false, true} {
		for _, ban := range n.Bans(mute) {
			if !ban.Until.IsZero() && !ban.Until.After(now) {
				ended = append(ended, BanLifted{Target: ban.Target, Mute: mute, Expired: true, At: now})
			}
		}
	}
	return ended
}
