package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A backup is one file with all that a database holds at one moment: SQLite copies
// it out of a read transaction (VACUUM INTO), for which nobody who writes has to
// wait, in the same process or in another. So `ircd backup` copies by itself, and asks
// a running server for no more than to write first what it has in hand.

// ErrNothing is that a folder has no database.
var ErrNothing = errors.New("nothing is kept there")

// temporary is how files are called that are being made: what is found of them when
// nobody makes any is thrown away.
const temporary = FileName + ".tmp-"

// Backup writes the database of a folder to a file that only its owner may read. One
// that is there already is replaced if that is wanted, and else is an fs.ErrExist.
func Backup(dir, file string, replace bool) error {
	if _, err := os.Lstat(file); err == nil && !replace {
		return fmt.Errorf("%s: %w", file, fs.ErrExist)
	}
	done, err := lookAt(dir)
	if err != nil {
		return err
	}
	defer done()
	made, err := fresh(filepath.Dir(file), "."+filepath.Base(file)+"-*", func(name string) error {
		return copyDatabase(filepath.Join(dir, FileName), name)
	})
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(made) }()
	name := os.Rename
	if !replace {
		name = linkOnce
	}
	if err := name(made, file); err != nil {
		return err
	}
	return syncDir(filepath.Dir(file))
}

// linkOnce gives a file another name, unless there is one of that name by now.
func linkOnce(made, name string) error {
	err := os.Link(made, name)
	if err != nil && !errors.Is(err, fs.ErrExist) { // a file system without links
		err = os.Rename(made, name)
	}
	return err
}

// Stream is Backup for whoever takes the file as it comes.
func Stream(dir string, w io.Writer) error {
	done, err := lookAt(dir)
	if err != nil {
		return err
	}
	defer done()
	made, err := fresh(dir, temporary+"*", func(name string) error {
		return copyDatabase(filepath.Join(dir, FileName), name)
	})
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(made) }()
	f, err := os.Open(made)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return errors.Join(err, f.Close())
}

// lookAt begins to read a folder's database, which stays in its place until that is
// done.
func lookAt(dir string) (done func(), err error) {
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", dir, ErrNothing)
	} else if err != nil {
		return nil, err
	}
	return stay(dir)
}

// fresh makes a file that nobody else may read, has it filled, and has it on disk. Its
// name is made of a pattern, as by os.CreateTemp.
func fresh(dir, pattern string, fill func(name string) error) (made string, err error) {
	f, err := os.CreateTemp(dir, pattern)
	if err != nil {
		return "", err
	}
	made = f.Name()
	if err = f.Close(); err == nil {
		err = fill(made)
	}
	if err == nil {
		err = syncFile(made)
	}
	if err != nil {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(made + suffix)
		}
		return "", err
	}
	return made, nil
}

// copyDatabase copies a database into an empty file.
func copyDatabase(path, to string) (err error) {
	db, err := connect(path, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := isOurs(db); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := copyInto(db, to); err != nil {
		return fmt.Errorf("copy %s: %w", path, err)
	}
	return nil
}

func copyInto(db *sql.DB, to string) error {
	_, err := db.Exec("VACUUM INTO ?", to)
	return err
}

// stamp is a time as it stands in the name of a file.
func stamp(at time.Time) string { return at.UTC().Format("20060102T150405.000Z") }

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncDir has the names in a folder outlive a power cut.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
