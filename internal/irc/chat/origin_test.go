package chat

import (
	"net/netip"
	"testing"
)

// A ban hits by the host that is shown, by the one shown at first, and by where
// the user comes from; not by anything else.
func TestBansHitEveryHost(t *testing.T) {
	n := New(testSettings)
	u := n.Apply(UserArrived{
		User: 1, Session: 1, Nick: "Bob", Ident: "~b", Host: "cloak.ip", At: noon,
		From: Origin{"home.example", netip.MustParseAddr("192.0.2.7")},
	}).User
	n.Apply(HostChanged{User: 1, Ident: "~b", Host: "vhost.example", At: noon})
	n.Apply(ChannelOpened{Channel: 2, Name: "#tea", At: noon})
	ch := n.Channel("#tea")
	for mask, want := range map[string]bool{
		"*!*@vhost.example": true, "*!*@cloak.*": true, "*!*@HOME.example": true, "bob!*@192.0.2.*": true,
		"*!*@192.0.3.*": false, "alice!*@192.0.2.7": false, "*!*@home": false,
	} {
		n.Apply(ModesChanged{Channel: 2, By: 1, Changes: []ModeChange{{Add: true, Letter: 'b', Param: mask}}, At: noon})
		if got := n.isBanned(ch, u); got != want {
			t.Errorf("a ban of %s hits: %v", mask, got)
		}
		n.Apply(ModesChanged{Channel: 2, By: 1, Changes: []ModeChange{{Letter: 'b', Param: mask}}, At: noon})
	}
}
