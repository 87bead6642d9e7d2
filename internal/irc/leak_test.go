package irc_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"linnet/internal/irc"
)

// The address and the name of where alice comes from, behind a gateway and a cloak.
const (
	hiddenAddress = "203.0.113.77"
	hiddenHost    = "secret.example"
)

// TestCloakIsTight lets somebody ask everything there is about a user with a cloak,
// while she does all sorts of things: nothing that he hears tells where she comes
// from.
func TestCloakIsTight(t *testing.T) {
	cfg, err := settle([]setting{{"cloak", "a secret of more than twenty characters"}, {"webirc", "gate"}, {"oper", "root admin"}})
	if err != nil {
		t.Fatal(err)
	}
	srv, err := irc.New(cfg, irc.Options{Clock: newClock(), Version: "linnet-test"})
	if err != nil {
		t.Fatal(err)
	}
	enter := func(nick, caps string, first ...string) *client {
		c := newClient(nick, pipeClient{newPipe(srv, netip.Addr{})})
		t.Cleanup(func() { _ = c.conn.Close() })
		for _, line := range first {
			c.say(line)
		}
		if err := c.register(nick, caps); err != nil {
			t.Fatal(err)
		}
		return c
	}
	gateway := fmt.Sprintf("WEBIRC sesame Kiwi %s %s", hiddenHost, hiddenAddress)
	alice := enter("alice", "", gateway)
	bob := enter("bob", strings.Join(irc.CapabilityNames(), ","))
	root := enter("root", "")
	all := []*client{alice, bob, root}
	everybody := func(who *client, lines ...string) {
		for _, line := range lines {
			who.say(line)
			for _, c := range all {
				if err := c.sync(); err != nil {
					t.Fatal(err)
				}
			}
			for _, heard := range bob.heard {
				if strings.Contains(heard, hiddenAddress) || strings.Contains(heard, hiddenHost) || strings.Contains(heard, "203.0.113") {
					t.Errorf("%s said %q, and bob heard %q", who.name, line, heard)
				}
			}
			bob.heard = nil
		}
	}
	everybody(bob, "JOIN #tea", "MONITOR + alice")
	everybody(alice, "JOIN #tea", "PRIVMSG #tea :hello", "AWAY :tea", "SETNAME :Alice", "NICK alicia", "NICK alice")
	everybody(root, "OPER root sesame", "CHGHOST alice tea.example", "WHOIS alice", "TRACE", "STATS l")
	for _, name := range irc.CommandNames() {
		if slices.Contains([]string{"QUIT", "NICK"}, name) {
			continue
		}
		for _, params := range []string{
			"", "alice", "alice alice", "#tea", "#tea alice", "*", "0", "alice %tcuihsnfdlaor", "#tea %uhi",
			"*!*@" + hiddenAddress[:7] + "*", "b #tea", "LATEST #tea * 10", "LATEST alice * 10", "+ alice", "S", "l", "l alice", "* LIST",
		} {
			everybody(bob, name+" "+params)
		}
	}
	everybody(bob, "MODE #tea +b alice", "MODE #tea b", "MODE #tea -b alice", "KICK #tea alice", "INVITE alice #tea")
	everybody(alice, "JOIN #tea", "PART #tea", "JOIN #tea")
	everybody(root, "KILL alice :enough")
	everybody(bob, "WHOWAS alice", "CHATHISTORY LATEST #tea * 50", "CHATHISTORY TARGETS timestamp=2026-01-01T00:00:00.000Z timestamp=2027-01-01T00:00:00.000Z 50")
	if !alice.gone && !slices.ContainsFunc(alice.heard, func(line string) bool { return strings.HasPrefix(line, "ERROR ") }) {
		t.Error("alice is still there: this evening was another than meant")
	}
}
