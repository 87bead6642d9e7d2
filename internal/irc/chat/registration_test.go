package chat

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linnet/internal/irc/account"
)

// parlour is a registered channel: alice founded it, admin, oper and voice have
// access as that, and somebody has none. All have an account of their own.
type parlour struct {
	*Network
	ch     *Channel
	people map[string]*User
}

var parlourLimits = Limits{ChannelsPerUser: 10, ChannelsPerAccount: 1, AccessEntries: 3, ChannelLen: 50, KeyLen: 10}

func newParlour() *parlour {
	nicks := []string{"alice", "admin", "oper", "voice", "nobody", "guest"}
	n, users := arrived(testSettings, nicks...)
	p := &parlour{Network: n, people: map[string]*User{}}
	for i, u := range users {
		p.people[nicks[i]] = u
		if u.Nick != "guest" {
			id := account.ID(100 + i)
			n.Apply(AccountSaved{Account: account.Account{ID: id, Name: u.Nick, Verified: true}, At: noon})
			n.Apply(LoggedIn{User: u.ID, Account: id, At: noon})
		}
	}
	p.ch = opened(n, 50, "#tea", users[0], noon)
	n.Apply(ChannelRegistered{Channel: 50, Founder: users[0].AccountID, At: noon})
	for nick, rank := range map[string]Rank{"admin": Admin, "oper": Operator, "voice": Voice} {
		p.give(nick, rank)
	}
	return p
}

func (p *parlour) give(nick string, rank Rank) Effect {
	return p.Apply(AccessChanged{Channel: 50, Account: p.people[nick].AccountID, Rank: rank, By: "alice", At: noon})
}

func (p *parlour) set(changes ...ModeChange) {
	p.Apply(ModesChanged{Channel: 50, Changes: changes, At: noon})
}

func (p *parlour) settings(s ChannelSettings) {
	p.Apply(ChannelSettingsChanged{Channel: 50, Settings: s, At: noon})
}

func TestMayRegisterChannel(t *testing.T) {
	p := newParlour()
	nobody, oper := p.people["nobody"], p.people["oper"]
	wine := opened(p.Network, 51, "#wine", nobody, noon)
	p.Apply(Joined{Channel: 51, User: oper.ID, Rank: HalfOp, At: noon})
	p.Apply(Joined{Channel: 51, User: p.people["guest"].ID, Rank: Operator, At: noon})
	p.Apply(Joined{Channel: 51, User: p.people["alice"].ID, Rank: Operator, At: noon})
	for _, tt := range []struct {
		name string
		u    *User
		ch   *Channel
		want Why
	}{
		{"its operator", nobody, wine, 0},
		{"a half-operator", oper, wine, NeedOperator},
		{"an operator without an account", p.people["guest"], wine, NotLoggedIn},
		{"somebody outside", p.people["voice"], wine, NotOnChannel},
		{"who has one already", p.people["alice"], wine, FoundsTooMany},
		{"one that is somebody's", p.people["alice"], p.ch, RegisteredAlready},
	} {
		if got := why(t, p.MayRegisterChannel(tt.u, tt.ch, parlourLimits)); got != tt.want {
			t.Errorf("%s: got %d, expected %d", tt.name, got, tt.want)
		}
	}
}

func TestARegisteredChannelStaysWithAllThatItHas(t *testing.T) {
	p := newParlour()
	p.set(set('k', "milk"), set('b', "x!*@*"), set('i', ""))
	fx := p.Apply(Parted{Channel: 50, User: 1, At: noon})
	if p.Channel("#tea") != p.ch || p.ch.Param('k') != "milk" || len(p.ch.List('b')) != 1 || !p.ch.Flags.Has('i') || len(fx.Forget) > 0 {
		t.Fatalf("it is not as it was: %v, forgot %v", p.Channel("#tea"), fx.Forget)
	}
	fx = p.Apply(ChannelDropped{Channel: 50, At: noon})
	if p.Channel("#tea") != nil || !slices.Equal(fx.Forget, []ChannelID{50}) {
		t.Errorf("nobody's and empty it is there, or its words are: %v", fx.Forget)
	}
	if err := p.Check(); err != nil {
		t.Error(err)
	}
}

func TestDropTakesNobodysRank(t *testing.T) {
	p := newParlour()
	fx := p.Apply(ChannelDropped{Channel: 50, At: noon})
	if m := p.people["alice"].In(p.ch); m.Rank != Operator || len(fx.Dues) > 0 || p.ch.Flags.Has('r') {
		t.Errorf("rank %v, dues %v", m.Rank, fx.Dues)
	}
}

// due is what an effect gives and takes, in words.
func due(fx Effect) string {
	text := ""
	for _, c := range RankChanges(fx.Dues) {
		sign := "-"
		if c.Add {
			sign = "+"
		}
		text += sign + string(c.Letter) + " " + c.Param + " "
	}
	return text
}

func TestRanksThatAreDue(t *testing.T) {
	enter := func(p *parlour, nick string, rank Rank) Effect {
		return p.Apply(Joined{Channel: 50, User: p.people[nick].ID, Rank: rank, At: noon})
	}
	id := func(p *parlour, nick string) account.ID { return p.people[nick].AccountID }
	for _, tt := range []struct {
		name string
		do   func(p *parlour) Effect
		want string
	}{
		{"an admin joins", func(p *parlour) Effect { return enter(p, "admin", 0) }, "+a admin "},
		{"an admin joins who has the rank", func(p *parlour) Effect { return enter(p, "admin", Admin) }, ""},
		{"somebody without access joins", func(p *parlour) Effect { return enter(p, "nobody", 0) }, ""},
		{"a guest logs in", func(p *parlour) Effect {
			enter(p, "guest", 0)
			return p.Apply(LoggedIn{User: p.people["guest"].ID, Account: id(p, "oper"), At: noon})
		}, "+o guest "},
		{"an operator logs out, and was given a voice besides", func(p *parlour) Effect {
			enter(p, "oper", Operator|Voice)
			return p.Apply(LoggedOut{User: p.people["oper"].ID, At: noon})
		}, "-o oper "},
		{"an operator logs in as somebody else", func(p *parlour) Effect {
			enter(p, "oper", Operator)
			return p.Apply(LoggedIn{User: p.people["oper"].ID, Account: id(p, "voice"), At: noon})
		}, "-o oper +v oper "},
		{"a rank is given to who is there", func(p *parlour) Effect {
			enter(p, "nobody", 0)
			return p.give("nobody", HalfOp)
		}, "+h nobody "},
		{"a rank is given to who has it by hand", func(p *parlour) Effect {
			enter(p, "nobody", HalfOp)
			return p.give("nobody", HalfOp)
		}, ""},
		{"a lesser rank", func(p *parlour) Effect {
			enter(p, "admin", Admin)
			return p.give("admin", Voice)
		}, "-a admin +v admin "},
		{"none any more", func(p *parlour) Effect {
			enter(p, "voice", Voice|Operator)
			return p.give("voice", 0)
		}, "-v voice "},
		{"it is given away", func(p *parlour) Effect {
			p.set(ModeChange{Add: true, Letter: 'q', Member: 1})
			enter(p, "admin", Admin)
			return p.Apply(FounderChanged{Channel: 50, Founder: id(p, "admin"), At: noon})
		}, "-q alice +q admin -a admin "},
		{"somebody outside is given it", func(p *parlour) Effect {
			return p.Apply(FounderChanged{Channel: 50, Founder: id(p, "voice"), At: noon})
		}, ""},
	} {
		p := newParlour()
		if got := due(tt.do(p)); got != tt.want {
			t.Errorf("%s: got %q, expected %q", tt.name, got, tt.want)
		}
		if err := p.Check(); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestMayGiveAccess(t *testing.T) {
	for _, tt := range []struct {
		by, to string
		rank   Rank
		want   Why
	}{
		{"alice", "voice", Owner, 0},
		{"alice", "alice", Voice, FounderHasAll},
		{"alice", "alice", 0, FounderHasAll},
		{"alice", "nobody", Voice, AccessListFull},
		{"alice", "nobody", 0, NotOnAccessList},
		{"admin", "voice", Operator, 0},
		{"admin", "voice", Admin, LacksAccess},
		{"admin", "oper", 0, 0},
		{"admin", "admin", 0, 0},
		{"admin", "admin", Owner, LacksAccess},
		{"oper", "voice", HalfOp, LacksAccess},
		{"oper", "oper", 0, 0},
		{"nobody", "voice", 0, LacksAccess},
		{"guest", "voice", 0, NotLoggedIn},
	} {
		p := newParlour()
		if got := why(t, p.MayGiveAccess(p.people[tt.by], p.ch, p.people[tt.to].AccountID, tt.rank, parlourLimits)); got != tt.want {
			t.Errorf("%s gives %s %q: got %d, expected %d", tt.by, tt.to, tt.rank.Prefix(), got, tt.want)
		}
	}
}

func TestAnEqualIsNotManaged(t *testing.T) {
	p := newParlour()
	p.give("voice", Owner)
	p.give("oper", Owner)
	if got := why(t, p.MayGiveAccess(p.people["voice"], p.ch, p.people["oper"].AccountID, 0, parlourLimits)); got != LacksAccess {
		t.Errorf("an owner takes another's access: %d", got)
	}
}

func TestTheDoorKnowsTheAccessList(t *testing.T) {
	for _, tt := range []struct {
		name string
		mode ModeChange
		want map[string]Why // 0 for all others
	}{
		{"a key", set('k', "milk"), map[string]Why{"voice": BadKey, "nobody": BadKey}},
		{"invite only", set('i', ""), map[string]Why{"nobody": InviteOnly}},
		{"full", set('l', "1"), map[string]Why{"voice": ChannelFull, "nobody": ChannelFull}},
		{"a ban", set('b', "*!*@*"), map[string]Why{"admin": Banned, "oper": Banned, "voice": Banned, "nobody": Banned}},
		{"operators of the server only", set('O', ""), map[string]Why{"alice": OpersOnly, "admin": OpersOnly, "oper": OpersOnly, "voice": OpersOnly, "nobody": OpersOnly}},
	} {
		for _, nick := range []string{"alice", "admin", "oper", "voice", "nobody"} {
			p := newParlour()
			p.Apply(Joined{Channel: 50, User: p.people["guest"].ID, At: noon})
			p.Apply(Parted{Channel: 50, User: 1, At: noon})
			p.set(tt.mode)
			if got := why(t, p.MayJoin(p.people[nick], p.ch, "", parlourLimits, noon)); got != tt.want[nick] {
				t.Errorf("%s, %s: got %d, expected %d", tt.name, nick, got, tt.want[nick])
			}
		}
	}
}

func TestNobodyKnocksWhoMayComeIn(t *testing.T) {
	p := newParlour()
	p.set(set('i', ""))
	for nick, want := range map[string]Why{"oper": DoorOpen, "voice": DoorOpen, "nobody": 0, "guest": 0} {
		if got := why(t, p.MayKnock(p.people[nick], p.ch, noon)); got != want {
			t.Errorf("%s: got %d, expected %d", nick, got, want)
		}
	}
	p.set(set('k', "milk"))
	if got := why(t, p.MayKnock(p.people["voice"], p.ch, noon)); got != 0 {
		t.Errorf("a voice without the key: %d", got)
	}
}

func TestNobodyChangesWhatIsTheServers(t *testing.T) {
	p := newParlour()
	p.set(ModeChange{Add: true, Letter: 'q', Member: 1})
	p.Apply(Opered{User: 1, Oper: Oper{Privileges: EveryPrivilege}, At: noon})
	alice := p.people["alice"]
	for _, add := range []bool{true, false} {
		change := ModeChange{Add: add, Letter: 'r'}
		if got := why(t, p.MayChangeMode(alice, p.ch, change)); got != ServersMode {
			t.Errorf("r, add %v: %d", add, got)
		}
		if got := why(t, p.MayChangeModeAside(alice, p.ch, change)); got != ServersMode {
			t.Errorf("r aside, add %v: %d", add, got)
		}
	}
}

func TestKeptModes(t *testing.T) {
	p := newParlour()
	alice := p.people["alice"]
	p.set(ModeChange{Add: true, Letter: 'q', Member: 1}, set('s', ""))
	s := ChannelSettings{KeepOn: LettersOf("mp"), KeepOff: LettersOf("n")}
	changes, err := p.KeptChanges(alice, p.ch, s)
	want := []ModeChange{{Add: true, Letter: 'm'}, {Letter: 'n'}, {Add: true, Letter: 'p'}, {Letter: 's'}}
	if diff := cmp.Diff(want, changes); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	p.set(changes...)
	p.settings(s)
	for _, tt := range []struct {
		change ModeChange
		want   Why
	}{
		{ModeChange{Letter: 'm'}, ModeKept}, {set('m', ""), 0},
		{set('n', ""), ModeKept}, {ModeChange{Letter: 'n'}, 0}, {set('t', ""), 0},
	} {
		if got := why(t, p.MayChangeMode(alice, p.ch, tt.change)); got != tt.want {
			t.Errorf("%+v: got %d, expected %d", tt.change, got, tt.want)
		}
	}
	if again, _ := p.KeptChanges(alice, p.ch, s); len(again) > 0 {
		t.Errorf("kept already, and changed: %v", again)
	}
	if _, err := p.KeptChanges(alice, p.ch, ChannelSettings{KeepOn: LettersOf("z")}); why(t, err) != AllMustBeSecure {
		t.Errorf("z with somebody in it who is not secure: %v", err)
	}
}

func TestTopicLock(t *testing.T) {
	p := newParlour()
	p.settings(ChannelSettings{TopicLock: true})
	for _, nick := range []string{"oper", "voice", "nobody"} {
		p.Apply(Joined{Channel: 50, User: p.people[nick].ID, Rank: Operator, At: noon})
	}
	for nick, want := range map[string]Why{"alice": 0, "oper": 0, "voice": TopicLocked, "nobody": TopicLocked} {
		if got := why(t, p.MaySetTopic(p.people[nick], p.ch)); got != want {
			t.Errorf("%s: got %d, expected %d", nick, got, want)
		}
	}
	for nick, want := range map[string]Why{"oper": 0, "voice": LacksAccess, "nobody": LacksAccess, "guest": NotLoggedIn} {
		if got := why(t, p.MaySetTopicAside(p.people[nick], p.ch)); got != want {
			t.Errorf("%s aside: got %d, expected %d", nick, got, want)
		}
	}
}

func TestTransfer(t *testing.T) {
	p := newParlour()
	admin, nobody := p.people["admin"], p.people["nobody"]
	p.Apply(TransferOffered{Channel: 50, To: admin.AccountID, At: noon})
	may := func(u *User, at time.Time) Why { return why(t, p.MayTakeOver(u, p.ch, parlourLimits, at)) }
	if got := may(admin, noon); got != 0 {
		t.Errorf("who was offered it: %d", got)
	}
	if got := may(nobody, noon); got != NotOffered {
		t.Errorf("somebody else: %d", got)
	}
	if got := may(admin, noon.Add(offerAge)); got != NotOffered {
		t.Errorf("too late: %d", got)
	}
	wine := opened(p.Network, 51, "#wine", admin, noon)
	p.Apply(ChannelRegistered{Channel: wine.ID, Founder: admin.AccountID, At: noon})
	if got := may(admin, noon); got != FoundsTooMany {
		t.Errorf("who has one already: %d", got)
	}
	p.Apply(FounderChanged{Channel: 50, Founder: nobody.AccountID, At: noon})
	if p.ch.AccessOf(p.people["alice"].AccountID) != 0 || !p.ch.IsFounder(nobody.AccountID) || may(admin, noon) != NotOffered {
		t.Error("who gave it away has access, or the offer stands")
	}
}

// An account's channels go to the highest on their access lists, who has been there
// for longest.
func TestEstate(t *testing.T) {
	p := newParlour()
	alice := p.people["alice"].AccountID
	for _, want := range []string{"admin", "oper", "voice"} {
		p.give("admin", Admin)
		if want != "admin" {
			p.give("admin", 0)
		}
		if want == "voice" {
			p.give("oper", 0)
		}
		if got := p.ch.Successor(); got != p.people[want].AccountID {
			t.Errorf("expected %s, got %d", want, got)
		}
	}
	p.give("voice", 0)
	p.give("nobody", Operator)
	p.Apply(LoggedOut{User: 1, At: noon})
	p.Apply(AccountDropped{Account: alice, At: noon})
	nobody := p.people["nobody"].AccountID
	if !p.ch.IsFounder(nobody) || len(p.ch.Registration.Access) > 0 {
		t.Errorf("it is not nobody's who has the only access: %+v", p.ch.Registration)
	}
	p.Apply(LoggedOut{User: p.people["nobody"].ID, At: noon})
	p.Apply(AccountDropped{Account: nobody, At: noon})
	if p.ch.IsRegistered() || p.Channel("#tea") == nil {
		t.Error("without a successor it is somebody's, or gone from under its members")
	}
	if err := p.Check(); err != nil {
		t.Error(err)
	}
}

func TestARegisteredChannelIsRenamedByItsFounder(t *testing.T) {
	p := newParlour()
	p.Apply(Joined{Channel: 50, User: p.people["admin"].ID, Rank: Owner, At: noon})
	if got := why(t, p.MayRename(p.people["admin"], p.ch, "#coffee", parlourLimits, noon)); got != RenamedByFounder {
		t.Errorf("by an owner: %d", got)
	}
	if err := p.MayRename(p.people["alice"], p.ch, "#coffee", parlourLimits, noon); err != nil {
		t.Errorf("by the founder: %v", err)
	}
}

func TestFindRank(t *testing.T) {
	for text, want := range map[string]Rank{
		"q": Owner, "+a": Admin, "op": Operator, "OPERATOR": Operator, "halfop": HalfOp, "half-operator": HalfOp,
		"%": HalfOp, "@": Operator, "+": Voice, "voice": Voice, "v": Voice, "": 0, "b": 0, "founder": 0,
	} {
		if got, ok := FindRank(text); got != want || ok != (want != 0) {
			t.Errorf("%q: %v %v", text, got, ok)
		}
	}
}
