package store

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/picture"
)

func paint(name string) picture.Picture {
	return picture.Picture{Name: name, Type: "image/webp", Body: []byte("picture " + name)}
}

// hung says which of some pictures are in a store, whole.
func hung(t *testing.T, s *Store, names ...string) (found []string) {
	t.Helper()
	for _, name := range names {
		p, there, err := s.Picture(name)
		if err != nil || there && (p.Type != "image/webp" || !bytes.Equal(p.Body, paint(name).Body)) {
			t.Fatalf("%s: %+v %v", name, p, err)
		}
		if there {
			found = append(found, name)
		}
	}
	return found
}

func happened(t *testing.T, s *Store, ev chat.Event) {
	t.Helper()
	mustCommit(t, s, history.Batch{Events: []chat.Event{ev}, At: noon})
}

func TestPictures(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	for _, id := range []account.ID{1, 2} {
		happened(t, s, chat.AccountSaved{Account: account.Account{ID: id, Name: fmt.Sprint("a", id)}, At: noon})
	}
	keep := func(owner account.ID, name, shows string, seconds int) {
		t.Helper()
		if err := s.KeepPicture(owner, paint(name), shows, noon.Add(time.Duration(seconds)*time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	want := func(what, want string) {
		t.Helper()
		if got := fmt.Sprint(hung(t, s, "a", "b", "c", "d", "x")); got != want {
			t.Errorf("%s: %s, expected %s", what, got, want)
		}
	}
	keep(1, "a", "", 1)
	keep(2, "a", "", 1)
	for i, name := range []string{"b", "c", "d"} {
		keep(1, name, "b", 2+i)
	}
	want("the last two, the one that is shown, and another's", "[a b c d]")
	if err := s.KeepPicture(3, paint("x"), "", noon); err == nil {
		t.Error("a picture of nobody's is taken")
	}
	if err := s.DropPictures(1, "c", noon.Add(4*time.Second)); err != nil {
		t.Fatal(err)
	}
	want("after c was shown, and d brought in the same moment", "[a c d]")
	keep(1, "c", "c", 9)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, dir)
	want("after a restart", "[a c d]")
	happened(t, s, chat.AccountDropped{Account: 1, At: noon})
	want("after their account went", "[a]")
	happened(t, s, chat.AccountDropped{Account: 2, At: noon})
	want("after the last account went", "[]")
}
