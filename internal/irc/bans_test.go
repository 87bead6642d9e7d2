package irc

import (
	"fmt"
	"net/netip"
	"testing"

	"linnet/internal/irc/chat"
)

// A ban puts out everybody whom it hits, however many: some at once, the others
// when everybody else has had a turn; the one who placed it goes last.
func TestABanPutsManyOut(t *testing.T) {
	w := newSiege(t, 1)
	const people = 2*enforceAtOnce + 20
	taps := make([]*tap, people)
	for i := range taps {
		c := &tap{from: netip.AddrFrom4([4]byte{192, 0, 2, byte(i)})}
		c.s = w.srv.Attach(c, c.Peer())
		w.send(c, fmt.Sprintf("NICK n%d", i))
		w.send(c, "USER u 0 * :u")
		taps[i] = c
	}
	present := func() int { return w.hub.net.Counts().Users }
	if present() != people {
		t.Fatalf("%d are there", present())
	}
	root := taps[0]
	w.send(root, "OPER root sesame")
	w.send(root, "DLINE 192.0.2.0/24")
	if present() != people {
		t.Fatal("a ban of all was not to be confirmed")
	}
	w.send(root, "DLINE 192.0.2.0/24 CONFIRM :all")
	if left := people - present(); left != enforceAtOnce {
		t.Errorf("%d were put out at once, expected %d", left, enforceAtOnce)
	}
	if w.hub.net.User("n0") == nil {
		t.Error("who placed the ban did not go last")
	}
	w.clock.advance(0)
	if present() != 0 {
		t.Errorf("%d are still there", present())
	}
	for i, c := range taps {
		if !c.closed {
			t.Errorf("the connection of n%d is open", i)
		}
	}
	w.checkHub()
}

// A user who waits for a client to come back waits no longer once banned.
func TestABanEndsTheWait(t *testing.T) {
	w := newSiege(t, 1)
	c := &tap{from: netip.MustParseAddr("192.0.2.7")}
	c.s = w.srv.Attach(c, c.Peer())
	for _, line := range []string{"CAP REQ :linnet.chat/resume", "NICK bob", "USER u 0 * :u", "CAP END"} {
		w.send(c, line)
	}
	w.hangUp(c)
	bob := w.hub.net.User("bob")
	if bob == nil || !w.hub.net.Session(bob.Sessions[0]).Detached || len(w.hub.graces) != 1 {
		t.Fatal("bob does not wait")
	}
	w.hub.lock()
	ban := chat.Ban{Kind: chat.Expels, Target: "192.0.2.7", At: w.hub.now}
	target, _ := chat.ParseTarget(ban.Target)
	w.hub.happen(nil, chat.BanPlaced{Ban: ban})
	w.hub.enforce(ban, target, bob)
	w.hub.unlock()
	if w.hub.net.User("bob") != nil || len(w.hub.graces) != 0 {
		t.Error("bob waits on")
	}
	w.checkHub()
}
