package chat

import (
	"errors"
	"strconv"
	"testing"
	"time"
)

// why takes the reason out of an answer of policy, 0 for a yes.
func why(t *testing.T, err error) Why {
	t.Helper()
	if err == nil {
		return 0
	}
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		t.Fatalf("policy answered %v", err)
	}
	return refusal.Why
}

// room is a channel with an operator, and somebody before its door.
type room struct {
	*Network
	ch              *Channel
	alice, stranger *User
}

func newRoom(changes ...ModeChange) *room {
	n, users := arrived(testSettings, "alice", "bob")
	r := &room{Network: n, alice: users[0], stranger: users[1]}
	r.ch = opened(n, 1, "#tea", r.alice, noon)
	r.change(changes...)
	return r
}

func (r *room) change(changes ...ModeChange) {
	r.Apply(ModesChanged{Channel: r.ch.ID, By: r.alice.ID, Changes: changes, At: noon})
}

// enter brings the stranger in, with a rank.
func (r *room) enter(rank Rank) {
	r.Apply(Joined{Channel: r.ch.ID, User: r.stranger.ID, Rank: rank, At: noon})
}

func set(letter byte, param string) ModeChange {
	return ModeChange{Add: true, Letter: letter, Param: param}
}

func TestMayJoin(t *testing.T) {
	for _, tt := range []struct {
		name    string
		modes   []ModeChange
		key     string
		invited bool
		want    Why
	}{
		{name: "an open door"},
		{name: "a key", modes: []ModeChange{set('k', "milk")}, want: BadKey},
		{name: "the key in another case", modes: []ModeChange{set('k', "milk")}, key: "Milk", want: BadKey},
		{name: "the right key", modes: []ModeChange{set('k', "milk")}, key: "milk"},
		{name: "a key where none is needed", key: "milk"},
		{name: "invite only", modes: []ModeChange{set('i', "")}, want: InviteOnly},
		{name: "the right key does not invite", modes: []ModeChange{set('i', ""), set('k', "milk")}, key: "milk", want: InviteOnly},
		{name: "full", modes: []ModeChange{set('l', "1")}, want: ChannelFull},
		{name: "the last seat", modes: []ModeChange{set('l', "2")}},
		{name: "banned", modes: []ModeChange{set('b', "*!*@H")}, want: Banned},
		{name: "somebody else is banned", modes: []ModeChange{set('b', "bobby!*@*")}},
		{name: "the right key does not lift a ban", modes: []ModeChange{set('b', "bob!*@*"), set('k', "milk")}, key: "milk", want: Banned},
		{
			name: "an invitation passes all of them", invited: true,
			modes: []ModeChange{set('k', "milk"), set('i', ""), set('l', "1"), set('b', "*!*@*")},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRoom(tt.modes...)
			if tt.invited {
				r.Apply(Invited{Channel: 1, User: r.stranger.ID, By: r.alice.ID, At: noon})
			}
			if got := why(t, r.MayJoin(r.stranger, r.ch, tt.key, Limits{ChannelsPerUser: 1}, noon)); got != tt.want {
				t.Errorf("got %d, expected %d", got, tt.want)
			}
		})
	}
}

func TestAnInvitationServesOnceAndForATime(t *testing.T) {
	r := newRoom(set('i', ""))
	limits := Limits{ChannelsPerUser: 1}
	r.Apply(Invited{Channel: 1, User: r.stranger.ID, By: r.alice.ID, At: noon})
	if err := r.MayJoin(r.stranger, r.ch, "", limits, noon.Add(testSettings.InviteAge-time.Second)); err != nil {
		t.Errorf("just in time: %v", err)
	}
	if r.MayJoin(r.stranger, r.ch, "", limits, noon.Add(testSettings.InviteAge)) == nil {
		t.Error("it opens the door after its time")
	}
	r.enter(0)
	r.Apply(Kicked{Channel: 1, User: r.stranger.ID, By: r.alice.ID, At: noon})
	if got := why(t, r.MayJoin(r.stranger, r.ch, "", limits, noon)); got != InviteOnly {
		t.Errorf("a second time: %d", got)
	}
}

func TestMayBeInMore(t *testing.T) {
	n, users := arrived(testSettings, "alice", "bob")
	for i := range 3 {
		opened(n, ChannelID(i+1), "#c"+strconv.Itoa(i), users[0], noon)
	}
	if err := MayBeInMore(users[0], "#x", Limits{ChannelsPerUser: 4}); err != nil {
		t.Error(err)
	}
	if got := why(t, MayBeInMore(users[0], "#x", Limits{ChannelsPerUser: 3})); got != TooManyChannels {
		t.Errorf("a channel too many: %d", got)
	}
	fourth := opened(n, 4, "#d", users[1], noon)
	n.Apply(Invited{Channel: 4, User: users[0].ID, By: users[1].ID, At: noon})
	if got := why(t, n.MayJoin(users[0], fourth, "", Limits{ChannelsPerUser: 3}, noon)); got != TooManyChannels {
		t.Errorf("an invitation past the limit: %d", got)
	}
}

func TestMaySee(t *testing.T) {
	r := newRoom(set('s', ""))
	r.Apply(UserModesChanged{User: r.alice.ID, Added: LettersOf("i"), At: noon})
	check := func(inside bool) {
		t.Helper()
		for what, got := range map[string]bool{
			"the channel":        r.MaySeeChannel(r.stranger, r.ch),
			"the topic":          r.MayReadTopic(r.stranger, r.ch) == nil,
			"the past":           r.MayReadHistory(r.stranger, r.ch),
			"an invisible user":  r.MaySeeUser(r.stranger, r.alice),
			"and may be invited": r.MayInvite(r.alice, r.ch, r.stranger) != nil,
		} {
			if got != inside {
				t.Errorf("inside %v, sees %s: %v", inside, what, got)
			}
		}
	}
	check(false)
	r.enter(0)
	check(true)
	if !r.MaySeeUser(r.alice, r.alice) {
		t.Error("alice does not see herself")
	}
	r.Apply(Parted{Channel: 1, User: r.stranger.ID, At: noon})
	check(false)
}
