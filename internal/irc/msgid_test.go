package irc

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func zeros(b []byte) { clear(b) }

func ones(b []byte) {
	for i := range b {
		b[i] = 0xff
	}
}

// Whatever the random part is and however the clock goes, an id is greater than
// the one before, and tells the time by which it was given out.
func TestMsgidsOnlyGrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var m msgids
		now := time.UnixMilli(1_767_366_245_000)
		newest := time.Time{}
		before := m.last()
		for range rapid.IntRange(1, 50).Draw(t, "ids") {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{-5, 0, 0, 0, 1, 1000}).Draw(t, "passes")) * time.Millisecond)
			if now.After(newest) {
				newest = now
			}
			id := m.next(now, rapid.SampledFrom([]func([]byte){zeros, ones}).Draw(t, "random"))
			if id <= before || len(id) != idLen || id != m.last() {
				t.Fatalf("%s came after %s", id, before)
			}
			if at, ok := msgidTime(id); !ok || !at.Equal(newest) {
				t.Fatalf("%s was given out at %v, and says %v", id, newest, at)
			}
			before = id
		}
	})
}

// The counter of one millisecond carries through all of its bytes.
func TestMsgidsCarry(t *testing.T) {
	var m msgids
	now := time.UnixMilli(1_767_366_245_000)
	before := m.next(now, ones) // all but the highest bit
	for range 300 {
		id := m.next(now, ones)
		if id <= before {
			t.Fatalf("%s came after %s", id, before)
		}
		before = id
	}
	if m.low[0] != 0x80 || m.low[8] != 1 {
		t.Errorf("the counter stands at %x", m.low)
	}
	if at, _ := msgidTime(before); !at.Equal(now) {
		t.Errorf("it has carried into the time: %v", at)
	}
}

func TestWhatIsNoMsgid(t *testing.T) {
	for _, id := range []string{
		"", "x", strings.Repeat("0", idLen-1), strings.Repeat("0", idLen+1), strings.Repeat("U", idLen),
		strings.Repeat("i", idLen), strings.Repeat("é", idLen/2), strings.Repeat(" ", idLen), strings.Repeat("0", idLen-2) + "==",
	} {
		if at, ok := msgidTime(id); ok {
			t.Errorf("%q is of %v", id, at)
		}
	}
}
