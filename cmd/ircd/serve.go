package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"linnet/internal/irc"
	"linnet/internal/irc/store"
	"linnet/internal/webbridge"
	"linnet/web"
)

// graceful is how long clients are given to take their last lines.
const graceful = 5 * time.Second

// errRestart is how a server ends that an operator wants to start anew.
var errRestart = errors.New("an operator asked for a restart")

// serve runs the server until ctx ends, an operator ends it, or a door breaks.
func serve(ctx context.Context, typed *commandLine, stdout, stderr io.Writer, env lookup) (err error) {
	s, err := readSettings(typed, env)
	if err != nil {
		return err
	}
	journal := newJournal(stderr)
	defer journal.Close()
	log := slog.New(slog.NewTextHandler(journal, &slog.HandlerOptions{Level: s.level}))
	s.web.Logger = log
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	again := &rereading{typed: typed, env: env, first: s, log: log}
	doors, err := openDoors(s.doors)
	if err != nil {
		return err
	}
	defer closeDoors(doors)
	kept, err := openData(s.data, log)
	if err != nil {
		return err
	}
	defer func() {
		if failed := kept.Close(); err == nil {
			err = failed
		}
	}()
	server, err := irc.New(s.irc, irc.Options{
		Store: kept.store(), Logger: log, Version: versionName(), Reload: again.read,
		Downloads: publicly(s.web.PublicURL, doors),
		Uploads:   slices.ContainsFunc(s.doors, func(d doorway) bool { return d.web }),
		Stop: func(restart bool) {
			if restart {
				stop(errRestart)
			}
			stop(nil)
		},
	})
	if err != nil {
		if isDamaged(err) {
			err = explained(fmt.Errorf("%s: %w", filepath.Join(s.data, store.FileName), err))
		}
		return err
	}
	defer kept.answer(&control{
		server: server, dir: s.data, log: log, started: time.Now(), check: again.check, restart: func() { stop(errRestart) },
	})()
	bridge, err := webbridge.New(server, web.Files(), s.web)
	if err != nil {
		return err
	}
	broken := make(chan error, len(doors))
	for _, d := range doors {
		go func() {
			answer := server.Serve
			switch {
			case d.web:
				answer = bridge.Serve
			case d.metrics:
				answer = func(l net.Listener) error { return serveMetrics(l, server) }
			case d.tls != nil:
				answer = func(l net.Listener) error { return server.ServeTLS(l, d.tls) }
			}
			broken <- fmt.Errorf("%s: %w", d, answer(d.listener))
		}()
	}
	tuneMemory(ctx)
	again.onHangup(ctx, server)
	announce(stdout, doors)
	select {
	case <-ctx.Done():
		log.Info("stopping")
		if errors.Is(context.Cause(ctx), errRestart) {
			err = errRestart
		}
	case err = <-broken:
	}
	closeDoors(doors)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceful)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		log.Warn("some clients did not take their last lines", "err", err)
	}
	if err := bridge.Shutdown(ctx); err != nil {
		log.Warn("some browsers did not close", "err", err)
	}
	return err
}

// announce says on stdout, for a person, where to go.
func announce(stdout io.Writer, doors []door) {
	var b strings.Builder
	b.WriteString("Linnet is running\n")
	for _, d := range doors {
		kind := "IRC"
		switch {
		case d.web:
			kind = "web"
		case d.metrics:
			kind = "for Prometheus"
		}
		fmt.Fprintf(&b, "  %s  %s\n", kind, d)
		if d.web && !web.Built() {
			b.WriteString("       without its web client, which was not built: see `make web`\n")
		}
	}
	_, _ = io.WriteString(stdout, b.String())
}
