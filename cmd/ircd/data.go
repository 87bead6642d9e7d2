package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"

	"linnet/internal/irc"
	"linnet/internal/irc/store"
)

// data is the folder in which the server keeps what outlives it, if there is one.
type data struct {
	open   *store.Store
	socket net.Listener // for its owner, nil if there is none
}

// openData opens a folder; "" is none.
func openData(dir string, log *slog.Logger) (data, error) {
	if dir == "" {
		return data{}, nil
	}
	s, err := store.Open(dir)
	if err != nil {
		return data{}, explained(err)
	}
	if m := s.Migration; m.Backup != "" {
		log.Warn("what is kept was brought to another schema", "from", m.From, "to", m.To, "backup", m.Backup)
	}
	socket, err := listenForControl(dir)
	if err != nil {
		log.Warn("without a control socket the commands of ircd cannot reach this server", "err", err)
	}
	return data{s, socket}, nil
}

// answer lets the folder's owner control the server, until what is returned is called.
func (d data) answer(c *control) (end func()) {
	if d.socket == nil {
		return func() {}
	}
	c.serve(d.socket)
	return c.close
}

// isDamaged says whether an error is that a database cannot be read.
func isDamaged(err error) bool {
	return errors.Is(err, store.ErrDamaged) || errors.Is(err, store.ErrNoDatabase)
}

// explained says of a folder from which there is no start what to do about that.
func explained(err error) error {
	if !isDamaged(err) {
		return fmt.Errorf("--data: %w", err)
	}
	return fmt.Errorf("--data: %w: \"ircd salvage\" saves what can be read of it, \"ircd restore FILE\" goes back to a backup", err)
}

// store is what the daemon is given.
func (d data) store() irc.Store {
	if d.open == nil {
		return nil
	}
	return d.open
}

// Close closes the folder.
func (d data) Close() error {
	if d.open == nil {
		return nil
	}
	return d.open.Close()
}
