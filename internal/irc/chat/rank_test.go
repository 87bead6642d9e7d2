package chat

import (
	"slices"
	"strings"
	"testing"
)

// ladder lists the ranks from a plain member up.
var ladder = []Rank{0, Voice, HalfOp, Operator, Admin, Owner}

func TestWhatARankMayDo(t *testing.T) {
	inviteOnly := set('i', "")
	for _, tt := range []struct {
		name string
		ask  func(r *room) error
		need Rank
	}{
		{"set the topic of +t", func(r *room) error { return r.MaySetTopic(r.stranger, r.ch) }, HalfOp},
		{"kick a plain member", func(r *room) error { return r.MayKick(r.stranger, r.ch, r.member("dave", 0)) }, HalfOp},
		{"kick a voice", func(r *room) error { return r.MayKick(r.stranger, r.ch, r.member("dave", Voice)) }, HalfOp},
		{"kick a half-operator", func(r *room) error { return r.MayKick(r.stranger, r.ch, r.member("dave", HalfOp|Voice)) }, HalfOp},
		{"kick an operator", func(r *room) error { return r.MayKick(r.stranger, r.ch, r.alice) }, Operator},
		{"kick an admin", func(r *room) error { return r.MayKick(r.stranger, r.ch, r.member("dave", Admin)) }, Owner},
		{"kick an owner", func(r *room) error { return r.MayKick(r.stranger, r.ch, r.member("dave", Owner)) }, Owner},
		{"invite into +i", func(r *room) error {
			r.change(inviteOnly)
			return r.MayInvite(r.stranger, r.ch, r.outsider("dave"))
		}, HalfOp},
		{"invite", func(r *room) error { return r.MayInvite(r.stranger, r.ch, r.outsider("dave")) }, 0},
	} {
		for _, rank := range ladder {
			r := newRoom()
			r.enter(rank)
			want := Why(0)
			if rank < tt.need {
				want = NeedOperator
			}
			if got := why(t, tt.ask(r)); got != want {
				t.Errorf("%s as %q: got %d, expected %d", tt.name, rank.Prefixes(), got, want)
			}
		}
	}
}

// outsider is one user more, and member one who is in the channel.
func (r *room) outsider(nick string) *User {
	id := uint64(len(r.users) + 1)
	return r.Apply(UserArrived{User: UserID(id), Session: SessionID(id), Nick: nick, Ident: "~u", Host: "h", At: noon}).User
}

func (r *room) member(nick string, rank Rank) *User {
	u := r.outsider(nick)
	r.Apply(Joined{Channel: r.ch.ID, User: u.ID, Rank: rank, At: noon})
	return u
}

func TestWhoMayChangeAMode(t *testing.T) {
	needs := map[byte]Rank{'q': Owner, 'a': Owner, 'v': HalfOp, 'b': HalfOp, 'e': HalfOp, 'I': HalfOp} // of all others: Operator
	for _, row := range ChannelModes {
		if row.Oper != 0 || row.Fixed {
			continue // TestWhatTakesAnOperator, TestNobodyChangesWhatIsTheServers
		}
		need, special := needs[row.Letter]
		if !special {
			need = Operator
		}
		for _, rank := range ladder {
			r := newRoom()
			r.enter(rank)
			for _, add := range []bool{true, false} {
				change := ModeChange{Add: add, Letter: row.Letter, Param: "x", Member: r.alice.ID}
				if got := r.MayChangeMode(r.stranger, r.ch, change) == nil; got != (rank >= need) {
					t.Errorf("%c, add %v, as %q: %v", row.Letter, add, rank.Prefixes(), got)
				}
			}
			if row.Kind == ModeMember {
				down := ModeChange{Letter: row.Letter, Member: r.stranger.ID}
				if err := r.MayChangeMode(r.stranger, r.ch, down); err != nil {
					t.Errorf("-%c of oneself as %q: %v", row.Letter, rank.Prefixes(), err)
				}
			}
		}
	}
}

// What is for operators of the server takes the rank in the channel as well.
func TestWhatTakesAnOperator(t *testing.T) {
	for _, row := range ChannelModes {
		if row.Oper == 0 {
			continue
		}
		for _, rank := range ladder {
			r := newRoom()
			r.enter(rank)
			for _, powers := range []Privilege{0, EveryPrivilege &^ row.Oper, row.Oper} {
				r.Apply(Opered{User: r.stranger.ID, Oper: Oper{Name: "root", Privileges: powers}, At: noon})
				got := why(t, r.MayChangeMode(r.stranger, r.ch, set(row.Letter, "")))
				want := Why(0)
				switch {
				case rank < row.Needs:
					want = NeedOperator
				case powers != row.Oper:
					want = LacksPrivilege
				}
				if got != want {
					t.Errorf("%c as %q who may %v: got %d, expected %d", row.Letter, rank.Prefixes(), powers, got, want)
				}
			}
		}
	}
}

func TestStrangersMayNothing(t *testing.T) {
	r := newRoom()
	dave := r.outsider("dave")
	for name, tt := range map[string]struct {
		err  error
		want Why
	}{
		"topic":             {r.MaySetTopic(r.stranger, r.ch), NotOnChannel},
		"kick":              {r.MayKick(r.stranger, r.ch, r.alice), NotOnChannel},
		"invite":            {r.MayInvite(r.stranger, r.ch, dave), NotOnChannel},
		"mode":              {r.MayChangeMode(r.stranger, r.ch, set('m', "")), NeedOperator},
		"an unknown mode":   {r.MayChangeMode(r.stranger, r.ch, set('X', "")), UnknownMode},
		"kick who is not":   {r.MayKick(r.alice, r.ch, dave), NotInChannel},
		"invite who is":     {r.MayInvite(r.alice, r.ch, r.alice), AlreadyOnChannel},
		"an unknown, by op": {r.MayChangeMode(r.alice, r.ch, set('X', "")), UnknownMode},
	} {
		if got := why(t, tt.err); got != tt.want {
			t.Errorf("%s: got %d, expected %d", name, got, tt.want)
		}
	}
}

func TestPrefixes(t *testing.T) {
	for rank, want := range map[Rank][2]string{
		0: {"", ""}, Voice: {"+", "+"}, HalfOp | Voice: {"%+", "%"}, Operator: {"@", "@"},
		Owner | Operator | Voice: {"~@+", "~"}, Owner<<1 - 1: {"~&@%+", "~"},
	} {
		if rank.Prefixes() != want[0] || rank.Prefix() != want[1] {
			t.Errorf("%b: %q and %q, expected %q", rank, rank.Prefixes(), rank.Prefix(), want)
		}
	}
	if !(Admin | Voice).AtLeast(Operator) || (HalfOp | Voice).AtLeast(Operator) || !Rank(0).AtLeast(0) {
		t.Error("AtLeast does not go by the highest status")
	}
}

func TestLetters(t *testing.T) {
	for in, want := range map[string]string{"": "", "tn": "nt", "zAaZ": "AZaz", "nnn": "n", "+1é\x00": ""} {
		if got := LettersOf(in).String(); got != want {
			t.Errorf("%q: got %q, expected %q", in, got, want)
		}
	}
	s := LettersOf("nt").Without('n').With('B')
	if s.Has('n') || !s.Has('t') || !s.Has('B') || s.Has('*') {
		t.Errorf("got %s", s)
	}
}

func TestNoLetterHasTwoMeanings(t *testing.T) {
	var channel, user []byte
	for _, row := range ChannelModes {
		channel = append(channel, row.Letter)
		if found, ok := FindChannelMode(row.Letter); !ok || found.Name != row.Name || row.Name == "" || row.Spec == "" {
			t.Errorf("channel mode %c is found as %+v", row.Letter, found)
		}
		if takes := row.Kind == ModeParam || row.Kind == ModeSet; takes != (row.Parse != nil) || takes != (row.Expects != "") {
			t.Errorf("channel mode %c has no rule for its parameter, or one too many", row.Letter)
		}
		if (row.Kind == ModeMember) != (row.Rank != 0) || row.Rank != row.Rank.Top() {
			t.Errorf("channel mode %c gives the rank %b", row.Letter, row.Rank)
		}
	}
	for _, row := range UserModes {
		user = append(user, row.Letter)
		if found, ok := FindUserMode(row.Letter); !ok || found != row || row.Spec == "" {
			t.Errorf("user mode %c is found as %+v", row.Letter, found)
		}
	}
	var extban []byte
	names := map[string]bool{}
	for _, row := range Extbans {
		extban = append(extban, row.Letters...)
		for _, name := range append(row.Names, strings.Split(row.Letters, "")...) {
			if found, ok := findExtban(name); !ok || found.Names[0] != row.Names[0] || names[name] || row.Spec == "" || row.Expects == "" {
				t.Errorf("extban %s is found as %+v", name, found)
			}
			names[name] = true
		}
		if (row.acts == 0) != (row.compile != nil) {
			t.Errorf("extban %s neither acts nor matches, or both", row.Names[0])
		}
	}
	for _, letters := range [][]byte{channel, user, extban} {
		slices.Sort(letters)
		if len(slices.Compact(slices.Clone(letters))) != len(letters) || len(LettersOf(string(letters)).String()) != len(letters) {
			t.Errorf("a letter stands twice, or is none: %s", letters)
		}
	}
}
