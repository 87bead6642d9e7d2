package chat

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/account"
)

func TestParseTarget(t *testing.T) {
	for text, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "192.0.2.7/24": "192.0.2.0/24", "192.0.2.7/32": "192.0.2.7",
		"::ffff:192.0.2.7": "192.0.2.7", "::ffff:192.0.2.0/120": "192.0.2.0/24", "::ffff:0:0/90": "",
		"2001:DB8::1/64": "2001:db8::/64", "::1": "0::1", "fe80::1%eth0": "fe80::1", "a::1": "a::1",
		"192.0.2.7/33": "", "*@192.0.2.7/33": "", "192.0.2.7/x": "",
		"~bob": "account:bob", "account:Bob": "account:Bob", "~account:bob": "account:bob", "a:bob": "account:bob", "~": "", "account:": "",
		"realname:*free*money*": "realname:*free*money*", "~r:a_b": "realname:a_b", "r:": "", "r:***": "realname:*",
		"bob!*@*": "bob!*@*", "~bob@host": "*!~bob@host", "*@bad.example": "*!*@bad.example", "bad.example": "*!*@bad.example",
		"*@192.0.2.0/24": "192.0.2.0/24", "*!*@192.0.2.7": "192.0.2.7", "bob@192.0.2.9/24": "*!bob@192.0.2.0/24", "*@192.0.2.*": "*!*@192.0.2.*",
		"*": "*!*@*", "***!**@*": "*!*@*", "bob*": "*!*@bob*", "user/cloak.host": "*!*@user/cloak.host",
		"bob": "", "": "", "a b": "", "a,b": "", "#tea": "", ":x!y@z": "", "a@b@c": "", "a@b!c": "", "\x00@x": "",
		strings.Repeat("x", 190) + "@h": "*!" + strings.Repeat("x", 190) + "@h", strings.Repeat("x", 199) + "@": "", strings.Repeat("x", 201) + "@h": "",
	} {
		got, ok := ParseTarget(text)
		if ok != (want != "") || got.String() != want {
			t.Errorf("%q: %q %v, expected %q", text, got, ok, want)
		}
	}
}

func FuzzParseTarget(f *testing.F) {
	for _, text := range []string{"192.0.2.7/24", "::ffff:1.2.3.4/97", "~a:bob", "r:*x*", "a!b@c", "u@::1/64", "*", "~bob@x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		target, ok := ParseTarget(text)
		if !ok {
			return
		}
		again, ok := ParseTarget(target.String())
		if !ok || again != target {
			t.Errorf("%q is %+v, and that is %+v %v", text, target, again, ok)
		}
		if said := target.String(); said == "" || said[0] == ':' || len(said) > maxTarget || strings.ContainsAny(said, " ,\r\n\x00") {
			t.Errorf("%q is %q, which cannot stand in a line", text, said)
		}
	})
}

func TestTargetsToBeCarefulWith(t *testing.T) {
	for text, want := range map[string][2]bool{ // everybody, this machine
		"*!*@*": {true, false}, "?*!*@*": {true, false}, "realname:*": {true, false}, "0.0.0.0/0": {true, true}, "::/0": {true, true},
		"127.0.0.1": {false, true}, "127.0.0.0/8": {false, true}, "::1": {false, true}, "u@127.0.0.1": {false, true}, "0.0.0.0/1": {false, true},
		"192.0.2.0/24": {false, false}, "*!*@*.x": {false, false}, "~bob": {false, false}, "a!*@*": {false, false},
	} {
		target, ok := ParseTarget(text)
		if !ok || target.IsEverybody() != want[0] || target.IsLoopback() != want[1] {
			t.Errorf("%s: everybody %v, this machine %v, expected %v", text, target.IsEverybody(), target.IsLoopback(), want)
		}
	}
}

// banned is a network with bans of these targets.
func banned(t *testing.T, kind BanKind, targets ...string) *Network {
	t.Helper()
	settings := testSettings
	settings.Bans = 20000
	n := New(settings)
	for i, text := range targets {
		target, ok := ParseTarget(text)
		if !ok {
			t.Fatalf("%q is no target", text)
		}
		n.Apply(BanPlaced{Ban{Kind: kind, Target: target.String(), Reason: text, At: noon.Add(time.Duration(i) * time.Second)}})
	}
	return n
}

func TestWhomBansHit(t *testing.T) {
	bob := User{
		folded: "bob", Ident: "~b", Host: "cloak.ip", seldom: &nothing, Realname: "Bob the Builder", Account: "Robert",
		From: Origin{"home.example", netip.MustParseAddr("2001:db8::7")},
	}
	for target, want := range map[string]bool{
		"2001:db8::/64": true, "2001:db8::7": true, "2001:db8::8": false, "::/0": true, "0.0.0.0/0": false,
		"account:robert": true, "account:bob": false, "realname:bob_the*": true, "realname:bob": false, "realname:*the?builder": true,
		"bob!*@*": true, "*!~B@HOME.example": true, "*!b@home.example": false, "*!*@cloak.ip": true, "*!*@cloak.*": true, "*!*@other.example": false,
		"*!~b@2001:db8::/32": true, "bob!x@2001:db8::/32": false, "*!~b@2001:db9::/32": false, "*!*@2001:db8:*": true,
	} {
		n := banned(t, Expels, target, "192.0.2.7", "account:x", "*!*@nowhere", "realname:x", "x!*@*")
		if ban, got := n.BanOn(&bob); got != want || got && ban.Reason != target {
			t.Errorf("%s hits Bob: %v by %q", target, got, ban.Target)
		}
	}
	guest := bob
	guest.Account = ""
	n := banned(t, NeedsAccount, "2001:db8::/64")
	_, isBob := n.BanOn(&bob)
	_, isGuest := n.BanOn(&guest)
	if _, atOnce := n.BanAt(bob.From.Address); isBob || !isGuest || atOnce {
		t.Errorf("who needs an account: with one %v, without %v, before it is known %v", isBob, isGuest, atOnce)
	}
}

func TestBanAt(t *testing.T) {
	n := banned(t, Expels, "192.0.2.0/24", "*!u@198.51.100.0/24", "*!*@*")
	for address, want := range map[string]bool{
		"192.0.2.200": true, "::ffff:192.0.2.1": true, "192.0.3.1": false, "198.51.100.1": false, "2001:db8::1": false,
	} {
		if _, got := n.BanAt(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
	if _, got := n.BanAt(netip.Addr{}); got {
		t.Error("a Unix socket is banned by a network")
	}
}

func TestTargetsOfANick(t *testing.T) {
	n := New(testSettings)
	n.Apply(AccountSaved{Account: account.Account{ID: 9, Name: "acc"}, At: noon})
	for i, from := range []string{"192.0.2.7", "2001:db8::1:2:3:4", "127.0.0.1", ""} {
		ev := UserArrived{User: UserID(i + 1), Session: SessionID(i + 1), Nick: string(rune('a' + i)), Account: 9, At: noon}
		if from != "" {
			ev.From.Address = netip.MustParseAddr(from)
		}
		n.Apply(ev)
	}
	n.Apply(SessionEnded{Session: 1, At: noon})
	for nick, want := range map[string]string{
		"a": "[192.0.2.7]", // who has gone is known by the address alone
		"b": "[2001:db8::/64 account:acc]", "c": "[account:acc]", "d": "[account:acc]",
	} {
		targets, found := n.TargetsOf(nick)
		if got := fmt.Sprint(targets); !found || got != want {
			t.Errorf("%s: %s %v, expected %s", nick, got, found, want)
		}
	}
	if _, found := n.TargetsOf("nobody"); found {
		t.Error("nobody is known")
	}
}

// A mute is looked up once, and anew when the user or the mutes have changed.
func TestMutedFollowsTheUser(t *testing.T) {
	n, users := arrived(testSettings, "bob")
	bob := users[0]
	isMuted := func(want bool, when string) {
		t.Helper()
		if _, got := n.Muted(bob); got != want {
			t.Errorf("%s: %v", when, got)
		}
	}
	isMuted(false, "at first")
	n.Apply(BanPlaced{Ban{Kind: Silences, Target: "bob!*@*", At: noon}})
	isMuted(true, "muted")
	n.Apply(NickChanged{User: bob.ID, Nick: "carol", At: noon})
	isMuted(false, "with another nick")
	n.Apply(NickChanged{User: bob.ID, Nick: "Bob", At: noon})
	isMuted(true, "back again")
	n.Apply(Opered{User: bob.ID, At: noon})
	isMuted(false, "as an operator")
	n.Apply(UserModesChanged{User: bob.ID, Removed: LettersOf("o"), At: noon})
	isMuted(true, "no operator any more")
	n.Apply(BanLifted{Target: "bob!*@*", Mute: true, At: noon})
	isMuted(false, "lifted")
}

func TestBansEndAndAreBounded(t *testing.T) {
	settings := testSettings
	settings.Bans = 2
	n := New(settings)
	place := func(target string, lasts time.Duration) error {
		ban := Ban{Kind: Expels, Target: target, At: noon}
		if lasts > 0 {
			ban.Until = noon.Add(lasts)
		}
		if err := n.MayPlaceBan(ban); err != nil {
			return err
		}
		n.Apply(BanPlaced{ban})
		return nil
	}
	if place("a!*@*", time.Hour) != nil || place("b!*@*", time.Minute) != nil || place("c!*@*", 0) == nil {
		t.Error("two have room, a third has not")
	}
	if place("A!*@*", 0) != nil {
		t.Error("a ban cannot be renewed when the table is full")
	}
	if next := n.NextBanEnd(); !next.Equal(noon.Add(time.Minute)) {
		t.Errorf("the next ends at %v", next)
	}
	if early := n.EndedBans(noon.Add(59 * time.Second)); len(early) > 0 {
		t.Errorf("ended early: %v", early)
	}
	for _, ended := range n.EndedBans(noon.Add(time.Minute)) {
		n.Apply(ended)
	}
	if left := n.Bans(false); len(left) != 1 || left[0].Target != "A!*@*" || !n.NextBanEnd().IsZero() {
		t.Errorf("left: %v", left)
	}
}

// crowded is a network with ten thousand bans of all sorts.
func crowded(t *testing.T) *Network {
	targets := make([]string, 0, 10000)
	for i := range 10000 {
		a, b := i/250, i%250
		targets = append(targets, []string{
			fmt.Sprintf("10.%d.%d.1", a, b), fmt.Sprintf("11.%d.%d.0/24", a, b), fmt.Sprintf("2001:db8:%x:%x::/64", a, b),
			fmt.Sprintf("account:a%d", i), fmt.Sprintf("*!*@h%d.example", i),
		}[i%5])
	}
	return banned(t, Expels, targets...)
}

func TestTenThousandBansAreLookedUpAtOnce(t *testing.T) {
	n := crowded(t)
	u := &User{seldom: &nothing, folded: "bob", Ident: "~b", Host: "home.example", From: Origin{"home.example", netip.MustParseAddr("198.51.100.7")}}
	if looks := testing.AllocsPerRun(100, func() { n.BanOn(u) }); looks > 30 {
		t.Errorf("one look allocates %v times", looks)
	}
	if _, is := n.BanOn(u); is {
		t.Fatal("bob is banned")
	}
	if ban, is := n.BanOn(&User{seldom: &nothing, folded: "x", Host: "H9999.example"}); !is || ban.Target != "*!*@h9999.example" {
		t.Errorf("the last is not found: %v", ban)
	}
}

func BenchmarkBanOn(b *testing.B) {
	n := crowded(&testing.T{})
	u := &User{seldom: &nothing, folded: "bob", Ident: "~b", Host: "home.example", From: Origin{"home.example", netip.MustParseAddr("198.51.100.7")}}
	for b.Loop() {
		n.BanOn(u)
	}
}
