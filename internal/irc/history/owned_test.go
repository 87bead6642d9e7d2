package history

import (
	"testing"

	"pgregory.net/rapid"

	"linnet/internal/irc/chat"
)

// What is erased is gone from every conversation and kind, and nothing else is; what is
// said afterwards finds its place as ever.
func TestErase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const hers = 7
		m, other := NewMemory(5, plenty), NewMemory(5, plenty)
		keys := []Key{Channel(1), Channel(2), Between(hers, 3)}
		add := func(n int) {
			e := entry(n, Kind(rapid.IntRange(0, int(kinds)-1).Draw(t, "kind")))
			e.Owner = rapid.SampledFrom([]chat.UserID{0, 3, hers}).Draw(t, "owner")
			key := rapid.SampledFrom(keys).Draw(t, "key")
			m.Add(key, e)
			other.Add(key, e)
		}
		last := rapid.IntRange(0, 40).Draw(t, "entries")
		for n := range last {
			add(n)
		}
		for _, f := range other.OwnedBy(hers) { // one by one it is the same
			other.Redact(f.Key, f.ID)
		}
		erased := m.Erase(hers)
		for _, f := range erased {
			if _, there := m.Get(f.Key, f.ID); there || f.Owner != hers {
				t.Errorf("%+v is still there", f)
			}
		}
		for n := range 3 {
			add(last + n)
		}
		for _, key := range keys {
			q := Query{Limit: 100, All: true}
			if got, want := ids(m.Find(key, q)), ids(other.Find(key, q)); got != want {
				t.Errorf("%v: %q, expected %q", key, got, want)
			}
		}
		if m.bytes != other.bytes {
			t.Errorf("%d bytes, expected %d", m.bytes, other.bytes)
		}
	})
}
