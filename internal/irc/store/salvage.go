package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"linnet/internal/irc/chat"
)

// Salvage is what could be read of a damaged database.
type Salvage struct {
	Summary
	Former string // what the damaged one is called now
	Pages  int
	Unread int // of the pages
	Lost   int // messages that are known to have been there
	Adrift int // messages of conversations of which nothing is known any more
}

// ErrNothingLeft is that nothing can be read of a database, so it stays as it is.
var ErrNothingLeft = errors.New("nothing of Linnet's can be read of it: restore a backup")

// Salvaged reads what it can of a folder's database, whatever is wrong with that, and
// puts it in its place. The damaged one stays beside it. Nobody else may have the
// folder open.
func Salvaged(dir string) (s Salvage, err error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return s, fmt.Errorf("%s: %w", dir, ErrNothing)
	}
	unuse, err := use(dir)
	if err != nil {
		return s, err
	}
	defer unuse()
	if err := takeOver(dir); err != nil {
		return s, err
	}
	path := filepath.Join(dir, FileName)
	p, err := openPages(path)
	if err != nil {
		return s, err
	}
	defer p.close()
	if p.count == 0 {
		return s, fmt.Errorf("%s: %w", path, ErrNothingLeft)
	}
	c := &Candidate{dir: dir}
	c.name, err = fresh(dir, temporary+"*", func(name string) error {
		if err := s.fill(name, p); err != nil {
			return err
		}
		c.Summary, err = makeGood(name)
		return errors.Join(err, owned(name, dir))
	})
	if err != nil {
		return s, fmt.Errorf("%s: %w", path, err)
	}
	s.Summary = c.Summary
	if s.Former, err = c.Take(); err != nil {
		c.Drop()
		return s, err
	}
	return s, takeOver(dir)
}

// fill makes a database of what there is on some pages.
func (s *Salvage) fill(name string, p *pages) (err error) {
	db, err := connect(name, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }() // the log goes with it
	if _, err := migrate(db, nil); err != nil {
		return err
	}
	f := &finds{db: db, talks: map[int64]*foundTalk{}, erased: map[chat.UserID]bool{}}
	s.Pages, s.Unread = int(p.count), p.each(f.state)
	if f.writeStates(); f.err == nil {
		p.each(f.bulk) // of messages it is known now where they were said
		f.flush()
	}
	if f.rows == 0 && f.err == nil {
		f.err = ErrNothingLeft
	}
	s.Adrift = f.adrift
	for _, t := range f.talks {
		s.Lost += max(0, t.expected-t.found)
	}
	return f.err
}
