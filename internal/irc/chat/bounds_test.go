package chat

import (
	"fmt"
	"testing"
	"time"
)

// These tests hold that no stranger makes the network remember without end, and
// that what an earlier channel allowed counts for nothing in a later one.

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// arrived returns a network with these people in it, numbered from 1.
func arrived(settings Settings, nicks ...string) (*Network, []*User) {
	n := New(settings)
	users := make([]*User, 0, len(nicks))
	for i, nick := range nicks {
		id := uint64(i + 1)
		users = append(users, n.Apply(UserArrived{
			User: UserID(id), Session: SessionID(id), Nick: nick, Ident: "~u", Host: "h", Realname: nick, At: noon,
		}).User)
	}
	return n, users
}

// opened makes a channel whose first member is its operator.
func opened(n *Network, id ChannelID, name string, by *User, at time.Time) *Channel {
	ch := n.Apply(ChannelOpened{Channel: id, Name: name, Flags: LettersOf("nt"), At: at}).Channel
	n.Apply(Joined{Channel: id, User: by.ID, Rank: Operator, At: at})
	return ch
}

func TestKeptChannelsAreBounded(t *testing.T) {
	settings := testSettings
	settings.KeptChannels = 3
	n, users := arrived(settings, "mallory")
	for i := 1; i <= 5; i++ {
		at := noon.Add(time.Duration(i) * time.Second)
		ch := opened(n, ChannelID(i), fmt.Sprintf("#c%d", i), users[0], at)
		fx := n.Apply(Parted{Channel: ch.ID, User: users[0].ID, At: at})
		if i <= 3 && len(fx.Forget) > 0 {
			t.Errorf("channel %d: forgot %v with room to spare", i, fx.Forget)
		}
		if oldest := ChannelID(i - 3); i > 3 && (len(fx.Forget) != 1 || fx.Forget[0] != oldest) {
			t.Errorf("channel %d: forgot %v, expected the oldest, %d", i, fx.Forget, oldest)
		}
	}
	for i, want := range []bool{false, false, true, true, true} {
		if _, kept := n.KeptChannel(fmt.Sprintf("#C%d", i+1)); kept != want {
			t.Errorf("#c%d kept: %v", i+1, kept)
		}
	}
}

func TestKeptChannelsOfOneMomentGoByTheirIds(t *testing.T) {
	settings := testSettings
	settings.KeptChannels = 2
	n, users := arrived(settings, "mallory")
	for i := 1; i <= 4; i++ {
		opened(n, ChannelID(i), fmt.Sprintf("#c%d", i), users[0], noon)
	}
	fx := n.Apply(SessionEnded{Session: 1, At: noon})
	if len(fx.Forget) != 2 || len(n.kept) != 2 {
		t.Fatalf("forgot %v, kept %v", fx.Forget, n.kept)
	}
	for _, id := range fx.Forget {
		for name, kept := range n.kept {
			if kept.ID <= id {
				t.Errorf("%d was forgotten before %s, which is %d", id, name, kept.ID)
			}
		}
	}
}

func TestInvitationsAreBounded(t *testing.T) {
	settings := testSettings
	settings.Invitations = 3
	n, users := arrived(settings, "mallory", "bob")
	for i := 1; i <= 5; i++ {
		opened(n, ChannelID(i), fmt.Sprintf("#c%d", i), users[0], noon)
		n.Apply(Invited{Channel: ChannelID(i), User: users[1].ID, By: users[0].ID, At: noon})
	}
	open := users[1].Invitations(noon, n)
	if len(open) != 3 || open[0] != 3 || open[2] != 5 {
		t.Errorf("invited to %v, expected the newest three", open)
	}
}

// Whoever held a name before could ask a friend in, leave, and wait until others
// meet there behind a closed door.
func TestAnInvitationEndsWithItsChannel(t *testing.T) {
	n, users := arrived(testSettings, "mallory", "sock", "alice")
	mallory, sock, alice := users[0], users[1], users[2]
	opened(n, 1, "#tea", mallory, noon)
	n.Apply(Invited{Channel: 1, User: sock.ID, By: mallory.ID, At: noon})
	n.Apply(Parted{Channel: 1, User: mallory.ID, At: noon})

	later := noon.Add(time.Second)
	id, kept := n.KeptChannel("#tea")
	if !kept {
		t.Fatal("the channel's messages do not wait")
	}
	ch := opened(n, id, "#tea", alice, later)
	n.Apply(ModesChanged{Channel: id, By: alice.ID, Changes: []ModeChange{{Add: true, Letter: 'i'}}, At: later})
	if err := n.MayJoin(sock, ch, "", Limits{ChannelsPerUser: 9}, later); err == nil {
		t.Error("an invitation to the old channel opens the new one")
	}
	if open := sock.Invitations(later, n); len(open) > 0 {
		t.Errorf("still invited to %v", open)
	}
	n.Apply(Invited{Channel: id, User: sock.ID, By: alice.ID, At: later})
	if err := n.MayJoin(sock, ch, "", Limits{ChannelsPerUser: 9}, later); err != nil {
		t.Errorf("invited anew: %v", err)
	}
}
