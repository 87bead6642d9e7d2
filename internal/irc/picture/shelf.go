package picture

import (
	"errors"
	"slices"
	"sync"
	"time"

	"linnet/internal/irc/account"
)

// Kept is how many pictures an account has at once besides the one that it shows:
// those that it brought last. Two devices may be at it at the same time.
const Kept = 2

// ErrNoRoom is that no further picture can be kept.
var ErrNoRoom = errors.New("there is no room for further pictures")

// Shelf keeps pictures in memory, for as long as the process lives.
type Shelf struct {
	mu     sync.Mutex
	room   int // bytes left
	byName map[string]*held
	owners map[account.ID][]brought // the last one last
}

// held is a picture and how many accounts have it.
type held struct {
	Picture
	owners int
}

type brought struct {
	name string
	at   time.Time
}

// NewShelf makes an empty one for so many bytes.
func NewShelf(room int) *Shelf {
	return &Shelf{room: room, byName: map[string]*held{}, owners: map[account.ID][]brought{}}
}

// Picture finds one by its name.
func (s *Shelf) Picture(name string) (Picture, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.byName[name]
	if h == nil {
		return Picture{}, false, nil
	}
	return h.Picture, true, nil
}

// PicturesOf returns those of an account, the last that it brought last.
func (s *Shelf) PicturesOf(owner account.ID) ([]Picture, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Picture
	for _, one := range s.owners[owner] {
		all = append(all, s.byName[one.name].Picture)
	}
	return all, nil
}

// KeepPicture puts one on the shelf for an account. Of what it brought before, the
// one called shows stays and the last few.
func (s *Shelf) KeepPicture(owner account.ID, p Picture, shows string, at time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byName[p.Name] == nil && len(p.Body) > s.room {
		return ErrNoRoom
	}
	s.take(p)
	s.leave(owner, func(one brought) bool { return one.name == p.Name })
	s.owners[owner] = append(s.owners[owner], brought{p.Name, at})
	over := len(s.owners[owner]) - Kept
	s.leave(owner, func(one brought) bool {
		over--
		return over >= 0 && one.name != shows
	})
	return nil
}

// DropPictures takes those away that an account brought before a moment, but for the
// one called shows.
func (s *Shelf) DropPictures(owner account.ID, shows string, before time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leave(owner, func(one brought) bool { return one.name != shows && one.at.Before(before) })
	return nil
}

// take counts one owner more of a picture.
func (s *Shelf) take(p Picture) {
	h := s.byName[p.Name]
	if h == nil {
		h = &held{Picture: p}
		s.byName[p.Name] = h
		s.room -= len(p.Body)
	}
	h.owners++
}

// leave takes some of an account's pictures away, and forgets what is nobody's then.
func (s *Shelf) leave(owner account.ID, which func(brought) bool) {
	mine := slices.DeleteFunc(s.owners[owner], func(one brought) bool {
		if !which(one) {
			return false
		}
		h := s.byName[one.name]
		if h.owners--; h.owners == 0 {
			delete(s.byName, one.name)
			s.room += len(h.Body)
		}
		return true
	})
	if s.owners[owner] = mine; len(mine) == 0 {
		delete(s.owners, owner)
	}
}
