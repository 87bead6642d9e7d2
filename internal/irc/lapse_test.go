package irc

import (
	"testing"
	"time"

	"linnet/internal/irc/chat"
)

// What would lapse in a channel that has gone is watched no longer.
func TestLapsesAreForgotten(t *testing.T) {
	srv, err := New(DefaultConfig(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	h := srv.hub
	h.lock()
	defer h.unlock()
	h.happen(nil, chat.UserArrived{User: 1, Session: 1, Nick: "alice", At: h.now})
	h.happen(nil, chat.ChannelOpened{Channel: 2, Name: "#tea", At: h.now})
	h.happen(nil, chat.Joined{Channel: 2, User: 1, At: h.now})
	h.happen(nil, chat.ModesChanged{Channel: 2, By: 1, Changes: []chat.ModeChange{{Add: true, Letter: 'b', Param: "eve!*@*"}}, At: h.now})
	watched := len(h.timers.heap)
	h.happen(nil, chat.EntryTimed{Channel: 2, By: 1, Letter: 'b', Mask: "EVE!*@*", Until: h.now.Add(time.Hour), At: h.now})
	if len(h.lapses) != 1 || len(h.timers.heap) != watched+1 {
		t.Fatal("what will lapse is not watched")
	}
	h.happen(nil, chat.Parted{Channel: 2, User: 1, At: h.now})
	h.forgetLapses()
	if len(h.lapses) != 0 || len(h.timers.heap) != watched {
		t.Error("it still is, and the channel has gone")
	}
}
