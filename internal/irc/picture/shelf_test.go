package picture

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"linnet/internal/irc/account"
)

var start = time.Date(2026, 1, 2, 15, 4, 5, 0, time.UTC)

func made(name string, size int) Picture {
	return Picture{Name: name, Type: "image/png", Body: make([]byte, size)}
}

// has says which of some pictures are on a shelf.
func has(t *testing.T, s *Shelf, names ...string) (found []string) {
	t.Helper()
	for _, name := range names {
		if _, there, err := s.Picture(name); err != nil {
			t.Fatal(err)
		} else if there {
			found = append(found, name)
		}
	}
	return found
}

func TestShelfKeepsTheLastFewAndTheOneThatIsShown(t *testing.T) {
	s := NewShelf(1 << 20)
	for i := range 6 {
		if err := s.KeepPicture(1, made(fmt.Sprint(i), 10), "1", start.Add(time.Duration(i)*time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	if got := fmt.Sprint(has(t, s, "0", "1", "2", "3", "4", "5")); got != "[1 4 5]" {
		t.Errorf("kept %s", got)
	}
	if err := s.DropPictures(1, "4", start.Add(5*time.Second)); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(has(t, s, "0", "1", "2", "3", "4", "5")); got != "[4 5]" {
		t.Errorf("after 4 was shown: %s", got)
	}
}

func TestShelfHasOnePictureForAllWhoHaveIt(t *testing.T) {
	s := NewShelf(100)
	for _, owner := range []account.ID{1, 2, 3} {
		if err := s.KeepPicture(owner, made("same", 60), "", start); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.KeepPicture(4, made("other", 60), "", start); !errors.Is(err, ErrNoRoom) {
		t.Errorf("a picture too much: %v", err)
	}
	for _, owner := range []account.ID{1, 2, 3} {
		if len(has(t, s, "same")) != 1 {
			t.Errorf("it went before %d dropped it", owner)
		}
		if err := s.DropPictures(owner, "", start.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	if len(has(t, s, "same")) != 0 || s.room != 100 || len(s.owners) != 0 {
		t.Errorf("%d bytes of room are left, and %d owners", s.room, len(s.owners))
	}
}

func TestShelfTakesTheSamePictureAgain(t *testing.T) {
	s := NewShelf(100)
	for range 5 {
		if err := s.KeepPicture(1, made("same", 60), "same", start); err != nil {
			t.Fatal(err)
		}
	}
	if s.room != 40 || s.byName["same"].owners != 1 {
		t.Errorf("%d bytes of room are left, and it is %d accounts'", s.room, s.byName["same"].owners)
	}
}
