package webbridge

import (
	"crypto/tls"
	"net/http"
	"net/netip"
	"testing"
)

func TestClientAddress(t *testing.T) {
	trusted := []string{"10.0.0.0/8", "::1", "127.0.0.1"}
	for name, tt := range map[string]struct {
		trusted []string
		peer    string
		tls     bool
		forward []string
		proto   []string
		address string
		secure  bool
	}{
		"alone":                       {trusted, "192.0.2.1:5", false, nil, nil, "192.0.2.1", false},
		"alone, tls":                  {trusted, "192.0.2.1:5", true, nil, nil, "192.0.2.1", true},
		"forged by a stranger":        {trusted, "192.0.2.1:5", false, []string{"198.51.100.7"}, []string{"https"}, "192.0.2.1", false},
		"loopback is a stranger":      {nil, "127.0.0.1:5", false, []string{"198.51.100.7"}, []string{"https"}, "127.0.0.1", false},
		"one proxy":                   {trusted, "10.1.2.3:5", false, []string{"198.51.100.7"}, []string{"https"}, "198.51.100.7", true},
		"one proxy, plain":            {trusted, "10.1.2.3:5", false, []string{"198.51.100.7"}, []string{"http"}, "198.51.100.7", false},
		"one proxy, no scheme":        {trusted, "10.1.2.3:5", false, []string{"198.51.100.7"}, nil, "198.51.100.7", false},
		"tls to the proxy only":       {trusted, "10.1.2.3:5", true, []string{"198.51.100.7"}, []string{"http"}, "198.51.100.7", false},
		"one plain hop of two":        {trusted, "10.1.2.3:5", false, []string{"198.51.100.7"}, []string{"https, http"}, "198.51.100.7", false},
		"two proxies":                 {trusted, "127.0.0.1:5", false, []string{"198.51.100.7, 10.9.9.9"}, []string{"https, https"}, "198.51.100.7", true},
		"two proxies, two headers":    {trusted, "127.0.0.1:5", false, []string{"198.51.100.7", "10.9.9.9"}, nil, "198.51.100.7", false},
		"forged at the left":          {trusted, "10.1.2.3:5", false, []string{"203.0.113.9, 198.51.100.7"}, nil, "198.51.100.7", false},
		"forged as a proxy":           {trusted, "10.1.2.3:5", false, []string{"203.0.113.9, 10.0.0.1, 198.51.100.7"}, nil, "198.51.100.7", false},
		"only proxies":                {trusted, "10.1.2.3:5", false, []string{"10.0.0.5"}, nil, "10.0.0.5", false},
		"nonsense":                    {trusted, "10.1.2.3:5", false, []string{"198.51.100.7, unknown"}, nil, "10.1.2.3", false},
		"empty":                       {trusted, "10.1.2.3:5", false, []string{""}, nil, "10.1.2.3", false},
		"with a port":                 {trusted, "10.1.2.3:5", false, []string{"198.51.100.7:4711"}, nil, "198.51.100.7", false},
		"six":                         {trusted, "[::1]:5", false, []string{"2001:db8::7"}, nil, "2001:db8::7", false},
		"six in brackets with a port": {trusted, "[::1]:5", false, []string{"[2001:db8::7]:443"}, nil, "2001:db8::7", false},
		"four written as six":         {trusted, "[::ffff:10.1.2.3]:5", false, []string{"::ffff:198.51.100.7"}, nil, "198.51.100.7", false},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := parseProxies(tt.trusted)
			if err != nil {
				t.Fatal(err)
			}
			r := &http.Request{RemoteAddr: tt.peer, Header: http.Header{"X-Forwarded-For": tt.forward, "X-Forwarded-Proto": tt.proto}}
			if tt.tls {
				r.TLS = &tls.ConnectionState{}
			}
			address, secure := p.client(r)
			if want := netip.MustParseAddr(tt.address); address != want || secure != tt.secure {
				t.Errorf("%v, secure %v; want %v, %v", address, secure, want, tt.secure)
			}
		})
	}
}
