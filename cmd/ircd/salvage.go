package main

import (
	"errors"
	"fmt"
	"io"

	"linnet/internal/irc/store"
)

// salvage puts in the place of a damaged database what can be read of it, and says what
// cannot. No server can have it open: it would not have started.
func salvage(typed *commandLine, stdout io.Writer, env lookup) error {
	dir, err := folderOf(typed, env, "salvage")
	if err != nil {
		return err
	}
	s, err := store.Salvaged(dir)
	if errors.Is(err, store.ErrInUse) {
		err = fmt.Errorf("%w: stop it first", err)
	}
	if err != nil {
		return fmt.Errorf("salvage: %w", err)
	}
	fmt.Fprintf(stdout, "saved: %s, %s, %s\n", plural(s.Accounts, "account", "accounts"),
		plural(s.Channels, "channel that stays", "channels that stay"), plural(s.Messages, "message", "messages"))
	fmt.Fprintf(stdout, "not to be read: %d of %s\n", s.Unread, plural(s.Pages, "page", "pages"))
	fmt.Fprintf(stdout, "missing, of the conversations that are known: %s\n", plural(s.Lost, "message", "messages"))
	if s.Adrift > 0 {
		fmt.Fprintf(stdout, "left behind, since nobody knows any more where they were said: %s\n", plural(s.Adrift, "message", "messages"))
	}
	_, err = fmt.Fprintf(stdout, "what was there before is kept as %s\n", s.Former)
	return err
}
