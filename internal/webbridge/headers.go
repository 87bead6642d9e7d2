package webbridge

import (
	"net/http"
	"regexp"
)

// withSecurity puts the security headers on every answer, errors too.
func withSecurity(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy(r.Host))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		next.ServeHTTP(w, r)
	})
}

// plainHost is a host that can stand in a policy without ending it.
var plainHost = regexp.MustCompile(`^[A-Za-z0-9._:\[\]-]+$`)

// contentSecurityPolicy allows what is served here and nothing else, least of
// all a script that is written into the page. Browsers before CSP 3 do not take
// 'self' for WebSockets, so the host is named for them.
func contentSecurityPolicy(host string) string {
	connect := "'self'"
	if plainHost.MatchString(host) {
		connect += " ws://" + host + " wss://" + host
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
		"font-src 'self'; manifest-src 'self'; connect-src " + connect + "; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}
