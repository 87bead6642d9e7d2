package main

import (
	"fmt"

	"linnet/internal/irc"
	"linnet/internal/irc/store"
)

// data is the folder in which the server keeps what outlives it, if there is one.
type data struct{ open *store.Store }

// openData opens a folder; "" is none.
func openData(dir string) (data, error) {
	if dir == "" {
		return data{}, nil
	}
	s, err := store.Open(dir)
	if err != nil {
		return data{}, fmt.Errorf("--data: %w", err)
	}
	return data{s}, nil
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
