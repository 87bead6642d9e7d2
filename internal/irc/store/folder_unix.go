//go:build unix

package store

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// stay keeps a folder's database from being moved while somebody reads it who has not
// the folder in use: SQLite, at the end, would throw away the log of another that
// has its name by then.
func stay(dir string) (done func(), err error) { return lockFolder(dir, unix.LOCK_SH) }

// move begins to move it, once nobody needs it to stay: now, or as soon as one may
// wait.
func move(dir string, patient bool) (done func(), err error) {
	if patient {
		return lockFolder(dir, unix.LOCK_EX)
	}
	done, err = lockFolder(dir, unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return nil, ErrBusy
	}
	return done, err
}

func lockFolder(dir string, how int) (done func(), err error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	for {
		err = unix.Flock(int(f.Fd()), how)
		if err != unix.EINTR { //nolint:errorlint // it is a bare number
			break
		}
	}
	if err != nil {
		_ = f.Close()
		return nil, &os.PathError{Op: "lock", Path: dir, Err: err}
	}
	return func() { _ = f.Close() }, nil
}

// owned gives a file that root has made in somebody's folder to that somebody.
func owned(name, dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	is, known := info.Sys().(*syscall.Stat_t)
	if os.Geteuid() != 0 || !known {
		return nil
	}
	return os.Lchown(name, int(is.Uid), int(is.Gid))
}
