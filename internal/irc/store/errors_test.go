package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linnet/internal/irc/history"
)

// What is written to a file that is no longer in its folder would be lost, and is
// refused until it is back.
func TestAFileThatIsGone(t *testing.T) {
	for _, suffix := range []string{"", "-wal"} {
		dir := t.TempDir()
		s := mustOpen(t, dir)
		key := history.Channel(1)
		mustCommit(t, s, added(key, entry(1, history.Message)))
		name := filepath.Join(dir, FileName+suffix)
		if err := os.Rename(name, name+".moved"); err != nil {
			t.Fatal(err)
		}
		two := added(key, entry(2, history.Message))
		if err := s.Commit(two); err == nil || !strings.Contains(err.Error(), name+" is gone") {
			t.Errorf("%s is gone: %v", suffix, err)
		}
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := s.Commit(two); err == nil || !strings.Contains(err.Error(), name+" is another file") {
			t.Errorf("%s is another: %v", suffix, err)
		}
		if err := os.Rename(name+".moved", name); err != nil {
			t.Fatal(err)
		}
		mustCommit(t, s, two)
	}
}

func TestAFullDiskIsCalledThat(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	full(t, s)
	var big history.Batch
	for n := range 2000 {
		big.Changes = append(big.Changes, history.Change{Key: history.Channel(1), Entry: entry(n, history.Message)})
	}
	if err := s.Commit(big); !errors.Is(err, ErrFull) {
		t.Errorf("got %v", err)
	}
}
