package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

var tea = history.Channel(1)

// saying is a folder in which one message was said, and is still open.
func saying(t *testing.T, n int) (dir string, s *Store) {
	t.Helper()
	dir = t.TempDir()
	s = mustOpen(t, dir)
	say(t, s, n)
	return dir, s
}

func say(t testing.TB, s *Store, n int) {
	t.Helper()
	b := added(tea, entry(n, history.Message))
	b.Events = []chat.Event{chat.AccountSaved{Account: account.Account{ID: 1, Name: "alice", Created: noon}, At: noon}}
	b.At = noon
	mustCommit(t, s, b)
}

// said lists the ids of what a folder's database has, which nobody has open.
func said(t *testing.T, dir string) []string {
	t.Helper()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	found, err := s.Find(tea, history.Query{Limit: 1 << 20})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, e := range found {
		ids = append(ids, e.ID)
	}
	return ids
}

func mustClose(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func mustRead(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// files lists what lies in a folder, with the times in names left out.
func files(t *testing.T, dir string) []string {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range all {
		name, _, _ := strings.Cut(f.Name(), "-2")
		names = append(names, name)
	}
	return names
}

// A backup has all that was committed before it began, whatever goes on meanwhile,
// and is one file, of its owner alone.
func TestBackup(t *testing.T) {
	dir, s := saying(t, 0)
	file := filepath.Join(t.TempDir(), "backup")
	done := make(chan error)
	go func() {
		for n := 1; ; n++ {
			select {
			case done <- nil:
				return
			default:
			}
			if err := s.Commit(added(tea, entry(n, history.Message))); err != nil {
				done <- err
				return
			}
		}
	}()
	const least = 100
	for count := 0; count < least; {
		if err := s.read.QueryRow("SELECT count(*) FROM messages").Scan(&count); err != nil {
			t.Fatal(err)
		}
	}
	if err := Backup(dir, file, false); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if left := files(t, filepath.Dir(file)); !slices.Equal(left, []string{"backup"}) {
		t.Errorf("beside it lies %v", left)
	}
	empty := t.TempDir()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	restored, former, err := Restore(empty, f)
	if err != nil || former != "" || restored.Accounts != 1 || restored.Messages < least || !restored.At.Equal(noon) && !restored.At.IsZero() {
		t.Errorf("%+v %q %v", restored, former, err)
	}
	ids := said(t, empty)
	for n := range least {
		if ids[n] != fmt.Sprintf("%04d", n) {
			t.Fatalf("message %d is %s", n, ids[n])
		}
	}
}

func TestBackupOverwritesNothing(t *testing.T) {
	dir, _ := saying(t, 1)
	file := filepath.Join(t.TempDir(), "backup")
	if err := os.WriteFile(file, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Backup(dir, file, false); !errors.Is(err, fs.ErrExist) || string(mustRead(t, file)) != "mine" {
		t.Error(err)
	}
	if err := Backup(dir, file, true); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 || !bytes.HasPrefix(mustRead(t, file), []byte("SQLite format 3")) {
		t.Error(info, err)
	}
	var stream bytes.Buffer
	if err := Stream(dir, &stream); err != nil || !bytes.HasPrefix(stream.Bytes(), []byte("SQLite format 3")) {
		t.Error(err, stream.Len())
	}
	if err := Backup(t.TempDir(), file, true); !errors.Is(err, ErrNothing) {
		t.Error(err)
	}
}

func TestRestore(t *testing.T) {
	from, s := saying(t, 1)
	var backup bytes.Buffer
	if err := Stream(from, &backup); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	dir, s := saying(t, 2)
	if _, _, err := Restore(dir, bytes.NewReader(backup.Bytes())); !errors.Is(err, ErrInUse) {
		t.Errorf("under somebody who has it open: %v", err)
	}
	mustClose(t, s)
	restored, former, err := Restore(dir, bytes.NewReader(backup.Bytes()))
	want := Summary{Schema: Version(), Accounts: 1, Messages: 1, At: noon}
	if diff := cmp.Diff(want, restored); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if got := said(t, dir); !slices.Equal(got, []string{"0001"}) {
		t.Errorf("restored is %v", got)
	}
	f, err := os.Open(former)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, _, err := Restore(dir, f); err != nil {
		t.Fatal(err)
	}
	if got := said(t, dir); !slices.Equal(got, []string{"0002"}) {
		t.Errorf("what was there before is %v", got)
	}
}

// What cannot be restored is named, and changes nothing.
func TestWhatIsNotRestored(t *testing.T) {
	from, s := saying(t, 1)
	var many history.Batch
	for n := range 500 {
		many.Changes = append(many.Changes, added(tea, entry(2*n, history.Message)).Changes...)
	}
	mustCommit(t, s, many)
	var backup bytes.Buffer
	if err := Stream(from, &backup); err != nil {
		t.Fatal(err)
	}
	good := backup.Bytes()
	altered := func(how string) []byte {
		dir := t.TempDir()
		name := filepath.Join(dir, "x")
		if err := os.WriteFile(name, good, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := connect(name, 1)
		if err == nil {
			_, err = db.Exec(how)
		}
		if err = errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		return mustRead(t, name)
	}
	spoilt := slices.Clone(good)
	copy(spoilt[len(spoilt)/2:], bytes.Repeat([]byte{0x55}, 5000))
	for name, tt := range map[string]struct {
		from []byte
		want string
	}{
		"nothing":   {nil, "it is not a database of Linnet's"},
		"a text":    {[]byte(strings.Repeat("hello ", 1000)), "it is not a database"},
		"another's": {altered("PRAGMA application_id = 7"), "it is not a database of Linnet's"},
		"newer":     {altered("PRAGMA user_version = 1000"), fmt.Sprintf("it was written by a newer ircd (schema 1000; this one knows %d): run that one, or restore a backup made by this", Version())},
		"cut off":   {good[:len(good)/2], "it is damaged: "},
		"spoilt":    {spoilt, "it is damaged: "},
		"unread":    {altered("UPDATE accounts SET body = '{'"), "it is damaged: accounts: unexpected end of JSON input"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, s := saying(t, 3)
			mustClose(t, s)
			before := files(t, dir)
			_, _, err := Restore(dir, bytes.NewReader(tt.from))
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v\nwant %s", err, tt.want)
			}
			if got := files(t, dir); !slices.Equal(got, before) {
				t.Errorf("there is now %v", got)
			}
			if got := said(t, dir); !slices.Equal(got, []string{"0003"}) {
				t.Errorf("now it has %v", got)
			}
		})
	}
	_, _, err := Restore(t.TempDir(), io.MultiReader(bytes.NewReader(good), failing{}))
	if !errors.Is(err, errFailing) {
		t.Errorf("a stream that breaks off: %v", err)
	}
}

type failing struct{}

var errFailing = errors.New("the other side is gone")

func (failing) Read([]byte) (int, error) { return 0, errFailing }

// Whoever is killed while a database takes the place of another leaves the one or
// the other, and the next goes on from there.
func TestKilledWhileRestoring(t *testing.T) {
	from, s := saying(t, 1)
	var backup bytes.Buffer
	if err := Stream(from, &backup); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	steps := []func(dir, former string) error{
		func(dir, former string) error { // the log is what the database was not closed with
			return os.Rename(filepath.Join(dir, FileName+"-wal"), former+"-wal")
		},
		func(dir, former string) error { return os.Rename(filepath.Join(dir, FileName), former) },
		func(dir, _ string) error { return os.Remove(filepath.Join(dir, FileName+"-shm")) },
		func(dir, _ string) error {
			return os.Rename(filepath.Join(dir, restoredName), filepath.Join(dir, FileName))
		},
	}
	for killed := range len(steps) + 1 {
		dir := t.TempDir()
		copied, s := saying(t, 2)
		for _, name := range []string{FileName, FileName + "-wal", FileName + "-shm"} { // as a kill leaves it
			if err := os.WriteFile(filepath.Join(dir, name), mustRead(t, filepath.Join(copied, name)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		mustClose(t, s)
		c, err := Prepare(dir, bytes.NewReader(backup.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		former, err := c.Take()
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range steps[:killed] {
			if err := step(dir, former); err != nil {
				t.Fatal(err)
			}
		}
		if got := said(t, dir); !slices.Equal(got, []string{"0001"}) {
			t.Errorf("killed after %d steps: %v", killed, got)
		}
		was := t.TempDir()
		for _, suffix := range []string{"", "-wal"} {
			if err := os.Rename(former+suffix, filepath.Join(was, FileName+suffix)); err != nil {
				t.Fatal(err)
			}
		}
		if got := said(t, was); !slices.Equal(got, []string{"0002"}) {
			t.Errorf("killed after %d steps, what was there before is %v", killed, got)
		}
	}
}

// What somebody was making who was killed at it is cleared away, but not under somebody
// who is still making it.
func TestWhatIsLeftIsClearedAway(t *testing.T) {
	dir, s := saying(t, 1)
	mustClose(t, s)
	left := filepath.Join(dir, temporary+"1")
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	done, err := lookAt(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := move(dir, false); !errors.Is(err, ErrBusy) {
		t.Errorf("moved under a reader: %v", err)
	}
	done()
	mustOpen(t, dir)
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
