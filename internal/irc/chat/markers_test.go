package chat

import (
	"fmt"
	"testing"
	"time"
)

func TestMarkersMoveForwardsOnly(t *testing.T) {
	n, users := arrived(testSettings, "alice")
	u := users[0]
	for i, step := range []struct{ to, want int }{{5, 5}, {3, 5}, {5, 5}, {6, 6}} {
		n.Apply(MarkedRead{User: u.ID, Target: "#Tea", UpTo: noon.Add(time.Duration(step.to) * time.Second)})
		if got := n.ReadUpTo(u, "#tea"); !got.Equal(noon.Add(time.Duration(step.want) * time.Second)) {
			t.Errorf("step %d: %v", i, got)
		}
	}
}

// A stranger may mark what she likes, and fills no memory.
func TestMarkersAreBounded(t *testing.T) {
	settings := testSettings
	settings.Markers = 3
	n, users := arrived(settings, "alice")
	u := users[0]
	mark := func(target string, second int) {
		n.Apply(MarkedRead{User: u.ID, Target: target, UpTo: noon.Add(time.Duration(second) * time.Second)})
	}
	for i := range 3 {
		mark(fmt.Sprintf("#%d", i), 1)
	}
	mark("#0", 2) // now #1 has not been moved for longest
	mark("#3", 1)
	for target, known := range map[string]bool{"#0": true, "#1": false, "#2": true, "#3": true} {
		if got := !n.ReadUpTo(u, target).IsZero(); got != known {
			t.Errorf("%s is remembered: %v", target, got)
		}
	}
	if len(u.markers) != 3 {
		t.Errorf("%d markers", len(u.markers))
	}
}

// Renamed onto a name that was read once, a channel keeps its own marker.
func TestMarkersFollowARenamedChannel(t *testing.T) {
	r := newRoom()
	mark := func(target string, second int) {
		r.Apply(MarkedRead{User: r.alice.ID, Target: target, UpTo: noon.Add(time.Duration(second) * time.Second)})
	}
	mark("#milk", 1)
	mark("#tea", 2)
	r.Apply(ChannelRenamed{Channel: r.ch.ID, By: r.alice.ID, Name: "#TEA", At: noon})
	r.Apply(ChannelRenamed{Channel: r.ch.ID, By: r.alice.ID, Name: "#Milk", At: noon})
	for target, second := range map[string]int{"#milk": 2} {
		if got := r.ReadUpTo(r.alice, target); !got.Equal(noon.Add(time.Duration(second) * time.Second)) {
			t.Errorf("%s was read up to %v", target, got)
		}
	}
	if !r.ReadUpTo(r.alice, "#tea").IsZero() {
		t.Error("the old name is still marked")
	}
}
