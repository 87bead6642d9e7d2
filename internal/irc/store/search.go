package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"linnet/internal/irc/history"
)

// Search finds what was said, in the order in which it was. What strangers type
// reaches SQLite as words between quotes, in which there is nothing but letters,
// digits and symbols, and never as something it could obey.
func (s *Store) Search(ctx context.Context, q history.Search) ([]history.Found, error) {
	talks, err := s.talksOf(ctx, q.Keys)
	if err != nil || len(talks) == 0 || q.Limit <= 0 {
		return nil, err
	}
	query, args := searchQuery(talks, q)
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []history.Found
	for rows.Next() {
		var talk int64
		e, err := decode(func(columns ...any) error { return rows.Scan(append([]any{&talk}, columns...)...) })
		if err != nil {
			return nil, err
		}
		found = append(found, history.Found{Key: talks[talk], Entry: e})
	}
	return q.Pick(found), rows.Err()
}

// searchQuery asks the index of words for a search in some conversations. It answers in
// its own order, or backwards, so nothing is sorted and nothing read beyond the limit.
func searchQuery(talks map[int64]history.Key, q history.Search) (query string, args []any) {
	from, until := moment(0), momentOf(farAway)
	if !q.After.IsZero() {
		from = momentOf(q.After)
	}
	if !q.Before.IsZero() {
		until = momentOf(q.Before).next()
	}
	order := "DESC"
	if q.Oldest {
		order = "ASC"
	}
	return `SELECT m.talk, ` + columns + `
		FROM words w JOIN messages m ON m.n = w.rowid
		WHERE words MATCH ? AND w.rowid >= ? AND w.rowid < ?` + standing + ` ORDER BY w.rowid ` + order + ` LIMIT ?`,
		[]any{expression(talks, q), from, until, q.Limit}
}

// farAway is later than anything was said.
var farAway = time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC)

// talksOf finds the numbers of conversations, as far as they are stored.
func (s *Store) talksOf(ctx context.Context, keys []history.Key) (talks map[int64]history.Key, err error) {
	stmt, err := s.read.PrepareContext(ctx, "SELECT talk FROM talks WHERE channel = ? AND a = ? AND b = ?")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stmt.Close()) }()
	talks = map[int64]history.Key{}
	for _, key := range keys {
		var talk int64
		err := stmt.QueryRowContext(ctx, key.Channel, key.A, key.B).Scan(&talk)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, err
		}
		talks[talk] = key
	}
	return talks, nil
}

// expression is what is looked for as FTS5 is asked for it.
func expression(talks map[int64]history.Key, q history.Search) string {
	var b strings.Builder
	b.WriteString("talk : (")
	or := ""
	for talk := range talks {
		fmt.Fprintf(&b, `%s"%d"`, or, talk)
		or = " OR "
	}
	b.WriteString(")")
	if q.Nick != "" {
		fmt.Fprintf(&b, ` AND nick : "%s"`, nickWord(q.Nick))
	}
	for _, phrase := range q.Phrases {
		fmt.Fprintf(&b, ` AND text : "%s"`, strings.Join(phrase.Words, " "))
		if phrase.Open {
			b.WriteString(" *")
		}
	}
	return b.String()
}
