package chat

import (
	"testing"
	"time"

	"linnet/internal/irc/account"
)

func TestMayRedact(t *testing.T) {
	const gone = UserID(99)
	for _, tt := range []struct {
		name   string
		rank   Rank // of the stranger, who redacts
		inside bool // in the channel, and not in private
		from   func(r *room) UserID
		owner  UserID     // the author's account
		own    account.ID // the redacter's
		oper   Privilege
		age    time.Duration
		window time.Duration
		want   Why
	}{
		{name: "one's own in time", from: stranger, age: time.Hour, window: time.Hour},
		{name: "one's own, too late", from: stranger, age: time.Hour + time.Second, window: time.Hour, want: RedactTooLate},
		{name: "one's own, without a window", from: stranger, age: 1000 * time.Hour},
		{name: "that of one's account", from: alice, owner: 70, own: 70, window: time.Hour},
		{name: "that of another account, of the same name", from: alice, owner: 70, own: 71, want: RedactForbidden},
		{name: "that of an account, by a guest", from: alice, owner: 70, want: RedactForbidden},
		{name: "a guest's, by an account", from: alice, own: 70, want: RedactForbidden},
		{name: "another guest's", from: alice, want: RedactForbidden},
		{name: "another's with a voice", from: alice, inside: true, rank: Voice, want: RedactForbidden},
		{name: "that of a higher rank", from: alice, inside: true, rank: HalfOp, want: RedactForbidden},
		{name: "that of an equal, late", from: alice, inside: true, rank: Operator, age: 5 * time.Hour, window: time.Hour},
		{name: "that of a lower rank", from: alice, inside: true, rank: Owner},
		{name: "one's own, late, with a rank", from: stranger, inside: true, rank: HalfOp, age: 5 * time.Hour, window: time.Hour},
		{name: "that of somebody who has left", from: func(*room) UserID { return gone }, inside: true, rank: HalfOp},
		{name: "by an operator of the server", from: alice, inside: true, oper: MayModerate},
		{name: "by one who may something else", from: alice, inside: true, oper: MayKill, want: RedactForbidden},
		{name: "in private even by an operator", from: alice, oper: MayModerate, want: RedactForbidden},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRoom()
			r.enter(tt.rank)
			if r.stranger.AccountID = tt.own; tt.own != 0 {
				r.stranger.Account = "al"
			}
			if tt.oper != 0 {
				r.Apply(Opered{User: r.stranger.ID, Oper: Oper{Privileges: tt.oper}, At: noon})
			}
			ch := r.ch
			if !tt.inside {
				ch = nil
			}
			m := Authored{From: tt.from(r), Owner: tt.owner, At: noon}
			byPower, err := r.MayRedact(r.stranger, ch, m, tt.window, noon.Add(tt.age))
			if got := why(t, err); got != tt.want || byPower != (tt.oper == MayModerate && tt.inside) {
				t.Errorf("%d, by power %v; expected %d", got, byPower, tt.want)
			}
		})
	}
}

func alice(r *room) UserID    { return r.alice.ID }
func stranger(r *room) UserID { return r.stranger.ID }
