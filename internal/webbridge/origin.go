package webbridge

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// origins are the web origins whose pages may open a WebSocket, besides our own.
type origins struct {
	any  bool
	some map[string]bool // lower case
}

func parseOrigins(list []string) (origins, error) {
	o := origins{some: map[string]bool{}}
	for _, text := range list {
		if text == "*" {
			o.any = true
			continue
		}
		u, err := url.Parse(text)
		if err != nil || u.Scheme == "" || u.Host == "" || u.Scheme+"://"+u.Host != text {
			return origins{}, fmt.Errorf(`web.origins: %q: expected an origin such as https://chat.example.org, or "*"`, text)
		}
		o.some[strings.ToLower(text)] = true
	}
	return o, nil
}

// mayUpgrade keeps the pages of strangers from using a visitor's browser. Who
// sends no origin is no browser and could send any.
func (o origins) mayUpgrade(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || o.any || o.some[strings.ToLower(origin)] {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}
