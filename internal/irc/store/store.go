// Package store keeps on disk what outlives the process, in SQLite. It knows what
// is kept (accounts, channels, bans, messages) and nothing of sessions, of the
// protocol's commands, or of who may read what.
//
// One connection writes and several read: with a write-ahead log (WAL) neither
// waits for the other. Each batch is one transaction and, with synchronous=FULL,
// one fsync, whatever is in it: batches come at most a few dozen times a second, so
// being able to lose the last of them to a power cut would save nothing that
// anybody notices. A process that is killed loses what it had not committed, and
// nothing else: SQLite takes up the log where its last whole transaction ends.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver, in Go alone: no C compiler is asked for

	"linnet/internal/irc/history"
)

// FileName is what the database is called in its folder.
const FileName = "linnet.db"

// ErrInUse is that another process has the folder open.
var ErrInUse = errors.New("another ircd is using this folder")

// readers is how many may look something up at once.
const readers = 4

// Store is an open database.
type Store struct {
	Migration // which it took to open it

	dir   string
	write *sql.DB // one connection, for who writes
	read  *sql.DB
	unuse func()                 // lets go of the folder
	files map[string]os.FileInfo // that are written to
	talks map[history.Key]int64  // rows of the table, as far as Commit has met them
	ready map[string]*sql.Stmt   // what Commit uses each time

	closing   context.Context // ends when the store is closed
	close     context.CancelFunc
	scrubbing chan struct{} // holds one while somebody scrubs or tidies: see alone
	rested    time.Time     // when the database may be looked through again; of who scrubs
}

// Open opens the database of a folder, or makes both. Nobody else may have it open.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	unuse, err := use(dir)
	if err != nil {
		return nil, err
	}
	if err := takeOver(dir); err != nil {
		unuse()
		return nil, fmt.Errorf("put the restored database in its place: %w", err)
	}
	s := &Store{dir: dir, unuse: unuse, talks: map[history.Key]int64{}, scrubbing: make(chan struct{}, 1)}
	s.closing, s.close = context.WithCancel(context.Background())
	if err := s.open(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) open() error {
	path := filepath.Join(s.dir, FileName)
	if err := mayBegin(s.dir); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	var err error
	if s.write, err = connect(path, 1, "synchronous(FULL)", "secure_delete(ON)"); err != nil {
		return err
	}
	s.Migration, err = migrate(s.write, func() (string, error) { return keepFormer(s.write, path) })
	if err != nil {
		return fmt.Errorf("%s: %w", path, inOurWords(err))
	}
	if err := shrinkable(s.write); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	s.files = map[string]os.FileInfo{path: nil, path + "-wal": nil}
	if err := s.isThere(); err != nil {
		return err
	}
	if err := sign(s.dir); err != nil {
		return err
	}
	if err := s.getReady(); err != nil {
		return fmt.Errorf("%s: %w", path, inOurWords(err))
	}
	s.read, err = connect(path, readers, "query_only(1)")
	return err
}

// mayBegin refuses to make a new database where one has been: nobody would notice that
// it is gone before all others have forgotten what was in it.
func mayBegin(dir string) error {
	path := filepath.Join(dir, FileName)
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		return nil
	}
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		return fmt.Errorf("%w: nothing is in it, but its log is there", ErrDamaged)
	}
	if signed, err := os.ReadFile(filepath.Join(dir, lockName)); err == nil && len(signed) > 0 {
		return fmt.Errorf("%w: nothing is in it any more (for a new beginning remove %s too)", ErrDamaged, filepath.Join(dir, lockName))
	}
	return nil
}

// lockName is what the file is called by which one server has a folder in use. Once there
// is a database it says so.
const lockName = "lock"

// sign says in the lock that there is a database.
func sign(dir string) error {
	name := filepath.Join(dir, lockName)
	if text, err := os.ReadFile(name); err != nil || len(text) > 0 {
		return err
	}
	return os.WriteFile(name, []byte(FileName+" is kept here\n"), 0o600)
}

// connect opens connections to a database, which each begin with some pragmas. How a file
// gives space back is settled before there is anything in it.
func connect(path string, most int, pragmas ...string) (*sql.DB, error) {
	query := url.Values{"_txlock": {"immediate"}}
	for _, pragma := range append([]string{"busy_timeout(10000)", "auto_vacuum(INCREMENTAL)", "journal_mode(WAL)"}, pragmas...) {
		query.Add("_pragma", pragma)
	}
	where := url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}
	if !filepath.IsAbs(path) {
		where.Path, where.Opaque = "", url.PathEscape(path)
	}
	db, err := sql.Open("sqlite", where.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	return db, nil
}

// Close closes the database and lets go of its folder.
func (s *Store) Close() error {
	s.close()
	s.scrubbing <- struct{}{} // who scrubbed has ended
	defer func() { <-s.scrubbing }()
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} { // the last to close tidies up the log
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	s.unuse()
	return errors.Join(errs...)
}
