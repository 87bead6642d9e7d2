// Package webbridge is the web's door to the daemon: it serves the client's
// files, and takes WebSockets as one more transport of package irc. It knows
// HTTP and WebSocket frames; of what a line says it knows nothing.
package webbridge

import (
	"io/fs"
	"log/slog"
	"net/http"
	"sync"

	"github.com/go-chi/chi/v5"

	"linnet/internal/irc"
)

// Config is what an owner may set about the web door; the zero value serves
// pages of its own origin, with no proxy before it.
type Config struct {
	// Origins are the web origins, besides the one that is asked, whose pages may
	// open a WebSocket: "https://chat.example.org", or "*" for all.
	Origins []string
	// TrustedProxies are the networks whose X-Forwarded-For and
	// X-Forwarded-Proto headers are believed: "10.0.0.0/8" or "127.0.0.1".
	TrustedProxies []string
	// PublicURL is the address under which everybody knows this door, such as
	// https://chat.example.org: addresses of pictures begin with it. Without it they
	// are told as the page that brings a picture knows them.
	PublicURL string
	// Logger takes what the HTTP server has to say. Nil is silence.
	Logger *slog.Logger
}

// Validate says what is wrong with a setting.
func (c Config) Validate() error {
	if _, err := parseOrigins(c.Origins); err != nil {
		return err
	}
	if err := parsePublicURL(c.PublicURL); err != nil {
		return err
	}
	_, err := parseProxies(c.TrustedProxies)
	return err
}

// Bridge is the web door of one daemon.
type Bridge struct {
	irc     *irc.Server
	log     *slog.Logger
	assets  assets
	origins origins
	proxies proxies
	router  chi.Router
	server  *http.Server
	uploads chan struct{} // has room for those that may be under way
	// publicURL begins the addresses of pictures, "" for none.
	publicURL string

	mu   sync.Mutex
	open map[*conn]struct{} // guarded by mu
}

// New makes the web door of a daemon. The client's files are read once, here.
func New(srv *irc.Server, files fs.FS, cfg Config) (*Bridge, error) {
	b := &Bridge{irc: srv, log: cfg.Logger, open: map[*conn]struct{}{}, uploads: make(chan struct{}, uploadsAtOnce), publicURL: cfg.PublicURL}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	if err := parsePublicURL(cfg.PublicURL); err != nil {
		return nil, err
	}
	var err error
	if b.origins, err = parseOrigins(cfg.Origins); err != nil {
		return nil, err
	}
	if b.proxies, err = parseProxies(cfg.TrustedProxies); err != nil {
		return nil, err
	}
	if b.assets, err = loadAssets(files); err != nil {
		return nil, err
	}
	b.router = b.routes()
	b.server = newServer(b.router, b.log)
	b.server.ConnState = b.count
	return b, nil
}

// Handler returns the routes, for a server of the caller's own.
func (b *Bridge) Handler() http.Handler { return b.router }

// routes are all that the door answers. Nothing stands around the WebSocket that
// compresses, times out or bounds a body. An upgrade is taken at "/" too, since
// some clients know no path.
func (b *Bridge) routes() chi.Router {
	r := chi.NewRouter()
	r.Use(withSecurity, withBodyTime(bodyTime))
	r.Get("/ws", b.upgrade)
	r.Get("/healthz", healthz)
	r.Head("/healthz", healthz)
	r.Post(avatarPath, b.takeAvatar)
	r.Options(avatarPath, tellAvatar)
	r.Get(avatarPath+"/{name}", b.showAvatar)
	r.Head(avatarPath+"/{name}", b.showAvatar)
	r.Get(exportPath+"/{token}", b.export)
	r.Get("/", func(w http.ResponseWriter, r *http.Request) {
		if wantsWebSocket(r) {
			b.upgrade(w, r)
			return
		}
		b.assets.serve(w, r)
	})
	r.Head("/", b.assets.serve)
	r.Get("/*", b.assets.serve)
	r.Head("/*", b.assets.serve)
	return r
}

func healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("ok\n"))
}
