package chat

import (
	"testing"
	"time"
)

var anyLimits = Limits{ChannelsPerUser: 9, ChannelLen: 64}

// What an invitation does not open, and what does.
func TestDoors(t *testing.T) {
	for _, tt := range []struct {
		name   string
		letter byte
		opens  func(u *User)
		want   Why
	}{
		{"registered only", 'R', func(u *User) { u.Account = "bob" }, NeedAccount},
		{"secure only", 'z', func(u *User) { u.Secure = true }, SecureOnly},
		{"operators only", 'O', func(u *User) { u.own().Oper = &Oper{} }, OpersOnly},
	} {
		r := newRoom(set(tt.letter, ""))
		r.Apply(Invited{Channel: 1, User: r.stranger.ID, By: r.alice.ID, At: noon})
		if got := why(t, r.MayJoin(r.stranger, r.ch, "", anyLimits, noon)); got != tt.want {
			t.Errorf("%s, invited: got %d, expected %d", tt.name, got, tt.want)
		}
		tt.opens(r.stranger)
		if err := r.MayJoin(r.stranger, r.ch, "", anyLimits, noon); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestWhoOverseesMayJoin(t *testing.T) {
	r := newRoom(set('i', ""), set('b', "*!*@*"))
	refused := r.MayJoin(r.stranger, r.ch, "", anyLimits, noon)
	if MayOverrule(r.stranger, refused) {
		t.Error("a stranger overrules")
	}
	r.Apply(Opered{User: r.stranger.ID, Oper: Oper{Privileges: MayOversee}, At: noon})
	if !MayOverrule(r.stranger, refused) || MayOverrule(r.stranger, nil) {
		t.Error("who oversees overrules what is refused, and that only")
	}
	if MayOverrule(r.stranger, r.MayJoin(r.stranger, r.ch, "", Limits{}, noon)) {
		t.Error("the number of channels binds everybody")
	}
}

func TestThrottle(t *testing.T) {
	r := newRoom(set('j', "2:10"))
	join := func(after time.Duration, want Why) {
		t.Helper()
		at := noon.Add(after)
		if got := why(t, r.MayJoin(r.stranger, r.ch, "", anyLimits, at)); got != want {
			t.Errorf("after %v: got %d, expected %d", after, got, want)
		} else if got == 0 {
			r.Apply(Joined{Channel: 1, User: r.stranger.ID, At: at})
			r.Apply(Parted{Channel: 1, User: r.stranger.ID, At: at})
		}
	}
	join(0, 0)
	join(time.Second, 0)
	join(2*time.Second, Throttled)
	join(9*time.Second, Throttled)
	join(10*time.Second, 0)
	join(11*time.Second, 0)
	join(12*time.Second, Throttled)
	r.Apply(Invited{Channel: 1, User: r.stranger.ID, By: r.alice.ID, At: noon})
	join(13*time.Second, 0)
	r.change(ModeChange{Letter: 'j'})
	join(13*time.Second, 0)
}

func TestParseThrottle(t *testing.T) {
	for in, want := range map[string]string{
		"5:10": "5:10", "05:010": "5:10", "1000:3600": "1000:3600",
		"": "", "5": "", "5:": "", ":5": "", "0:5": "", "5:0": "", "-1:5": "", "1001:1": "", "1:3601": "", "a:b": "", "1:2:3": "",
	} {
		got, ok := parseThrottle(in, Limits{})
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q is read as %q, %v", in, got, ok)
		}
	}
}

func TestForward(t *testing.T) {
	r := newRoom(set('i', ""), set('f', "#other"))
	refused := r.MayJoin(r.stranger, r.ch, "", anyLimits, noon)
	if r.Forward(r.ch, refused) != nil {
		t.Error("to a channel that is not there")
	}
	other := opened(r.Network, 2, "#other", r.alice, noon)
	if r.Forward(r.ch, refused) != other || r.Forward(r.ch, nil) != nil {
		t.Error("who is turned away is sent on, and nobody else")
	}
	full := r.MayJoin(r.stranger, r.ch, "", Limits{}, noon)
	if r.Forward(r.ch, full) != nil {
		t.Error("who is in too many channels is sent into another")
	}
}

func TestFitsForward(t *testing.T) {
	r := newRoom()
	for target, want := range map[string]Why{"#none": NoSuchChannel, "#tea": NoSuchChannel, "#other": NeedOperator} {
		if target == "#other" {
			opened(r.Network, 2, target, r.stranger, noon)
		}
		if got := why(t, fitsForward(r.Network, r.alice, r.ch, target)); got != want {
			t.Errorf("%s: got %d, expected %d", target, got, want)
		}
	}
	r.Apply(Joined{Channel: 2, User: r.alice.ID, Rank: Operator, At: noon})
	if err := fitsForward(r.Network, r.alice, r.ch, "#OTHER"); err != nil {
		t.Error(err)
	}
}

func TestFitsSecure(t *testing.T) {
	r := newRoom()
	if got := why(t, fitsSecure(nil, nil, r.ch, "")); got != AllMustBeSecure {
		t.Errorf("with somebody in the clear: %d", got)
	}
	r.alice.Secure = true
	if err := fitsSecure(nil, nil, r.ch, ""); err != nil {
		t.Error(err)
	}
}

// A permanent channel stays while empty, and goes once it is none any more.
func TestPermanent(t *testing.T) {
	r := newRoom(set('P', ""))
	r.Apply(Parted{Channel: 1, User: r.alice.ID, At: noon})
	if r.Channel("#tea") == nil {
		t.Fatal("it is gone")
	}
	if err := r.Check(); err != nil {
		t.Error(err)
	}
	r.Apply(ModesChanged{Channel: 1, By: r.alice.ID, Changes: []ModeChange{{Letter: 'P'}}, At: noon})
	if r.Channel("#tea") != nil {
		t.Error("empty, and not permanent, it is still there")
	}
	if _, kept := r.KeptChannel("#tea"); !kept {
		t.Error("its messages do not wait")
	}
}
