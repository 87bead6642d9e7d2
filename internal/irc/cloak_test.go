package irc

import (
	"net/netip"
	"strings"
	"testing"
)

// A cloak is the same for the same address and secret, another for another, fits
// into a host, and shares its last parts with its neighbours.
func TestCloak(t *testing.T) {
	c := cloak{[]byte("a secret"), "ip"}
	shared := func(a, b string) int {
		x, y := strings.Split(c.host(netip.MustParseAddr(a)), "."), strings.Split(c.host(netip.MustParseAddr(b)), ".")
		n := 0
		for n < len(x) && x[len(x)-1-n] == y[len(y)-1-n] {
			n++
		}
		return n
	}
	for _, tt := range []struct {
		a, b string
		want int // parts from the right, the suffix among them
	}{
		{"192.0.2.1", "192.0.2.1", 4}, {"192.0.2.1", "192.0.2.2", 3}, {"192.0.2.1", "192.0.3.1", 2}, {"192.0.2.1", "192.1.2.1", 1},
		{"192.0.2.1", "::ffff:192.0.2.1", 4}, {"2001:db8::1", "2001:db8::2", 4}, {"2001:db8::1", "2001:db8::1%eth0", 4},
		{"2001:db8:0:1::", "2001:db8:0:2::", 3}, {"2001:db8:1::", "2001:db8:2::", 2}, {"2001:db8::", "2001:db9::", 1},
		{"192.0.2.1", "2001:db8::", 1},
	} {
		if got := shared(tt.a, tt.b); got != tt.want {
			t.Errorf("%s and %s share %d parts, want %d", tt.a, tt.b, got, tt.want)
		}
	}
	host := c.host(netip.MustParseAddr("192.0.2.1"))
	if !isHost(host) || strings.Contains(host, "192") {
		t.Errorf("%q is no cloak", host)
	}
	if other := (cloak{[]byte("another"), "ip"}).host(netip.MustParseAddr("192.0.2.1")); strings.Split(other, ".")[2] == strings.Split(host, ".")[2] {
		t.Error("the secret makes no difference")
	}
}

// Settings of hosts that cannot be meant are named.
func TestHostSettings(t *testing.T) {
	for want, change := range map[string]func(*Config){
		"cloak.secret: expected at least 20 characters, or none for a random one":              func(c *Config) { c.Cloak.Secret = "short" },
		`cloak.suffix: "": expected letters, digits and any of - . : /, at most 25`:            func(c *Config) { c.Cloak.Suffix = "" },
		`cloak.suffix: "a b": expected letters, digits and any of - . : /, at most 25`:         func(c *Config) { c.Cloak.Suffix = "a b" },
		`webirc: name "": expected one word`:                                                   func(c *Config) { c.WebIRC = []WebIRCConfig{{}} },
		"webirc.g.password: expected an argon2id hash as `ircd hash-password` prints it":       func(c *Config) { c.WebIRC = []WebIRCConfig{{Name: "g", Password: "x"}} },
		`webirc.g.hosts: "gate.example": expected an address, or a network such as 10.0.0.0/8`: func(c *Config) { c.WebIRC = []WebIRCConfig{{"g", sesame, []string{"192.0.2.1", "gate.example"}}} },
	} {
		cfg := DefaultConfig()
		change(&cfg)
		if err := cfg.Validate(); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func TestGatewayAllows(t *testing.T) {
	local, listed := WebIRCConfig{}, WebIRCConfig{Hosts: []string{"192.0.2.1", "10.0.0.0/8", "2001:db8::/32"}}
	for address, want := range map[string][2]bool{
		"127.0.0.1": {true, false}, "::1": {true, false}, "192.0.2.1": {false, true}, "192.0.2.2": {false, false},
		"::ffff:192.0.2.1": {false, true}, "10.200.0.1": {false, true}, "2001:db8:1::1": {false, true}, "2001:db9::": {false, false},
	} {
		a := netip.MustParseAddr(address)
		if got := [2]bool{local.allows(a), listed.allows(a)}; got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
	if !local.allows(netip.Addr{}) {
		t.Error("a Unix socket is this machine's")
	}
}
