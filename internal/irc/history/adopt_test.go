package history

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"linnet/internal/irc/chat"
)

// A guest's conversations become her account's, in between what that had with the same
// people; nobody is left under the guest's id, and whoever talked with her finds all in
// the one place.
func TestAdopt(t *testing.T) {
	const guest, heir, bob = chat.UserID(1), chat.UserID(9), chat.UserID(2)
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 12).Draw(t, "ring")
		m := NewMemory(size, plenty)
		if rapid.Bool().Draw(t, "on disk") {
			m.KeepsElsewhere()
		}
		want := map[Key][]Entry{}
		last := rapid.IntRange(0, 20).Draw(t, "entries")
		for n := 1; n <= last; n++ {
			e := entry(n, rapid.SampledFrom([]Kind{Message, Message, Tagged}).Draw(t, "kind"))
			e.From = rapid.SampledFrom([]chat.UserID{guest, heir, bob}).Draw(t, "from")
			key := rapid.SampledFrom([]Key{
				Between(guest, bob), Between(heir, bob), Between(guest, guest), Between(guest, heir), Between(heir, heir), Between(bob, bob), Channel(5),
			}).Draw(t, "key")
			m.Add(key, e)
			if after := key.Adopted(guest, heir); after != key && e.From == guest {
				e.Owner = heir
			}
			key = key.Adopted(guest, heir)
			want[key] = append(want[key], e)
		}
		next := id(last+1) + "."
		m.Adopt(guest, heir, next)
		if left := m.Partners(guest); len(left) > 0 || m.rooms[Between(guest, bob)] != nil {
			t.Fatalf("something is left of the guest: %v", left)
		}
		for _, key := range []Key{Between(heir, bob), Between(heir, heir), Between(bob, bob), Channel(5)} {
			for kind := range kinds {
				var of []Entry
				for _, e := range want[key] {
					if e.Kind == kind {
						of = append(of, e)
					}
				}
				var got []Entry
				if r := m.rooms[key]; r != nil {
					got = r.rings[kind].straight()
				}
				// What either of the two conversations had pushed out is on disk, if anywhere.
				if same := func(a, b Entry) bool { return a.ID == b.ID && a.Owner == b.Owner }; !isEndOf(got, of, same) || len(got) < min(size, len(of)) {
					t.Fatalf("%v kind %d: %v, expected the end of %v", key, kind, ids(got), ids(of))
				}
			}
			if key.Channel == 0 && (key.A == heir || key.B == heir) && m.rooms[key] != nil && m.IsWhole(key, Query{After: &Ref{ID: id(1)}, Limit: 3}, nil) != !m.onDisk {
				t.Fatalf("%v knows more than it may", key)
			}
		}
		for _, who := range []chat.UserID{heir, bob} {
			partners := m.Partners(who)
			inOrder := slices.IsSortedFunc(partners, func(a, b chat.UserID) int {
				return cmp.Compare(m.Last(Between(who, a)).UnixNano(), m.Last(Between(who, b)).UnixNano())
			})
			if slices.Contains(partners, guest) || !inOrder && who == heir {
				t.Fatalf("%d talked with %v", who, partners)
			}
		}
	})
}

// isEndOf says whether some entries are the last of others.
func isEndOf(some, all []Entry, same func(a, b Entry) bool) bool {
	return len(some) <= len(all) && slices.EqualFunc(some, all[len(all)-len(some):], same)
}
