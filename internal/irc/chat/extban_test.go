package chat

import (
	"strings"
	"testing"

	"linnet/internal/irc/account"
)

// newTavern is a network with bob, who is logged in and in #wine as its voice.
func newTavern(t *testing.T) (n *Network, ch *Channel, bob *User) {
	t.Helper()
	n = New(testSettings)
	n.Apply(AccountSaved{Account: account.Account{ID: 9, Name: "Bobby"}, At: noon})
	bob = n.Apply(UserArrived{
		User: 1, Session: 1, Nick: "Bob", Ident: "~b", Host: "h.example", Realname: "Bob the Builder",
		Account: 9, Secure: true, At: noon,
	}).User
	for i, name := range []string{"#tea", "#wine", "#Cellar"} {
		n.Apply(ChannelOpened{Channel: ChannelID(i + 1), Name: name, Configured: true, At: noon})
	}
	n.Apply(Joined{Channel: 2, User: 1, Rank: Voice, At: noon})
	n.Apply(Joined{Channel: 3, User: 1, At: noon})
	n.Apply(ModesChanged{Channel: 3, By: 1, Changes: []ModeChange{set('s', "")}, At: noon})
	return n, n.Channel("#tea"), bob
}

func put(n *Network, ch *Channel, letter byte, mask string, add bool) {
	n.Apply(ModesChanged{Channel: ch.ID, By: 1, Changes: []ModeChange{{Add: add, Letter: letter, Param: mask}}, At: noon})
}

func TestExtbans(t *testing.T) {
	for mask, want := range map[string]string{ // what it bars bob from
		"bob!*@*": "join speak", "eve!*@*": "",
		"~account:bobby": "join speak", "~a:BOBBY": "join speak", "~a:b*y": "join speak", "~account:bob": "",
		"~account": "join speak", "~a:": "join speak", "~!account": "", "~!account:bob": "join speak", "~!a:bobby": "",
		"~realname:Bob_the_*": "join speak", "~r:bob?the?builder": "join speak", "~r:Bob": "",
		"~channel:#wine": "join speak", "~c:#WI*": "join speak", "~c:+#wine": "join speak", "~c:@#wine": "", "~c:#cellar": "", "~c:#none": "",
		"~unregistered": "", "~!u": "join speak", "~oper": "", "~!oper": "join speak",
		"~secure": "join speak", "~tls:*!*@h.*": "join speak", "~z:*!*@other": "", "~!z": "",
		"~quiet:bob!*@*": "speak", "~q:bob": "speak", "~mute:~account:bobby": "speak", "~m:~a:other": "", "~quiet:~!account:eve": "speak",
		"~join:*!*@h.example": "join", "~j:~r:Bob*": "join", "~join:eve": "",
		"~nonsense:bob": "", // of an older network: it means nobody, and is not denied either
	} {
		n, ch, bob := newTavern(t)
		put(n, ch, 'b', mask, true)
		var got []string
		if n.isBanned(ch, bob) {
			got = append(got, "join")
		}
		if n.isQuieted(ch, bob) {
			got = append(got, "speak")
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s bars from %q, expected %q", mask, got, want)
		}
		put(n, ch, 'b', mask, false)
		if left := ch.List('b'); len(left) > 0 {
			t.Errorf("%s cannot be taken out", mask)
		}
	}
}

func TestExceptions(t *testing.T) {
	for mask, want := range map[string][2]bool{ // is bob still kept out, still quiet
		"eve!*@*": {true, true}, "bob!*@*": {false, false}, "~account:bobby": {false, false},
		"~quiet:bob": {true, false}, "~join:~a:bobby": {false, true}, "~!account": {true, true},
	} {
		n, ch, bob := newTavern(t)
		put(n, ch, 'b', "*!*@*", true)
		put(n, ch, 'e', mask, true)
		if got := [2]bool{n.isBanned(ch, bob), n.isQuieted(ch, bob)}; got != want {
			t.Errorf("with the exception %s: %v, expected %v", mask, got, want)
		}
	}
}

func TestInviteExceptions(t *testing.T) {
	for mask, want := range map[string]Why{"bob!*@*": 0, "~account:bobby": 0, "eve!*@*": InviteOnly, "~u": InviteOnly} {
		n, ch, bob := newTavern(t)
		put(n, ch, 'i', "", true)
		put(n, ch, 'I', mask, true)
		if got := why(t, n.MayJoin(bob, ch, "", Limits{ChannelsPerUser: 9}, noon)); got != want {
			t.Errorf("+I %s: %d, expected %d", mask, got, want)
		}
	}
}

func TestReadMask(t *testing.T) {
	n := New(testSettings)
	for in, want := range map[string]string{
		"bob": "bob!*@*", "***b**!*@**": "*b*!*@*", "~bob@host": "*!~bob@host", "~bob!x@y": "~bob!x@y", "~b.c": "~b.c!*@*",
		"~account:Bob": "~account:Bob", "~q:bob": "~q:bob!*@*", "~quiet:u@h": "~quiet:*!u@h", "~m:~a:x": "~m:~a:x", "~!a": "~!a",
		"~bob": "", "~:x": "", "~": "", "~nonsense:x": "", "~q": "", "~q:": "", "~!q:bob": "", "~q:~q:bob": "", "~q:~j:bob": "", "~j:~nonsense": "",
		"~c": "", "~c:": "", "~c:wine": "", "~c:@wine": "", "~r": "", "~b:x": "",
	} {
		full, expects := n.ReadMask('b', in)
		if full != want || (expects == "") != (want != "") {
			t.Errorf("%s is read as %q, expected %q (%s)", in, full, want, expects)
		}
		if again, _ := n.ReadMask('b', full); want != "" && again != full {
			t.Errorf("%s is read again as %s", full, again)
		}
	}
	if _, expects := n.ReadMask('I', "~quiet:bob"); expects == "" {
		t.Error("an acting extban among those who come in uninvited")
	}
	for _, same := range [][2]string{{"~q:Bob", "~mute:bob!*@*"}, {"~a:X", "~account:x"}, {"~a", "~account:"}, {"BOB", "bob!*@*"}} {
		if n.MaskKey(same[0]) != n.MaskKey(same[1]) {
			t.Errorf("%s and %s are two entries", same[0], same[1])
		}
	}
	if n.MaskKey("~a:x") == n.MaskKey("~!a:x") {
		t.Error("the opposite is the same entry")
	}
}

// FuzzReadMask: whatever is accepted is read again as itself, and applies.
func FuzzReadMask(f *testing.F) {
	for _, seed := range []string{"bob", "~q:~a:x", "~!c:@#x", "~:", "a!b@c!d", "~quiet:~!account", "\xff~"} {
		f.Add(seed)
	}
	n, users := arrived(testSettings, "alice")
	ch := opened(n, 1, "#tea", users[0], noon)
	f.Fuzz(func(t *testing.T, text string) {
		full, expects := n.ReadMask('b', text)
		if expects != "" {
			return
		}
		if again, expects := n.ReadMask('b', full); again != full || expects != "" {
			t.Fatalf("%q is read as %q and then as %q", text, full, again)
		}
		put(n, ch, 'b', full, true)
		n.isBanned(ch, users[0])
		put(n, ch, 'b', text, false)
		if len(ch.List('b')) > 0 {
			t.Fatalf("%q does not take out %q", text, full)
		}
	})
}
