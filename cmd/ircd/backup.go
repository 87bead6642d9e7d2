package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"

	"linnet/internal/irc/store"
)

// backup writes all that is kept into one file, or ("-") to stdout. A running server
// goes on; it is only asked to write first what it has in hand.
func backup(ctx context.Context, typed *commandLine, stdout, stderr io.Writer, env lookup) error {
	dir, err := folderOf(typed, env, "backup")
	if err != nil {
		return err
	}
	var unwritten error
	flush := func(r *remote) error {
		unwritten = r.ask(ctx, http.MethodPost, "/flush", nil, nil)
		return nil
	}
	if err := either(ctx, dir, flush, func() error { return store.Settle(dir) }); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	file := typed.Backup.File
	if file == "-" {
		err = store.Stream(dir, stdout)
	} else {
		err = store.Backup(dir, file, typed.Backup.Force)
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		return errThere("backup", file)
	case err != nil:
		return fmt.Errorf("backup: %w", err)
	case unwritten != nil:
		return fmt.Errorf("backup: %s is written, but lacks what the server could not write itself: %w", file, unwritten)
	case file == "-":
		return nil
	}
	_, err = fmt.Fprintf(stderr, "%s is a backup of %s\n", file, dir)
	return err
}
