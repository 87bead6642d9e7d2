package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"linnet/internal/irc/store"
)

// restore puts a backup in the place of all that is kept. A running server goes over to
// it by starting anew, which everybody who is connected is told.
func restore(ctx context.Context, typed *commandLine, stdin io.Reader, stdout io.Writer, env lookup) error {
	dir, err := folderOf(typed, env, "restore")
	if err != nil {
		return err
	}
	name := typed.Restore.File
	from, err := source(name, stdin)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer from.Close()
	var done restored
	by := func(r *remote) error {
		if err := r.ask(ctx, http.MethodPost, "/restore", from, &done); err != nil {
			return err
		}
		done.tell(stdout, name)
		fmt.Fprintf(stdout, "the server starts anew: it has told %s so, and ended them\n", plural(done.Connections, "connection", "connections"))
		if err := r.isBack(ctx, dir); err != nil {
			return err
		}
		_, err := fmt.Fprintln(stdout, "it is serving again")
		return err
	}
	alone := func() error {
		var err error
		if done.Summary, done.Former, err = store.Restore(dir, from); err == nil {
			done.tell(stdout, name)
		}
		return err
	}
	if err := either(ctx, dir, by, alone); err != nil {
		return fmt.Errorf("restore: %s: %w", name, err)
	}
	return nil
}

// tell says what is there now, and where to find what was.
func (r restored) tell(stdout io.Writer, name string) {
	at := ""
	if !r.At.IsZero() {
		at = ", as it was on " + r.At.Format(time.DateTime+" UTC")
	}
	fmt.Fprintf(stdout, "restored from %s: %s, %s, %s%s\n", name, plural(r.Accounts, "account", "accounts"),
		plural(r.Channels, "channel that stays", "channels that stay"), plural(r.Messages, "message", "messages"), at)
	if r.Former != "" {
		fmt.Fprintf(stdout, "what was there before is kept as %s\n", r.Former)
	}
}
