package store

import (
	"errors"
	"fmt"
	"os"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What can be wrong with a file.
var (
	ErrNoDatabase = errors.New("it is not a database")
	ErrDamaged    = errors.New("it is damaged")
)

// ErrFull is that there is no more room for what is to be written.
var ErrFull = errors.New("the disk is full, or has no more room for it")

// inOurWords says of an error what it means for a file.
func inOurWords(err error) error {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return err
	}
	switch failed.Code() & 0xff {
	case sqlite3.SQLITE_NOTADB:
		return ErrNoDatabase
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case sqlite3.SQLITE_FULL:
		return ErrFull
	case sqlite3.SQLITE_READONLY:
		return errors.New("it cannot be written to: see whose it is, and whether its disk is mounted for reading only")
	case sqlite3.SQLITE_CANTOPEN:
		return errors.New("it cannot be opened: see whose it is, and its folder")
	}
	switch failed.Code() { // a quota, or a limit of the process
	case sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_TRUNCATE:
		return ErrFull
	}
	return err
}

// isThere says whether the files that are open are still those in the folder: what is
// written to others is lost with this process, and nobody would notice before.
func (s *Store) isThere() error {
	for name, open := range s.files {
		now, err := os.Stat(name)
		if err != nil {
			return fmt.Errorf("%s is gone: put it back, or start anew", name)
		}
		if open != nil && !os.SameFile(open, now) {
			return fmt.Errorf("%s is another file than the one that is open: put that back, or start anew", name)
		}
		s.files[name] = now
	}
	return nil
}
