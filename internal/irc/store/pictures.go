package store

import (
	"cmp"
	"database/sql"
	"errors"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/picture"
)

// Pictures lie beside all else that is kept: each is written when it is brought, and
// read when somebody looks at it. A picture goes with its account (commit.go).

// Picture finds one by its name.
func (s *Store) Picture(name string) (p picture.Picture, there bool, err error) {
	p.Name = name
	err = s.read.QueryRow("SELECT type, body FROM pictures WHERE name = ? LIMIT 1", name).Scan(&p.Type, &p.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return picture.Picture{}, false, nil
	}
	return p, err == nil, err
}

// PicturesOf returns those of an account, the last that it brought last.
func (s *Store) PicturesOf(owner account.ID) (all []picture.Picture, err error) {
	err = s.each("SELECT name, type, body FROM pictures WHERE owner = ? ORDER BY at, n", []any{owner}, func(rows *sql.Rows) error {
		var p picture.Picture
		err := rows.Scan(&p.Name, &p.Type, &p.Body)
		all = append(all, p)
		return err
	})
	return all, err
}

// errNobody is that an account has gone while its picture came.
var errNobody = errors.New("the account is no more")

// KeepPicture keeps one for an account, if that is still there. Of what it brought
// before, the one called shows stays and the last few.
func (s *Store) KeepPicture(owner account.ID, p picture.Picture, shows string, at time.Time) error {
	tx, err := s.write.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing, once it is committed
	result, err := tx.Exec(`INSERT INTO pictures (owner, name, at, type, body)
		SELECT id, ?2, ?3, ?4, ?5 FROM accounts WHERE id = ?1
		ON CONFLICT DO UPDATE SET at = excluded.at`, owner, p.Name, at.UnixMilli(), p.Type, p.Body)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return cmp.Or(err, errNobody)
	}
	_, err = tx.Exec(`DELETE FROM pictures WHERE owner = ?1 AND name <> ?2 AND n NOT IN
		(SELECT n FROM pictures WHERE owner = ?1 ORDER BY at DESC, n DESC LIMIT ?3)`, owner, shows, picture.Kept)
	if err != nil {
		return err
	}
	return tx.Commit()
}

// DropPictures takes those away that an account brought before a moment, but for the
// one called shows: all of them for "" and a moment to come.
func (s *Store) DropPictures(owner account.ID, shows string, before time.Time) error {
	_, err := s.write.Exec("DELETE FROM pictures WHERE owner = ? AND name <> ? AND at < ?", owner, shows, before.UnixMilli())
	return err
}
