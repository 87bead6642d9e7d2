package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Another database takes the place of a folder's in two steps. It is copied into a new
// file beside it, brought to our schema, looked through from end to end and then
// named restoredName: from that one moment on it counts. Whoever opens the folder
// next moves the former database away, its log with it (a log that found itself beside
// another database would spoil that), and gives the new one its name; and whoever is
// killed at that leaves the rest to the next.

const (
	restoredName = FileName + ".restored"
	// formerName, with a time behind it, is what was there before.
	formerName = FileName + ".before-restore-"
)

// Summary is what a database holds, in numbers.
type Summary struct {
	Schema   int
	Accounts int
	Channels int // that stay
	Messages int
	At       time.Time // when it was last written to, zero if never
}

// Candidate is a database that may take the place of a folder's.
type Candidate struct {
	Summary
	dir, name string
}

// Prepare copies a database into a folder, beside its own, and says what is wrong with
// it. It is dropped or taken later.
func Prepare(dir string, from io.Reader) (c *Candidate, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	c = &Candidate{dir: dir}
	c.name, err = fresh(dir, temporary+"*", func(name string) error {
		if err := fill(name, from); err != nil {
			return err
		}
		c.Summary, err = makeGood(name)
		return errors.Join(err, owned(name, dir))
	})
	return c, err
}

func fill(name string, from io.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	return errors.Join(err, f.Close())
}

// Drop throws it away.
func (c *Candidate) Drop() { _ = os.Remove(c.name) }

// ErrBusy is that a backup is being made of what is to be replaced.
var ErrBusy = errors.New("a backup is being made of what is there: wait until it is done")

// Take makes it the folder's, for whoever opens that next, and returns what the former
// database will be called then, "" if there is none.
func (c *Candidate) Take() (former string, err error) {
	done, err := move(c.dir, false)
	if err != nil {
		return "", err
	}
	defer done()
	now := time.Now()
	if err := os.Chtimes(c.name, now, now); err != nil {
		return "", err
	}
	if err := os.Rename(c.name, filepath.Join(c.dir, restoredName)); err != nil {
		return "", err
	}
	if _, err := os.Stat(filepath.Join(c.dir, FileName)); err == nil {
		former = filepath.Join(c.dir, formerName+stamp(now))
	}
	return former, syncDir(c.dir)
}

// Restore puts another database in the place of a folder's, which nobody may have
// open. The former stays beside it under the name that is returned, "" if there was
// none.
func Restore(dir string, from io.Reader) (s Summary, former string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return s, "", err
	}
	unuse, err := use(dir)
	if err != nil {
		return s, "", err
	}
	defer unuse()
	c, err := Prepare(dir, from)
	if err != nil {
		return s, "", err
	}
	if former, err = c.Take(); err != nil {
		c.Drop()
		return s, "", err
	}
	return c.Summary, former, takeOver(dir)
}

// Settle ends a restoration that somebody began who was killed at it.
func Settle(dir string) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", dir, ErrNothing)
	}
	unuse, err := use(dir)
	if err != nil {
		return err
	}
	defer unuse()
	return takeOver(dir)
}

// takeOver ends a restoration that has begun, and clears away what is left of others.
// Nobody else uses the folder.
func takeOver(dir string) error {
	done, err := move(dir, true)
	if err != nil {
		return err
	}
	defer done()
	if err := clearAway(dir); err != nil {
		return err
	}
	restored, path := filepath.Join(dir, restoredName), filepath.Join(dir, FileName)
	info, err := os.Stat(restored)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	former := filepath.Join(dir, formerName+stamp(info.ModTime()))
	for _, suffix := range []string{"-wal", ""} { // a database without its log would be an older one
		if err := os.Rename(path+suffix, former+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Remove(path + "-shm"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := syncDir(dir); err != nil {
		return err
	}
	if err := os.Rename(restored, path); err != nil {
		return err
	}
	return syncDir(dir)
}

// clearAway removes what somebody was making who was killed at it.
func clearAway(dir string) error {
	all, err := os.ReadDir(dir)
	for _, f := range all {
		if strings.HasPrefix(f.Name(), temporary) {
			err = errors.Join(err, os.Remove(filepath.Join(dir, f.Name())))
		}
	}
	return err
}

// makeGood brings a database to our schema, and says what is wrong with it.
func makeGood(name string) (s Summary, err error) {
	db, err := connect(name, 1)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, db.Close()) }() // the log goes with it
	if err := isOurs(db); err != nil {
		return s, err
	}
	if _, err := migrate(db, nil); err != nil {
		return s, err
	}
	var wrong string
	if err := db.QueryRow("PRAGMA integrity_check(1)").Scan(&wrong); err != nil {
		return s, inOurWords(err)
	} else if wrong != "ok" {
		lines := strings.Split(wrong, "\n") // the first only says in which database
		return s, fmt.Errorf("%w: %s", ErrDamaged, lines[len(lines)-1])
	}
	if _, err := (&Store{read: db}).Load(); err != nil {
		return s, err
	}
	return summarize(db)
}

func summarize(db *sql.DB) (Summary, error) {
	s := Summary{Schema: Version()}
	var at int64
	err := db.QueryRow(`SELECT (SELECT count(*) FROM accounts), (SELECT count(*) FROM channels WHERE body ->> 'Stays'),
		(SELECT count(*) FROM messages WHERE kind = 0), ifnull((SELECT at FROM state), 0)`).Scan(&s.Accounts, &s.Channels, &s.Messages, &at)
	if at != 0 {
		s.At = time.UnixMilli(at).UTC()
	}
	return s, err
}
