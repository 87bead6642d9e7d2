package store

import (
	"database/sql"
	"slices"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// Find returns at most q.Limit entries of a conversation, oldest first. What is
// ordered by msgid is ordered by the times within them too, and the index has both.
func (s *Store) Find(key history.Key, q history.Query) ([]history.Entry, error) {
	if q.Limit <= 0 {
		return nil, nil
	}
	query := "SELECT " + columns + " FROM messages m WHERE m.talk = (SELECT talk FROM talks WHERE channel = ? AND a = ? AND b = ?)" + standing
	args := []any{key.Channel, key.A, key.B}
	if !q.All {
		query += " AND m.kind = ?"
		args = append(args, history.Message)
	}
	place := func(than string, ref *history.Ref) {
		if ref == nil {
			return
		}
		if ref.ID == "" {
			query += " AND m.at " + than + " ?"
			args = append(args, ref.At.UnixMilli())
			return
		}
		query += " AND (m.at, m.id) " + than + " (?, ?)"
		args = append(args, ref.At.UnixMilli(), ref.ID)
	}
	if q.Including {
		place(">=", q.After)
	} else {
		place(">", q.After)
	}
	place("<", q.Before)
	order := " ORDER BY m.at, m.id"
	if q.Newest {
		order = " ORDER BY m.at DESC, m.id DESC"
	}
	found, err := s.entries(query+order+" LIMIT ?", append(args, q.Limit)...)
	if q.Newest {
		slices.Reverse(found)
	}
	return found, err
}

// entries runs a query whose columns are those of decode.
func (s *Store) entries(query string, args ...any) (found []history.Entry, err error) {
	err = s.each(query, args, func(rows *sql.Rows) error {
		e, err := decode(rows.Scan)
		found = append(found, e)
		return err
	})
	return found, err
}

// each runs a query and does something with each row.
func (s *Store) each(query string, args []any, do func(*sql.Rows) error) (err error) {
	rows, err := s.read.Query(query, args...)
	if err != nil {
		return inOurWords(err)
	}
	defer func() { _ = rows.Close() }() // whose error is that of rows.Err
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	return inOurWords(rows.Err())
}

// Talks lists the private conversations of somebody of whom messages are kept, the
// latest last.
func (s *Store) Talks(person chat.UserID) (talks []history.Talk, err error) {
	err = s.each(`
		SELECT t.other, `+columns+` FROM (
			SELECT talk, b AS other FROM talks WHERE channel = 0 AND a = ?1 UNION SELECT talk, a FROM talks WHERE channel = 0 AND b = ?1) t
		JOIN messages m ON m.n = (
			SELECT m.n FROM messages m WHERE m.talk = t.talk AND m.kind = ?2`+standing+` ORDER BY m.at DESC, m.id DESC LIMIT 1)
		ORDER BY m.at`,
		[]any{person, history.Message}, func(rows *sql.Rows) error {
			var talk history.Talk
			e, err := decode(func(columns ...any) error { return rows.Scan(append([]any{&talk.With}, columns...)...) })
			if err != nil {
				return err
			}
			talk.Last, talk.Nick = e.At, e.NickOf(talk.With)
			talks = append(talks, talk)
			return nil
		})
	return talks, err
}
