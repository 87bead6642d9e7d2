package chat

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/secure/precis"

	"linnet/internal/irc/account"
)

func TestPrecisNicks(t *testing.T) {
	for nick, want := range map[string]bool{
		"alice": true, "[a]": true, "élise": true, "Борис": true, "山田": true, "علي": true, "e\u0301": true, "ｆｕｌ": true, "é1-": true, "élise_": true, "Борис|a": true,
		"علي_": false, "aعلي": false, "علي1": true,
		"": false, "1a": false, "-a": false, "٣علي": false, "\u0301e": false, "é e": false, "é!": false, "é！": false,
		"é\u200d": false, "é\u202e": false, "☕": false, "é\u00a0": false, "\u3000": false, "\xff": false, "é\x01": false,
		"é.": false, "é~": false, "éééééxxx": false, "ééééééx": false, "éééééé": true, "１é": false, "é，": false,
	} {
		if got := PRECIS.IsNick(nick, 12); got != want {
			t.Errorf("%q: %v", nick, got)
		}
	}
}

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, ascii, precis string }{
		{"Alice[]", "alice[]", "alice[]"},
		{"ÉLISE", "Élise", "élise"},
		{"e\u0301", "e\u0301", "é"},
		{"ＦＵＬＬ", "ＦＵＬＬ", "full"},
		{"ΣΑΣ", "ΣΑΣ", "σασ"},
		{"#Straße", "#straße", "#straße"},
		{"É*?!*@*", "É*?!*@*", "é*?!*@*"},
		{"\xffA", "\xffa", "\xffa"},
	} {
		if got := ASCII.Fold(tt.name); got != tt.ascii {
			t.Errorf("ascii %q: %q", tt.name, got)
		}
		if got := PRECIS.Fold(tt.name); got != tt.precis {
			t.Errorf("precis %q: %q", tt.name, got)
		}
	}
}

func TestSkeletons(t *testing.T) {
	for _, tt := range []struct {
		a, b  string
		alike bool
	}{
		{"paypal", "раураl", true},
		{"PayPal", "раураl", true},
		{"HELLO", "НЕLLО", true},
		{"hello", "НЕLLО", true},
		{"Ian", "іan", true},
		{"ian", "Іan", true},
		{"mike", "ｍike", true},
		{"scope", "ѕсоре", true},
		{"alice", "алиса", false},
		{"paypal", "paypа", false},
	} {
		n, _ := arrived(Settings{Casemapping: PRECIS}, tt.a)
		if got := n.Resembles(tt.b, nil, 0); got != tt.alike {
			t.Errorf("%q looks like %q: %v", tt.b, tt.a, got)
		}
		n, _ = arrived(Settings{Casemapping: PRECIS}, tt.b)
		if got := n.Resembles(tt.a, nil, 0); got != tt.alike {
			t.Errorf("%q looks like %q: %v", tt.a, tt.b, got)
		}
	}
}

func TestASCIINicksNeverResemble(t *testing.T) {
	n, users := arrived(Settings{Casemapping: PRECIS}, "Ian", "lan", "1an|")
	for _, nick := range []string{"Ian", "lan", "Ian1", "lanl"} {
		if n.Resembles(nick, nil, 0) {
			t.Errorf("%q is refused", nick)
		}
	}
	if n.Resembles("Іаn", users[0], 0) != true {
		t.Error("the likeness of two was allowed to one of them")
	}
	n, users = arrived(Settings{Casemapping: PRECIS}, "Ian")
	if n.Resembles("Іаn", users[0], 0) {
		t.Error("one's own likeness was refused")
	}
	n, _ = arrived(Settings{}, "paypal")
	if n.Resembles("раураl", nil, 0) {
		t.Error("likeness counts with casemapping ascii")
	}
}

// FuzzFold: folding twice is folding once, and for what the profile takes it is
// the profile's own. Of two nicks that are equal the second is never free.
func FuzzFold(f *testing.F) {
	for _, name := range []string{"Alice", "ÉLISE", "e\u0301", "ＦＵＬＬ！", "İ", "ǅ", "Ω", "K", "ﬀ", "한글", "é*?!*@*", "\u0345", "\u1e9e"} {
		f.Add(name, strings.ToLower(name))
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		folded := PRECIS.Fold(a)
		if again := PRECIS.Fold(folded); again != folded {
			t.Errorf("%q folds to %q and then to %q", a, folded, again)
		}
		if utf8.ValidString(a) != utf8.ValidString(folded) {
			t.Errorf("%q folds to %q", a, folded)
		}
		if key, err := precis.UsernameCaseMapped.CompareKey(a); err == nil && PRECIS.Fold(key) != folded {
			t.Errorf("%q folds to %q, the profile says %q", a, folded, key)
		}
		if !PRECIS.IsNick(a, 64) || !PRECIS.IsNick(b, 64) {
			return
		}
		n, _ := arrived(Settings{Casemapping: PRECIS}, a)
		if equal := folded == PRECIS.Fold(b); equal != (n.User(b) != nil) {
			t.Errorf("%q and %q are equal: %v", a, b, equal)
		}
		if err := n.Check(); err != nil {
			t.Error(err)
		}
	})
}

// The names of accounts and of services have their likeness too; one's own account
// is in nobody's way but others'.
func TestNobodyTakesTheLikenessOfAnAccount(t *testing.T) {
	n := New(Settings{Casemapping: PRECIS, WhowasEntries: 1, Accounts: 5})
	n.Apply(AccountSaved{Account: account.Account{ID: 7, Name: "Élise", Verified: true}})
	for nick, want := range map[string]bool{"Élise": true, "Еlise": false, "NickSеrv": true, "bob": false} {
		if got := n.Resembles(nick, nil, 0); got != want {
			t.Errorf("a guest as %s resembles: %v", nick, got)
		}
	}
	if n.Resembles("élise", nil, 7) {
		t.Error("her own account bars her own nick")
	}
	n.Apply(UserArrived{User: 1, Session: 2, Nick: "Élise", Account: 7})
	if u := n.User("élise"); n.Resembles("ÉLISE", u, 7) || !n.Resembles("ÉLISE", nil, 7) {
		t.Error("present, she is in her own way, or another is not")
	}
	n.Apply(LoggedOut{User: 1})
	n.Apply(AccountDropped{Account: 7})
	if err := n.Check(); err != nil || n.Resembles("Élise", n.User("élise"), 0) {
		t.Errorf("a dropped account has a likeness: %v", err)
	}
}
