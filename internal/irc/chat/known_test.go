package chat

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// NicksOf answers for many at once what LastNick and Holder answer for each.
func TestNicksOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := New(testSettings)
		var ids []UserID
		names := []string{"alice", "Alice", "bob", "carol"}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			nick := rapid.SampledFrom(names).Draw(t, "nick")
			switch u := n.User(nick); {
			case u == nil:
				id := UserID(len(ids) + 1)
				ids = append(ids, id)
				n.Apply(UserArrived{User: id, Session: SessionID(id), Nick: nick, Ident: "u", Host: "h", At: noon})
			case rapid.Bool().Draw(t, "goes"):
				n.Apply(SessionEnded{Session: u.Sessions[0], At: noon})
			default:
				if other := rapid.SampledFrom(names).Draw(t, "other"); n.User(other) == nil {
					n.Apply(NickChanged{User: u.ID, Nick: other, At: noon})
				}
			}
		}
		nicks := n.NicksOf(slices.Clone(ids))
		for _, id := range ids {
			want, known := n.LastNick(id)
			if holder, _, _ := n.Holder(want); !known || holder != id {
				want = ""
			}
			if got := nicks[id]; got != want {
				t.Errorf("%d is %q, expected %q", id, got, want)
			}
		}
	})
}
