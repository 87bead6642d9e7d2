package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"reflect"
	"slices"
	"syscall"

	"linnet/internal/irc"
)

// rereading reads the settings again while the server runs: for REHASH, and for
// SIGHUP. What the flags and the environment said still counts.
type rereading struct {
	typed *commandLine
	env   lookup
	first settings // which the doors were opened by
	log   *slog.Logger
}

// read returns the daemon's settings, and gives the doors the certificates that
// lie in the files now. It is irc.Options.Reload.
func (r *rereading) read() (cfg irc.Config, from string, err error) {
	s, err := readSettings(r.typed, r.env)
	if err != nil {
		return irc.Config{}, r.first.from, err
	}
	for _, now := range r.first.doors {
		i := slices.IndexFunc(s.doors, now.isSame)
		if i >= 0 && now.tls != nil {
			now.certificate.Store(s.doors[i].certificate.Load())
		}
	}
	if kept := r.kept(s); len(kept) > 0 {
		r.log.Warn("these settings change with the next start", "settings", kept)
	}
	return s.irc, s.from, nil
}

// check says whether the server could start with the settings as they are now.
func (r *rereading) check() error {
	_, err := readSettings(r.typed, r.env)
	return err
}

// isSame says whether two doors are one place, opened in the same way.
func (d doorway) isSame(other doorway) bool {
	return d.address == other.address && d.web == other.web && d.metrics == other.metrics && (d.tls == nil) == (other.tls == nil) && slices.Equal(d.proxies, other.proxies)
}

// kept names what differs and belongs to doors that are open already.
func (r *rereading) kept(s settings) []string {
	var kept []string
	if !slices.EqualFunc(r.first.doors, s.doors, doorway.isSame) {
		kept = append(kept, "listen")
	}
	if !reflect.DeepEqual(r.first.web.Origins, s.web.Origins) || !reflect.DeepEqual(r.first.web.TrustedProxies, s.web.TrustedProxies) || r.first.web.PublicURL != s.web.PublicURL {
		kept = append(kept, "web")
	}
	if r.first.data != s.data {
		kept = append(kept, "data.dir")
	}
	return kept
}

// onHangup reads the settings again whenever the process gets SIGHUP, from now on
// until ctx ends.
func (r *rereading) onHangup(ctx context.Context, server *irc.Server) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	go func() {
		defer signal.Stop(hangup)
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangup:
				r.reload(server)
			}
		}
	}()
}

// reload makes the settings count that can be read now, and tells the log.
func (r *rereading) reload(server *irc.Server) {
	cfg, from, err := r.read()
	var kept []string
	if err == nil {
		kept, err = server.Reload(cfg)
	}
	switch {
	case err != nil:
		r.log.Error("the settings stay as they were", "err", err)
	case len(kept) > 0:
		r.log.Warn("settings read again; some change with the next start", "from", from, "settings", kept)
	default:
		r.log.Info("settings read again", "from", from)
	}
}
