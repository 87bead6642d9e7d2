package chat

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"linnet/internal/irc/account"
)

// comesBack ends the process of an evening and begins another with what was kept. That
// must be as if all connections had broken at once, but for what nobody keeps.
func (e *evening) comesBack(t *rapid.T) {
	other, until := New(e.net.settings), e.now.Add(time.Minute)
	restore := func(ev Event) {
		if err := other.MayRestore(ev); err == nil {
			other.Apply(sent(t, ev))
		} else if _, isUser := ev.(UserRestored); !isUser {
			t.Fatalf("%#v: %v", ev, err)
		}
	}
	for _, a := range sortedBy(e.accounts(), func(a account.Account) account.ID { return a.ID }) {
		restore(AccountSaved{Account: a, At: e.now})
	}
	for _, ch := range sortedBy(e.net.Channels(), func(ch *Channel) ChannelID { return ch.ID }) {
		if ch.Stays() || e.net.IsHeld(ch) {
			restore(ChannelRestored{State: ch.State(), At: e.now})
		}
	}
	for _, mute := range []bool{false, true} {
		for _, ban := range e.net.Bans(mute) {
			restore(BanPlaced{ban})
		}
	}
	for _, here := range []bool{false, true} {
		for _, u := range sortedBy(e.net.Users(), func(u *User) UserID { return u.ID }) {
			if state := e.net.UserState(u); state.Here == here {
				restore(UserRestored{State: state, At: e.now, Until: until, Seen: "z"})
			}
		}
	}
	other.Apply(NetworkRestored{At: e.now})
	if err := other.Check(); err != nil {
		t.Fatal(err)
	}
	e.severs(until)
	if diff := cmp.Diff(kept(e.net), kept(other)); diff != "" {
		t.Errorf("after a restart it is another: %s", diff)
	}
}

func (e *evening) accounts() (all []account.Account) {
	for _, r := range e.net.accounts.byID {
		all = append(all, r.Account)
	}
	return all
}

// severs breaks all connections, and lets nobody be an operator. Who is not
// wanted leaves.
func (e *evening) severs(until time.Time) {
	for _, u := range sortedBy(e.net.Users(), func(u *User) UserID { return u.ID }) {
		if modes := u.Modes & OperModes.With('o'); modes != 0 {
			e.net.Apply(UserModesChanged{User: u.ID, Removed: modes, At: e.now})
		}
		for i := len(u.Sessions) - 1; i >= 0; i-- {
			if s := e.net.sessions[u.Sessions[i]]; !s.outlives() {
				e.net.Apply(SessionEnded{Session: s.ID, Seen: "z", At: e.now})
			}
		}
		_, unwanted := e.net.BanOn(u)
		unwanted = unwanted || !e.net.settings.Casemapping.IsNick(u.Nick, 100) // nobody here has asked
		for _, id := range slices.Clone(u.Sessions) {
			switch s := e.net.sessions[id]; {
			case unwanted:
				e.net.Apply(SessionEnded{Session: s.ID, Leaves: true, Seen: "z", At: e.now})
			case s.Detached: // whose time begins anew
				e.net.Apply(SessionDetached{Session: s.ID, At: e.now, Until: until, Seen: s.Seen})
			default:
				e.net.Apply(SessionDetached{Session: s.ID, At: e.now, Until: until, Seen: "z"})
			}
		}
		if unwanted && e.net.users[u.ID] != nil {
			e.net.Apply(UserLeft{User: u.ID, At: e.now})
		}
	}
}

// notKept is of the dump what is not: it hangs on when somebody did something last, or
// (secure, with its mode Z, and away) on in which order connections broke.
var notKept = regexp.MustCompile(`(spoke|knocked|called|throttle|renamed)=\S*( \S* \S* \S*)?( m=\S*)?|secure=\S* |away="[^"]+"`)

// kept is what a dump says of people and channels.
func kept(n *Network) []string {
	var lines []string
	isKept := false
	for line := range strings.Lines(n.Dump()) {
		if !strings.HasPrefix(line, " ") {
			isKept = strings.HasPrefix(line, "user ") || strings.HasPrefix(line, "channel ")
		}
		if isKept && !strings.HasPrefix(line, "  spoke ") && !strings.HasPrefix(line, "  silences [] accepts [] ") {
			lines = append(lines, notKept.ReplaceAllString(strings.ReplaceAll(line, "Z", ""), "-"))
		}
	}
	return lines
}

// All of a state comes back, and may go again.
func TestAllComesBack(t *testing.T) {
	at := time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)
	n := New(testSettings)
	n.Apply(ChannelRestored{State: ChannelState{Channel: 7, Name: "#tea", Created: at, Flags: "nt"}})
	want := UserState{
		User: 2, Nick: "Bob", Ident: "~b", Host: "h", FirstHost: "f", Realname: "r", From: origins[1], Account: 1, Modes: "BZi", Away: "lunch",
		Secure: true, SignedOn: at, Seen: "x", Metadata: Metadata{"url": "u"},
		Silences: []string{"*!*@x"}, Accepts: []UserID{8}, Invites: []InviteState{{Channel: 9, At: at, Full: true}},
		Channels: []MemberState{{7, Operator | Voice}},
		Sessions: []SessionState{{Session: 3, Token: TokenHash{1}, From: origins[1], Secure: true, Away: "lunch", Device: "phone", Lost: true, Seen: "w"}},
	}
	n.Apply(AccountSaved{Account: account.Account{ID: 1, Name: "bob", Devices: []account.Device{{ID: "phone"}}}})
	guest := want
	guest.User, guest.Nick, guest.Account, guest.Read = 4, "zoe", 0, []ReadMark{{"#tea", at}, {"bob", at}}
	guest.Sessions = []SessionState{{Session: 5, Token: TokenHash{2}, From: origins[1], Secure: true, Away: "lunch", Lost: true, Seen: "w"}}
	for _, state := range []UserState{want, guest} {
		restored := UserRestored{State: state, At: at, Until: at.Add(time.Minute), Seen: "z"}
		if err := n.MayRestore(restored); err != nil {
			t.Fatal(err)
		}
		n.Apply(restored)
		if diff := cmp.Diff(state, n.UserState(n.User(state.Nick)), cmp.Comparer(func(a, b Origin) bool { return a == b })); diff != "" {
			t.Error(diff)
		}
		for field, value := range reflect.ValueOf(state).Fields() {
			if value.IsZero() && field.Name != "Here" && (field.Name != "Read" || state.Account == 0) && (field.Name != "Account" || state.Account != 0) {
				t.Errorf("the test has no %s", field.Name)
			}
		}
	}
	n.Apply(NetworkRestored{At: at})
	if err := n.Check(); err != nil {
		t.Error(err)
	}
	for _, id := range []SessionID{3, 5} {
		n.Apply(SessionEnded{Session: id, Expired: true, At: at})
	}
	if n.Channel("#tea") != nil || len(n.Users()) > 0 {
		t.Error("who has come back does not leave")
	}
}

func TestWhoDoesNotComeBack(t *testing.T) {
	n := New(testSettings)
	n.Apply(AccountSaved{Account: account.Account{ID: 1, Name: "zoe", Verified: true, AlwaysOn: account.Yes}})
	n.Apply(BanPlaced{Ban{Kind: Expels, Target: "*!*@evil.test", By: "root"}})
	token := func(c byte) TokenHash { return TokenHash{c} }
	n.Apply(UserRestored{State: UserState{User: 2, Nick: "bob", Sessions: []SessionState{{Session: 3, Token: token(1)}}}})
	n.Apply(UserRestored{State: UserState{User: 4, Nick: "zoe", Account: 1}})
	one := []SessionState{{Session: 9, Token: token(9)}}
	for _, row := range []struct {
		what  string
		state UserState
		why   string
	}{
		{"whose id is there", UserState{User: 2, Nick: "x", Sessions: one}, errTaken.Error()},
		{"whose nick is somebody's", UserState{User: 9, Nick: "BOB", Sessions: one}, errNickTaken.Error()},
		{"without a nick", UserState{User: 9, Sessions: one}, errNoNick.Error()},
		{"with one that is none here", UserState{User: 9, Nick: "Éve", Sessions: one}, errNoNick.Error()},
		{"with a service's", UserState{User: 9, Nick: "nickserv", Sessions: one}, errNoNick.Error()},
		{"without a session", UserState{User: 9, Nick: "x"}, errNobody.Error()},
		{"of an account that is no more", UserState{User: 9, Nick: "x", Account: 7}, errNobody.Error()},
		{"of one that has somebody", UserState{User: 9, Nick: "x", Account: 1}, errNobody.Error()},
		{"whose session is there", UserState{User: 9, Nick: "x", Sessions: []SessionState{{Session: 3, Token: token(9)}}}, errTaken.Error()},
		{"whose token is", UserState{User: 9, Nick: "x", Sessions: []SessionState{{Session: 9, Token: token(1)}}}, errTaken.Error()},
		{"with a session twice", UserState{User: 9, Nick: "x", Sessions: append(one, one...)}, errTaken.Error()},
		{"who is banned", UserState{User: 9, Nick: "x", Host: "evil.test", Sessions: one}, "the user is banned"},
		{"who is banned by where she was first", UserState{User: 9, Nick: "x", FirstHost: "evil.test", Sessions: one}, "the user is banned"},
		{"by a device that is none any more", UserState{User: 9, Nick: "x", Account: 1, Sessions: []SessionState{{Session: 9, Token: token(9), Device: "phone"}}}, errNobody.Error()},
		{"of an account that is no more, with a token", UserState{User: 9, Nick: "x", Account: 7, Sessions: one}, ""},
	} {
		why := ""
		if err := n.MayRestore(UserRestored{State: row.state}); err != nil {
			why = err.Error()
		}
		if why != row.why {
			t.Errorf("one %s: %q, expected %q", row.what, why, row.why)
		}
	}
}

// Whose account is no more comes back as a guest, without the ranks that it gave.
func TestAGuestComesBack(t *testing.T) {
	n := New(testSettings)
	n.Apply(AccountSaved{Account: account.Account{ID: 1, Name: "zoe", Verified: true}})
	n.Apply(ChannelRestored{State: ChannelState{Channel: 2, Name: "#tea", Created: time.Unix(1, 0), Registration: Registration{Founder: 1}}})
	n.Apply(ChannelRestored{State: ChannelState{Channel: 3, Name: "#wine", Created: time.Unix(1, 0)}})
	n.Apply(UserRestored{State: UserState{
		User: 5, Nick: "x", Account: 4, Sessions: []SessionState{{Session: 6, Token: TokenHash{1}}},
		Channels: []MemberState{{2, Operator}, {3, Operator}, {7, Operator}, {3, Voice}},
	}})
	n.Apply(NetworkRestored{})
	u := n.User("x")
	if u.AccountID != 0 || len(u.Memberships) != 2 || u.Memberships[0].Rank != 0 || u.Memberships[1].Rank != Operator {
		t.Errorf("%+v is in %+v", u, u.Memberships)
	}
	if err := n.Check(); err != nil {
		t.Error(err)
	}
}
