package chat

import (
	"errors"
	"testing"
	"time"
)

func TestMaySpeak(t *testing.T) {
	const outside = Rank(1 << 7) // stands for no membership
	ban := set('b', "bob!*@*")
	off := ModeChange{Letter: 'n'}
	for _, tt := range []struct {
		name  string
		modes []ModeChange
		as    Rank
		what  Speech
		want  Why
	}{
		{name: "a member"},
		{name: "from outside with +n", as: outside, want: NoOutsiders},
		{name: "from outside without", modes: []ModeChange{off}, as: outside},
		{name: "moderated", modes: []ModeChange{set('m', "")}, want: Moderated},
		{name: "moderated, with voice", modes: []ModeChange{set('m', "")}, as: Voice},
		{name: "moderated, from outside", modes: []ModeChange{off, set('m', "")}, as: outside, want: Moderated},
		{name: "banned", modes: []ModeChange{ban}, want: Muted},
		{name: "banned, with voice", modes: []ModeChange{ban}, as: Voice},
		{name: "banned, from outside", modes: []ModeChange{off, ban}, as: outside, want: Muted},
		{name: "an operator is not moderated", modes: []ModeChange{set('m', ""), ban}, as: Operator},
		{name: "a guest among the registered", modes: []ModeChange{set('M', "")}, want: NeedAccountToSpeak},
		{name: "a guest with voice", modes: []ModeChange{set('M', "")}, as: Voice},
		{name: "CTCP", modes: []ModeChange{set('C', "")}, what: Speech{CTCP: true}, want: NoCTCP},
		{name: "CTCP of an operator", modes: []ModeChange{set('C', "")}, as: Operator, what: Speech{CTCP: true}, want: NoCTCP},
		{name: "words where CTCP may not be", modes: []ModeChange{set('C', "")}},
		{name: "a notice", modes: []ModeChange{set('T', "")}, what: Speech{Notice: true}, want: NoNotices},
		{name: "words where notices may not be", modes: []ModeChange{set('T', "")}},
		{name: "from outside, with +U", modes: []ModeChange{set('U', "")}, as: outside, want: NoOutsiders},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRoom(tt.modes...)
			if tt.as != outside {
				r.enter(tt.as)
			}
			heard, err := r.MaySpeak(r.stranger, r.ch, tt.what, noon)
			if got := why(t, err); got != tt.want || heard != 0 {
				t.Errorf("got %d, heard by %q; expected %d", got, heard.Prefix(), tt.want)
			}
		})
	}
}

func TestTheRegisteredSpeakInM(t *testing.T) {
	r := newRoom(set('M', ""))
	r.enter(0)
	r.stranger.Account = "bob"
	if _, err := r.MaySpeak(r.stranger, r.ch, Speech{}, noon); err != nil {
		t.Error(err)
	}
}

func TestOperatorsHearTheSilenced(t *testing.T) {
	for name, change := range map[string]ModeChange{
		"moderated": set('m', ""), "banned": set('b', "bob!*@*"), "a guest": set('M', ""),
	} {
		r := newRoom(set('U', ""), change)
		r.enter(0)
		if heard, err := r.MaySpeak(r.stranger, r.ch, Speech{}, noon); err != nil || heard != Operator {
			t.Errorf("%s: heard by %q, %v", name, heard.Prefix(), err)
		}
	}
}

// say lets the stranger speak at a time, if policy lets her.
func (r *room) say(t *testing.T, at time.Time, what Speech) (wait string) {
	t.Helper()
	_, err := r.MaySpeak(r.stranger, r.ch, what, at)
	var refusal *Refusal
	if errors.As(err, &refusal) && refusal.Why == TooSoon {
		return refusal.About[1]
	} else if err != nil {
		t.Fatal(err)
	}
	command := "PRIVMSG"
	if what.Silent {
		command = "TAGMSG"
	}
	r.Apply(Said{From: r.stranger.ID, Channel: r.ch.ID, Command: command, At: at})
	return ""
}

func TestSlowMode(t *testing.T) {
	r := newRoom(set('W', "30"))
	r.enter(0)
	after := noon.Add
	expect := func(name, want, got string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: told to wait %q, expected %q", name, got, want)
		}
	}
	expect("the first", "", r.say(t, noon, Speech{}))
	expect("at once again", "30", r.say(t, noon, Speech{}))
	expect("part of a second is a second", "1", r.say(t, after(29*time.Second+time.Millisecond), Speech{}))
	expect("what nobody reads", "", r.say(t, after(29*time.Second), Speech{Silent: true}))
	expect("in time", "", r.say(t, after(30*time.Second), Speech{}))
	r.Apply(Parted{Channel: r.ch.ID, User: r.stranger.ID, At: after(31 * time.Second)})
	r.enter(0)
	expect("coming back", "29", r.say(t, after(31*time.Second), Speech{}))
	r.change(ModeChange{Add: true, Letter: 'v', Member: r.stranger.ID, Param: "bob"})
	expect("with voice", "", r.say(t, after(32*time.Second), Speech{}))
	r.change(ModeChange{Letter: 'v', Member: r.stranger.ID, Param: "bob"}, set('W', "5"))
	expect("a shorter wait", "4", r.say(t, after(33*time.Second), Speech{}))
	r.change(ModeChange{Letter: 'W'})
	expect("without", "", r.say(t, after(33*time.Second), Speech{}))
}

func TestWhatIsRememberedOfSlowChannelsIsBounded(t *testing.T) {
	n, users := arrived(testSettings, "bob")
	u := users[0]
	for i := range slowEntries + 10 {
		ch := &Channel{ID: ChannelID(i + 1), params: map[byte]string{'W': "5"}}
		u.speakIn(ch, noon)
		u.speakIn(ch, noon.Add(time.Second))
	}
	if err := n.Check(); err != nil {
		t.Error(err)
	}
	n.Apply(Swept{At: noon.Add(slowest)})
	if len(u.spoke) != slowEntries {
		t.Errorf("%d remembered too soon before their time", len(u.spoke))
	}
	n.Apply(Swept{At: noon.Add(slowest + time.Second)})
	if len(u.spoke) != 0 {
		t.Errorf("%d remembered after their time", len(u.spoke))
	}
}

func TestParseSlow(t *testing.T) {
	for param, want := range map[string]string{"1": "1", "030": "30", "21600": "21600", "21601": "", "0": "", "-5": "", "5s": "5", "5m": "300", "6h": "21600", "6h1s": "", "5x": "", "": ""} {
		if got, ok := parseSlow(param, Limits{}); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v", param, got, ok)
		}
	}
}

func TestMayChangeNick(t *testing.T) {
	for _, tt := range []struct {
		name string
		as   Rank
		want Why
	}{
		{"a member", 0, NickFixed}, {"with voice", Voice, NickFixed}, {"a half-operator", HalfOp, 0}, {"an operator", Operator, 0},
	} {
		r := newRoom(set('N', ""))
		r.enter(tt.as)
		if got := why(t, r.MayChangeNick(r.stranger, "other")); got != tt.want {
			t.Errorf("%s: %d, expected %d", tt.name, got, tt.want)
		}
	}
}

func TestNobodyIsKickedFromQ(t *testing.T) {
	r := newRoom(set('Q', ""))
	r.enter(0)
	if got := why(t, r.MayKick(r.alice, r.ch, r.stranger)); got != NoKicks {
		t.Error(got)
	}
}
