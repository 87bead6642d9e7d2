package irc

import (
	"strings"
	"testing"
)

// Who is here by several connections does not take the others along into another
// account, by no command.
func TestNobodyTakesOtherConnectionsAlong(t *testing.T) {
	srv, d := loginServer(t), doorway{Peer{Kind: "pipe"}}
	srv.AddAccount("bob")
	login := []string{"CAP REQ sasl", "AUTHENTICATE PLAIN", plain("", "alice", "sesame"), "NICK alice", "USER a 0 * :a", "CAP END"}
	first, second := srv.Attach(d, d.Peer()), srv.Attach(d, d.Peer())
	d.says(first, login...)
	d.says(second, login...)
	if first.user == nil || first.user != second.user {
		t.Fatal("they are not one user")
	}
	for _, line := range []string{"NICKSERV IDENTIFY bob sesame", "NICKSERV REGAIN bob sesame"} {
		if heard := strings.Join(d.says(first, line), " "); !strings.Contains(heard, "several connections") || second.user.Account != "Alice" {
			t.Errorf("%s: %q, and the other is %s", line, heard, second.user.Account)
		}
	}
}
