package webbridge

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"linnet/internal/irc"
)

func newBridge(t *testing.T) *Bridge {
	t.Helper()
	srv, err := irc.New(irc.DefaultConfig(), irc.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := New(srv, fstest.MapFS{
		"index.html":                 {Data: []byte("the page")},
		"index.html.gz":              {Data: []byte("the page, gzip")},
		"index.html.br":              {Data: []byte("the page, brotli")},
		"assets/main-ABCD2345.js":    {Data: []byte("the script")},
		"assets/main-ABCD2345.js.gz": {Data: []byte("the script, gzip")},
		"assets/style-ABCD2345.css":  {Data: []byte("the style")},
		"icon.svg":                   {Data: []byte("<svg/>")},
		"app.webmanifest":            {Data: []byte("{}")},
		".gitignore":                 {Data: []byte("*")},
	}, Config{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func ask(b *Bridge, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.Handler().ServeHTTP(w, r)
	return w
}

func TestRoutes(t *testing.T) {
	b := newBridge(t)
	for target, want := range map[string]struct {
		status             int
		kind, cache, begin string
	}{
		"/":                           {200, "text/html; charset=utf-8", "no-store", "the page"},
		"/index.html":                 {200, "text/html; charset=utf-8", "no-store", "the page"},
		"/assets/main-ABCD2345.js":    {200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "the script"},
		"/assets/style-ABCD2345.css":  {200, "text/css; charset=utf-8", "public, max-age=31536000, immutable", "the style"},
		"/icon.svg":                   {200, "image/svg+xml", "no-cache", "<svg/>"},
		"/app.webmanifest":            {200, "application/manifest+json", "no-cache", "{}"},
		"/healthz":                    {200, "text/plain; charset=utf-8", "no-store", "ok\n"},
		"/ws":                         {426, "text/plain; charset=utf-8", "", "WebSocket protocol violation"},
		"/assets/main-ABCD2346.js":    {404, "text/plain; charset=utf-8", "", "There is no such page"},
		"/assets/main-ABCD2345.js.gz": {404, "text/plain; charset=utf-8", "", "There is no such page"},
		"/assets":                     {404, "text/plain; charset=utf-8", "", "There is no such page"},
		"/.gitignore":                 {404, "text/plain; charset=utf-8", "", "There is no such page"},
		"/general":                    {404, "text/plain; charset=utf-8", "", "There is no such page"},
		"/../index.html":              {404, "text/plain; charset=utf-8", "", "There is no such page"},
	} {
		w := ask(b, http.MethodGet, target)
		h := w.Header()
		if w.Code != want.status || h.Get("Content-Type") != want.kind || h.Get("Cache-Control") != want.cache || !strings.HasPrefix(w.Body.String(), want.begin) {
			t.Errorf("%s: %d %q %q %q, want %+v", target, w.Code, h.Get("Content-Type"), h.Get("Cache-Control"), w.Body, want)
		}
	}
	if w := ask(b, http.MethodPost, "/"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d, want %d", w.Code, http.StatusMethodNotAllowed)
	}
}

func TestEncoding(t *testing.T) {
	b := newBridge(t)
	for accept, want := range map[string]string{
		"":                                "",
		"gzip, deflate, br, zstd":         "br",
		"gzip, deflate":                   "gzip",
		"x-gzip":                          "gzip",
		"BR":                              "br",
		"br;q=0.5, gzip;q=0.9":            "gzip",
		"br; q=0.9, gzip; Q=0.9":          "br",
		"br;q=0, gzip;q=0":                "",
		"br;q=0, *":                       "gzip",
		"*;q=0":                           "",
		"identity;q=0":                    "",
		"identity, gzip;q=0.5, br;q=0.4":  "",
		"gzip;q=nonsense":                 "",
		"gzip;q=2, br;q=-1":               "",
		"deflate":                         "",
		", ,gzip ; q=0.001, identity;q=0": "gzip",
	} {
		w := ask(b, http.MethodGet, "/", "Accept-Encoding", accept)
		h := w.Header()
		if got := h.Get("Content-Encoding"); w.Code != 200 || got != want || h.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %d %q with Vary %q, want %q", accept, w.Code, got, h.Get("Vary"), want)
		}
		if body := w.Body.String(); want == "br" && body != "the page, brotli" || want == "" && body != "the page" {
			t.Errorf("%q: %q", accept, body)
		}
	}
	if vary := ask(b, http.MethodGet, "/icon.svg").Header().Get("Vary"); vary != "" {
		t.Errorf("a file without variants varies by %q", vary)
	}
}

func TestHead(t *testing.T) {
	b := newBridge(t)
	get, head := ask(b, http.MethodGet, "/"), ask(b, http.MethodHead, "/")
	if head.Code != 200 || head.Body.Len() != 0 {
		t.Errorf("HEAD: %d and %d bytes", head.Code, head.Body.Len())
	}
	for _, name := range []string{"Content-Length", "Content-Type", "ETag", "Cache-Control"} {
		if g, h := get.Header().Get(name), head.Header().Get(name); g == "" || g != h {
			t.Errorf("%s: GET %q, HEAD %q", name, g, h)
		}
	}
	if w := ask(b, http.MethodHead, "/healthz"); w.Code != 200 {
		t.Errorf("HEAD /healthz: %d", w.Code)
	}
}

// A browser that has the content gets it no second time; the two encodings of a
// file are not the same content.
func TestETag(t *testing.T) {
	b := newBridge(t)
	plain := ask(b, http.MethodGet, "/").Header().Get("ETag")
	packed := ask(b, http.MethodGet, "/", "Accept-Encoding", "br").Header().Get("ETag")
	if plain == "" || plain == packed {
		t.Fatalf("plain %q, packed %q", plain, packed)
	}
	for header, want := range map[string]int{
		plain:                    304,
		"W/" + plain:             304,
		`"other", ` + plain:      304,
		"*":                      304,
		packed:                   200,
		strings.Trim(plain, `"`): 200,
	} {
		w := ask(b, http.MethodGet, "/", "If-None-Match", header)
		if w.Code != want || want == 304 && w.Body.Len() > 0 {
			t.Errorf("%s: %d and %d bytes, want %d", header, w.Code, w.Body.Len(), want)
		}
	}
}

func TestSecurityHeaders(t *testing.T) {
	b := newBridge(t)
	for _, target := range []string{"/", "/icon.svg", "/healthz", "/nothing", "/ws"} {
		h := ask(b, http.MethodGet, "http://chat.test:8080"+target).Header()
		policy := h.Get("Content-Security-Policy")
		for _, want := range []string{
			"default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'", "base-uri 'none'",
			"connect-src 'self' ws://chat.test:8080 wss://chat.test:8080;",
		} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: policy lacks %q: %s", target, want, policy)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: %s", target, policy)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options":     "nosniff",
			"Referrer-Policy":            "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", target, name, got, want)
			}
		}
		if h.Get("Permissions-Policy") == "" {
			t.Errorf("%s: no Permissions-Policy", target)
		}
	}
	// What a client calls the host must not become part of the policy.
	if policy := contentSecurityPolicy("x; script-src *"); strings.Contains(policy, "*") {
		t.Error(policy)
	}
}
