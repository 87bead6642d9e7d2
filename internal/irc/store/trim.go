package store

import (
	"context"
	"database/sql"
	"errors"

	"linnet/internal/irc/history"
)

// What has been kept for long enough goes in small transactions: between two of them
// whatever waits to be written has its turn.

const (
	talksAtOnce    = 200 // are asked about
	messagesAtOnce = 100 // go in one transaction
	// sparePages stay in the file for what is said next.
	sparePages = 1000
)

// Trim drops what is over the bounds of each conversation, and gives the space back.
// bounds is asked about some conversations at a time, without any lock of the store's.
func (s *Store) Trim(ctx context.Context, bounds func([]history.Key) []history.Bounds) error {
	dropped := 0
	for last := int64(0); ; {
		talks, keys, err := s.talksAfter(ctx, last)
		if err != nil || len(talks) == 0 {
			return errors.Join(err, s.tidy(ctx, dropped))
		}
		last = talks[len(talks)-1]
		for i, b := range bounds(keys) {
			n, err := s.trim(ctx, talks[i], b)
			if dropped += n; err != nil {
				return err
			}
		}
	}
}

// talksAfter lists some conversations, in the order of their numbers.
func (s *Store) talksAfter(ctx context.Context, last int64) (talks []int64, keys []history.Key, err error) {
	rows, err := s.read.QueryContext(ctx, "SELECT talk, channel, a, b FROM talks WHERE talk > ? ORDER BY talk LIMIT ?", last, talksAtOnce)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var talk int64
		var key history.Key
		if err := rows.Scan(&talk, &key.Channel, &key.A, &key.B); err != nil {
			return nil, nil, err
		}
		talks, keys = append(talks, talk), append(keys, key)
	}
	return talks, keys, rows.Err()
}

// trim drops what is over the bounds of one conversation.
func (s *Store) trim(ctx context.Context, talk int64, b history.Bounds) (dropped int, err error) {
	drop := func(which string, args ...any) {
		for n := messagesAtOnce; err == nil && n == messagesAtOnce; dropped += n {
			n, err = s.drop(ctx, talk, which, args...)
		}
	}
	if !b.Since.IsZero() {
		drop("at < ?", b.Since.UnixMilli())
	}
	for _, over := range []struct{ counted, is, which string }{
		{"said", "kind = 0", "(at, id) <= (?, ?)"}, // with what had happened until then
		{"seen", "kind <> 0", "kind <> 0 AND (at, id) <= (?, ?)"},
	} {
		if b.Most == 0 || err != nil {
			return dropped, err
		}
		var at int64
		var id string
		err = s.read.QueryRowContext(ctx, `SELECT at, id FROM messages WHERE talk = ?1 AND `+over.is+`
			AND (SELECT `+over.counted+` FROM talks WHERE talk = ?1) > ?2
			ORDER BY at, id LIMIT 1 OFFSET (SELECT `+over.counted+` - ?2 - 1 FROM talks WHERE talk = ?1)`, talk, b.Most).Scan(&at, &id)
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
			continue
		}
		drop(over.which, at, id)
	}
	return dropped, err
}

// drop drops the oldest messages of a conversation of which something is true, as many
// as may go at once.
func (s *Store) drop(ctx context.Context, talk int64, which string, args ...any) (n int, err error) {
	result, err := s.write.ExecContext(ctx, `DELETE FROM messages WHERE n IN
		(SELECT n FROM messages WHERE talk = ? AND `+which+` ORDER BY at, id LIMIT ?)`, append(append([]any{talk}, args...), messagesAtOnce)...)
	if err != nil {
		return 0, err
	}
	count, err := result.RowsAffected()
	return int(count), err
}

// shrinkable makes a file one that can give space back, if an older program has made it
// otherwise: once, and never again.
func shrinkable(db *sql.DB) error {
	var mode int
	if err := db.QueryRow("PRAGMA auto_vacuum").Scan(&mode); err != nil || mode != 0 {
		return err
	}
	_, err := db.Exec("VACUUM")
	return err
}

// tidy makes the space of what was dropped free: that of the words, which the index
// gives up by merging, and that of the file.
func (s *Store) tidy(ctx context.Context, dropped int) error {
	done, err := s.alone(ctx)
	if err != nil {
		return err
	}
	defer done()
	for dropped > 0 {
		changes, err := s.mergeSome(ctx, pagesMerged)
		if err != nil {
			return err
		}
		if changes < 2 {
			break
		}
	}
	for {
		var free int
		if err := s.write.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&free); err != nil || free <= sparePages {
			return err
		}
		if _, err := s.write.ExecContext(ctx, "PRAGMA incremental_vacuum(250)"); err != nil {
			return err
		}
		var left int
		if err := s.write.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&left); err != nil || left >= free {
			return err
		}
	}
}
