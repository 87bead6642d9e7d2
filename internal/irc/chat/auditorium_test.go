package chat

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// seen lists who sees whom in a channel, by the words of docs/modes.md.
func seen(ch *Channel) map[Sighting]bool {
	all := map[Sighting]bool{}
	for _, m := range ch.Members {
		for _, viewer := range ch.Members {
			if m == viewer || m.Rank > 0 || viewer.Rank >= HalfOp {
				all[Sighting{m.User, viewer.User}] = true
			}
		}
	}
	return all
}

// Whatever ranks change, those who are told whom they see from now on, and whom no
// more, know in the end whom they see.
func TestSightingsAreWhatHasChanged(t *testing.T) {
	letters := rapid.SampledFrom([]byte("qaohv"))
	rapid.Check(t, func(t *rapid.T) {
		n, users := arrived(testSettings, "a", "b", "c", "d", "e")
		ch := opened(n, 1, "#hall", users[0], noon)
		for _, u := range users[1:] {
			n.Apply(Joined{Channel: 1, User: u.ID, At: noon})
		}
		change := func(changes ...ModeChange) Effect {
			return n.Apply(ModesChanged{Channel: 1, By: users[0].ID, Changes: changes, At: noon})
		}
		if fx := change(ModeChange{Add: true, Letter: 'u'}); len(fx.Shown)+len(fx.Hid) > 0 {
			t.Fatalf("setting the mode shows %v and hides %v", fx.Shown, fx.Hid)
		}
		for range rapid.IntRange(1, 8).Draw(t, "lines") {
			var changes []ModeChange
			for range rapid.IntRange(1, 4).Draw(t, "letters") {
				u := rapid.SampledFrom(users).Draw(t, "whose")
				changes = append(changes, ModeChange{Add: rapid.Bool().Draw(t, "add"), Letter: letters.Draw(t, "letter"), Member: u.ID, Param: u.Nick})
			}
			told := seen(ch)
			fx := change(changes...)
			for _, s := range fx.Shown {
				if told[s] {
					t.Errorf("%s is shown %s twice", s.By.Nick, s.Seen.Nick)
				}
				told[s] = true
			}
			for _, s := range fx.Hid {
				if !told[s] {
					t.Errorf("%s loses %s and never had them", s.By.Nick, s.Seen.Nick)
				}
				delete(told, s)
			}
			if want := seen(ch); !maps.Equal(told, want) {
				t.Errorf("after %v: told %v, sees %v", changes, told, want)
			}
		}
	})
}

func TestOutsidersAndTheGoneSeeOnlyRanks(t *testing.T) {
	n, users := arrived(testSettings, "alice", "bob", "carol")
	alice, bob, carol := users[0], users[1], users[2]
	ch := opened(n, 1, "#hall", alice, noon)
	n.Apply(ModesChanged{Channel: 1, By: alice.ID, Changes: []ModeChange{{Add: true, Letter: 'u'}}, At: noon})
	n.Apply(Joined{Channel: 1, User: bob.ID, At: noon})
	if bob.In(ch).SeenBy(carol) || !alice.In(ch).SeenBy(carol) || !bob.In(ch).SeenBy(alice) || !bob.In(ch).SeenBy(bob) {
		t.Error("who sees whom is not as it should be")
	}
	n.Apply(Joined{Channel: 1, User: carol.ID, At: noon})
	fx := n.Apply(Parted{Channel: 1, User: bob.ID, At: noon})
	if !slices.Contains(fx.Hear, alice) || !slices.Contains(fx.Hear, bob) || slices.Contains(fx.Hear, carol) {
		t.Errorf("bob's leaving is heard by %d", len(fx.Hear))
	}
}
