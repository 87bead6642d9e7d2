package chat

import (
	"fmt"
	"testing"
	"time"
)

func TestMayReach(t *testing.T) {
	for _, tt := range []struct {
		name    string
		modes   string // of alice
		silence string
		accepts bool
		account string // of bob
		oper    bool
		want    Why
		dropped bool
	}{
		{name: "anybody"},
		{name: "a guest, of R", modes: "R", want: NeedAccountToReach},
		{name: "a guest let in past R", modes: "R", accepts: true},
		{name: "logged in, of R", modes: "R", account: "bob"},
		{name: "caller-id", modes: "g", want: NotAccepted},
		{name: "let in past caller-id", modes: "g", accepts: true},
		{name: "logged in, of caller-id", modes: "g", account: "bob", want: NotAccepted},
		{name: "an operator", modes: "Rg", oper: true},
		{name: "silenced", silence: "bob!*@*", dropped: true},
		{name: "silenced by an extban", silence: "~realname:B?b", dropped: true},
		{name: "silenced, an operator", silence: "*!*@*", oper: true, dropped: true},
		{name: "silenced, and let in", silence: "*!*@H", accepts: true, dropped: true},
		{name: "another is silenced", silence: "bobby!*@*"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, users := arrived(testSettings, "alice", "bob")
			alice, bob := users[0], users[1]
			bob.Account = tt.account
			n.Apply(UserModesChanged{User: alice.ID, Added: LettersOf(tt.modes), At: noon})
			if tt.silence != "" {
				n.Apply(SilenceChanged{User: alice.ID, Mask: tt.silence, Add: true, At: noon})
			}
			if tt.accepts {
				n.Apply(AcceptChanged{User: alice.ID, Other: bob.ID, Add: true, At: noon})
			}
			if tt.oper {
				n.Apply(Opered{User: bob.ID, At: noon})
			}
			dropped, err := n.MayReach(bob, alice)
			if got := why(t, err); got != tt.want || dropped != tt.dropped {
				t.Errorf("refused by %d, dropped %v", got, dropped)
			}
			if dropped, err := n.MayReach(alice, alice); dropped || err != nil {
				t.Errorf("alice does not reach herself: %v, %v", dropped, err)
			}
		})
	}
}

func TestCallersAreToldOfOnceAMinute(t *testing.T) {
	n, users := arrived(testSettings, "alice", "bob")
	alice, bob := users[0], users[1]
	if !alice.MayCall(noon) {
		t.Error("the first call is not told")
	}
	n.Apply(Called{User: alice.ID, By: bob.ID, At: noon})
	if alice.MayCall(noon.Add(callPause - time.Millisecond)) {
		t.Error("the second is told within a minute")
	}
	if !alice.MayCall(noon.Add(callPause)) {
		t.Error("and not after one")
	}
}

func TestWhoAnswersIsLetIn(t *testing.T) {
	n, users := arrived(testSettings, "alice", "bob")
	alice, bob := users[0], users[1]
	said := Said{From: alice.ID, To: bob.ID, Command: "PRIVMSG", At: noon}
	n.Apply(said)
	if alice.Accepts(bob.ID) {
		t.Error("let in without caller-id")
	}
	n.Apply(UserModesChanged{User: alice.ID, Added: LettersOf("g"), At: noon})
	for _, command := range []string{"NOTICE", "TAGMSG"} {
		n.Apply(Said{From: alice.ID, To: bob.ID, Command: command, At: noon})
	}
	if alice.Accepts(bob.ID) {
		t.Error("let in by a notice or a tag")
	}
	n.Apply(said)
	if !alice.Accepts(bob.ID) {
		t.Error("bob may not answer")
	}
}

func TestTheAcceptListIsBoundedAndForgetsTheGone(t *testing.T) {
	var nicks []string
	for i := range MaxAccepts + 3 {
		nicks = append(nicks, fmt.Sprint("n", i))
	}
	n, users := arrived(testSettings, nicks...)
	alice, others := users[0], users[1:]
	n.Apply(UserModesChanged{User: alice.ID, Added: LettersOf("g"), At: noon})
	for _, u := range others {
		n.Apply(Said{From: alice.ID, To: u.ID, Command: "PRIVMSG", At: noon})
	}
	if err := n.Check(); err != nil || len(n.Accepted(alice)) != MaxAccepts {
		t.Fatalf("%v, %d on the list", err, len(n.Accepted(alice)))
	}
	last := others[len(others)-1]
	if got := why(t, n.MayAccept(alice, last, true)); got != AcceptListFull {
		t.Errorf("one more: %d", got)
	}
	n.Apply(SessionEnded{Session: others[0].Sessions[0], At: noon})
	if err := n.MayAccept(alice, last, true); err != nil {
		t.Errorf("in the place of who has gone: %v", err)
	}
	n.Apply(AcceptChanged{User: alice.ID, Other: last.ID, Add: true, At: noon})
	if !alice.Accepts(last.ID) || alice.Accepts(UserID(2)) {
		t.Error("who has gone is still in the way")
	}
}

func TestSecureIsShown(t *testing.T) {
	n := New(testSettings)
	u := n.Apply(UserArrived{User: 1, Session: 1, Nick: "alice", Secure: true, At: noon}).User
	if !u.Modes.Has('Z') {
		t.Error("connected over TLS, and without Z")
	}
	n.Apply(SessionResumed{Session: 2, Replaces: 1, At: noon})
	if u.Modes.Has('Z') || u.Secure {
		t.Error("resumed in the clear, and still with Z")
	}
}
