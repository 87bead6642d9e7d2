package webbridge

import (
	"context"
	"net/http"
	"testing"

	"github.com/coder/websocket"

	"linnet/internal/irc"
)

func TestChooseProtocol(t *testing.T) {
	for name, tt := range map[string]struct {
		headers []string
		want    string
	}{
		"none":                 {nil, ""},
		"text":                 {[]string{"text.ircv3.net"}, textProtocol},
		"binary":               {[]string{"binary.ircv3.net"}, binaryProtocol},
		"text first":           {[]string{"text.ircv3.net, binary.ircv3.net"}, textProtocol},
		"binary first":         {[]string{"binary.ircv3.net, text.ircv3.net"}, binaryProtocol},
		"two headers":          {[]string{"binary.ircv3.net", "text.ircv3.net"}, binaryProtocol},
		"unknown first":        {[]string{"irc,binary.ircv3.net"}, binaryProtocol},
		"only unknown":         {[]string{"irc, chat"}, ""},
		"names are case-exact": {[]string{"TEXT.ircv3.net"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := chooseProtocol(http.Header{"Sec-Websocket-Protocol": tt.headers}); got != tt.want {
				t.Errorf("chose %q, want %q", got, tt.want)
			}
		})
	}
}

// The answer names exactly what was chosen, and is silent if nothing was.
func TestProtocolAnswered(t *testing.T) {
	d := openDoor(t, looped, nil)
	for _, tt := range []struct {
		ask  []string
		want string
	}{
		{[]string{binaryProtocol, textProtocol}, binaryProtocol},
		{[]string{textProtocol, binaryProtocol}, textProtocol},
		{[]string{"irc"}, ""},
		{nil, ""},
	} {
		c := d.connect(tt.ask...)
		if got := c.ws.Subprotocol(); got != tt.want {
			t.Errorf("asked for %q, got %q, want %q", tt.ask, got, tt.want)
		}
		c.send("PING here")
		c.expect(":here")
	}
}

func TestOrigin(t *testing.T) {
	for name, tt := range map[string]struct {
		allowed []string
		origin  string
		want    bool
	}{
		"none":              {nil, "", true},
		"same":              {nil, "http://chat.test:8080", true},
		"same, other case":  {nil, "http://Chat.Test:8080", true},
		"other port":        {nil, "http://chat.test:9090", false},
		"other host":        {nil, "https://evil.test", false},
		"prefix":            {nil, "http://chat.test:8080.evil.test", false},
		"null":              {nil, "null", false},
		"nonsense":          {nil, "http://[", false},
		"listed":            {[]string{"https://app.test"}, "https://app.test", true},
		"listed, scheme":    {[]string{"https://app.test"}, "http://app.test", false},
		"listed, subdomain": {[]string{"https://app.test"}, "https://x.app.test", false},
		"all":               {[]string{"*"}, "https://evil.test", true},
	} {
		t.Run(name, func(t *testing.T) {
			o, err := parseOrigins(tt.allowed)
			if err != nil {
				t.Fatal(err)
			}
			r := &http.Request{Host: "chat.test:8080", Header: http.Header{}}
			if tt.origin != "" {
				r.Header.Set("Origin", tt.origin)
			}
			if got := o.mayUpgrade(r); got != tt.want {
				t.Errorf("may upgrade: %v, want %v", got, tt.want)
			}
		})
	}
}

func TestOriginRefused(t *testing.T) {
	d := openDoor(t, looped, func(_ *irc.Config, c *Config) { c.Origins = []string{"https://app.test"} })
	for origin, want := range map[string]int{
		"https://evil.test": http.StatusForbidden,
		"https://app.test":  http.StatusSwitchingProtocols,
	} {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		ws, response, err := websocket.Dial(ctx, "ws://"+d.address+"/ws", &websocket.DialOptions{
			HTTPHeader: http.Header{"Origin": {origin}},
			HTTPClient: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
		})
		if response == nil {
			t.Fatal(err)
		}
		if response.StatusCode != want {
			t.Errorf("%s: status %d, want %d", origin, response.StatusCode, want)
		}
		if err == nil {
			ws.CloseNow()
		}
	}
}

func TestConfigRefused(t *testing.T) {
	for want, cfg := range map[string]Config{
		`web.origins: "chat.example.org": expected an origin such as https://chat.example.org, or "*"`:   {Origins: []string{"chat.example.org"}},
		`web.origins: "https://a.test/": expected an origin such as https://chat.example.org, or "*"`:    {Origins: []string{"https://a.test/"}},
		`web.trusted_proxies: "10.0.0.0/99": expected a network such as 10.0.0.0/8, or an address`:       {TrustedProxies: []string{"10.0.0.0/99"}},
		`web.trusted_proxies: "proxy.example.org": expected a network such as 10.0.0.0/8, or an address`: {TrustedProxies: []string{"::1", "proxy.example.org"}},
	} {
		if err := cfg.Validate(); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}
