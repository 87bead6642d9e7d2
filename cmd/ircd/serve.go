package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"linnet/internal/irc"
	"linnet/internal/webbridge"
	"linnet/web"
)

// graceful is how long clients are given to take their last lines.
const graceful = 5 * time.Second

// serve runs the server until ctx ends, or until a door breaks.
func serve(ctx context.Context, typed *commandLine, stdout, stderr io.Writer, env lookup) error {
	s, err := readSettings(typed, env)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: s.level}))
	s.web.Logger = log
	server, err := irc.New(s.irc, irc.Options{Logger: log, Version: versionName()})
	if err != nil {
		return err
	}
	bridge, err := webbridge.New(server, web.Files(), s.web)
	if err != nil {
		return err
	}
	doors, err := openDoors(s.doors)
	if err != nil {
		return err
	}
	broken := make(chan error, len(doors))
	for _, d := range doors {
		go func() {
			answer := server.Serve
			if d.web {
				answer = bridge.Serve
			}
			broken <- fmt.Errorf("%s: %w", d, answer(d.listener))
		}()
	}
	tuneMemory(ctx)
	announce(stdout, doors)
	select {
	case <-ctx.Done():
		log.Info("stopping")
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
		if d.web {
			kind = "web"
		}
		fmt.Fprintf(&b, "  %s  %s\n", kind, d)
		if d.web && !web.Built() {
			b.WriteString("       without its web client, which was not built: see `make web`\n")
		}
	}
	_, _ = io.WriteString(stdout, b.String())
}
