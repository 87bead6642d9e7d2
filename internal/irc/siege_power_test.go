package irc

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"linnet/internal/irc/chat"
)

// What operators of the server do in a siege, and what must not come of it.

// power draws what an operator does to people, to the server, or asks.
func (w *siege) power() string {
	nick, ch := w.pick(siegeNicks), w.pick(siegeChannels)
	return w.pick([]string{
		"KILL " + nick + " :" + w.pick(siegeOdd), "KILL " + nick + " x",
		"SAJOIN " + nick + " " + ch + "," + w.pick(siegeChannels), "SAPART " + nick + " " + ch + " :" + w.pick(siegeOdd),
		"SANICK " + nick + " " + w.pick(siegeNicks), "SAMODE " + nick + " " + w.pick(siegeModes),
		"SAMODE " + ch + " " + w.pick(siegeModes) + " " + w.pick(siegeNicks) + " " + w.pick(siegeOdd) + " " + w.pick(siegeOdd),
		"CHGHOST " + nick + " " + w.pick([]string{"a.test", "b.test", "::", w.pick(siegeOdd)}),
		"CHGIDENT " + nick + " " + w.pick([]string{"x", "~x", w.pick(siegeOdd)}), "CHGNAME " + nick + " :" + w.pick(siegeOdd),
		"WALLOPS :" + w.pick(siegeOdd), "REHASH", "RESTART", "DIE", "TRACE " + w.pick([]string{"", nick, "*"}),
		"STATS " + w.pick([]string{"k", "l", "m", "o", "u", w.pick(siegeOdd)}), "MODE " + w.self + " +w",
	})
}

// reread are the settings as they are when an operator has them read again: now
// these, now those, and sometimes wrong.
func (w *siege) reread(cfg Config) (Config, string, error) {
	cfg.Limits.KeepHistory = time.Duration(1+w.dice.IntN(3)) * time.Minute
	cfg.Limits.Targets = w.dice.IntN(5) // 0 is wrong
	cfg.MOTD = w.pick([]string{"hello", "", "one\ntwo"})
	cfg.Cloak.Enabled = w.chance(2)
	if w.chance(4) {
		cfg.OperClasses = []OperClass{{Name: "admin", Privileges: []string{"kill", "rehash", "inspect"}}}
	}
	return cfg, "siege.toml", nil
}

// hidden is the network that users of the gateway come from.
var hidden = netip.MustParsePrefix("203.0.113.0/24")

// gateway draws how a client comes by a gateway, or tries to.
func (w *siege) gateway() string {
	address := fmt.Sprintf("203.0.113.%d", w.dice.IntN(3))
	return w.pick([]string{
		"WEBIRC sesame gate " + address + " " + address, "WEBIRC sesame gate host.test " + address + " :secure certfp-sha-256=00",
		"WEBIRC wrong gate host.test " + address, "WEBIRC sesame gate " + w.pick(siegeOdd) + " " + w.pick(siegeOdd) + " :" + w.pick(siegeOdd),
	})
}

// isTight checks that nobody hears where somebody with a cloak comes from. Cloaks
// come and go in a siege; who came without one is shown.
func (w *siege) isTight(c *tap, line string) {
	if c.late || c.s.user == nil || !strings.Contains(line, "203.0.113.") || c.s.user.May(chat.MayInspect) {
		return
	}
	for _, u := range w.hub.net.Users() {
		isOwn := u.From.Address == c.s.user.From.Address || u.AccountID != 0 && u.AccountID == c.s.user.AccountID
		if !isOwn && hidden.Contains(u.From.Address) && u.ShownFirst() != u.From.Host && strings.Contains(line, u.From.Address.String()) && !w.isShown(u) {
			w.Fatalf("user %d learns where %s comes from: %q", c.user, u.Nick, line)
		}
	}
}

// isShown says whether the address is in somebody's mask anyway, or was.
func (w *siege) isShown(hidden *chat.User) bool {
	for _, ev := range w.events {
		if ev, is := ev.(chat.UserArrived); is && ev.Host == hidden.From.Address.String() {
			return true
		}
	}
	return false
}
