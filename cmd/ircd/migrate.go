package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"linnet/internal/irc/store"
)

// migrate brings what is kept to the schema that this program knows, as the server
// does when it starts; or it only says which it has.
func migrate(typed *commandLine, stdout io.Writer, env lookup) error {
	dir, err := folderOf(typed, env, "migrate")
	if err != nil {
		return err
	}
	have, err := store.Schema(dir)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	path := filepath.Join(dir, store.FileName)
	switch {
	case have == store.Version():
		_, err = fmt.Fprintf(stdout, "%s has schema %d, which is the one that this ircd knows\n", path, have)
		return err
	case typed.Migrate.Check:
		_, err = fmt.Fprintf(stdout, "%s has schema %d; this ircd knows %d, and brings it there by \"ircd migrate\" or when it starts\n", path, have, store.Version())
		return err
	}
	m, err := store.Migrate(dir)
	if errors.Is(err, store.ErrInUse) {
		err = fmt.Errorf("%w: it is one of another version: stop it first", err)
	}
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	_, err = fmt.Fprintf(stdout, "%s is brought from schema %d to %d\nwhat it was before is kept as %s\n", path, m.From, m.To, m.Backup)
	return err
}
