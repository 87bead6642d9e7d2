package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// What somebody wanted erased counts no more from the commit on that says so: no query
// finds it. To get it out of the files takes longer, and is done piece by piece while
// others write: the rows are deleted, the index of words is merged, since it keeps
// what was deleted until then, the pages are wiped (wipe.go), since they keep copies of
// what they once held, and the log is emptied. Tables say what is still to be done, for
// who is killed at it. So it is with private conversations of an account that is given
// up, and of somebody who is gone: nobody could ask for them any more.

// standing leaves out the messages m of those who want theirs erased.
const standing = " AND m.owner NOT IN (SELECT account FROM erasures)"

const (
	// slice is how many messages are deleted at once, and pagesMerged about how much of
	// the index is: others have to wait for that.
	slice       = 200
	pagesMerged = 64
	// resting is for how many times as long as it took the database is not looked through
	// again: strangers may register, and erase themselves, as often as they like.
	resting = 10
)

// Scrub removes what was erased from the files; when it returns without an error nothing
// of that is in them any more. What it has not done is done by the next.
func (s *Store) Scrub(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.closing, cancel)()
	done, err := s.alone(ctx)
	if err != nil {
		return err
	}
	defer done()
	for {
		erased, err := s.ids(ctx, "SELECT account FROM erasures")
		if err != nil {
			return err
		}
		parted, err := s.ids(ctx, "SELECT account FROM partings")
		if err != nil || len(erased)+len(parted) == 0 {
			return err
		}
		if err := s.scrub(ctx, erased, parted); err != nil {
			return fmt.Errorf("remove what was erased: %w", err)
		}
	}
}

// alone waits for whoever else is about what lies where in the file: pages that are moved
// while they are looked through would be missed.
func (s *Store) alone(ctx context.Context) (done func(), err error) {
	select {
	case s.scrubbing <- struct{}{}:
		return func() { <-s.scrubbing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *Store) ids(ctx context.Context, query string, args ...any) (all []chat.UserID, err error) {
	rows, err := s.write.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var id chat.UserID
		if err := rows.Scan(&id); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		all = append(all, id)
	}
	return all, errors.Join(rows.Err(), rows.Close())
}

// scrub removes what those said who are erased, and what nobody could ask for of those
// who are erased or gave their accounts up.
func (s *Store) scrub(ctx context.Context, erased, parted []chat.UserID) error {
	isClean := len(erased) == 0
	for _, id := range erased {
		if err := s.deleteAll(ctx, "owner = ?1 AND owner <> 0", id); err != nil {
			return err
		}
	}
	for _, id := range slices.Concat(erased, parted) {
		// Their rows stay, and say that there is something to wipe to who goes on.
		talks, err := s.ids(ctx, talksWithNobody, id)
		if err != nil {
			return err
		}
		if isClean = isClean && len(talks) == 0; len(talks) == 0 {
			continue
		}
		if err := s.deleteAll(ctx, "talk IN ("+talksWithNobody+")", id); err != nil {
			return err
		}
	}
	if !isClean {
		if err := s.clean(ctx); err != nil {
			return err
		}
	}
	for table, done := range map[string][]chat.UserID{"erasures": erased, "partings": parted} {
		for _, id := range done {
			if _, err := s.write.ExecContext(ctx, "DELETE FROM "+table+" WHERE account = ?", id); err != nil {
				return err
			}
		}
	}
	return nil
}

// clean leaves nothing of what was deleted in the files.
func (s *Store) clean(ctx context.Context) error {
	if err := s.rest(ctx); err != nil {
		return err
	}
	began := time.Now()
	defer func() { s.rested = time.Now().Add(resting * time.Since(began)) }()
	for _, step := range []func(context.Context) error{s.mergeWords, s.wipe, s.emptyLog} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// rest waits until the database may be looked through again.
func (s *Store) rest(ctx context.Context) error {
	rest := time.NewTimer(time.Until(s.rested))
	defer rest.Stop()
	select {
	case <-rest.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// talksWithNobody are private conversations that were somebody's with another who has
// gone too: nobody could ask for them any more.
const talksWithNobody = `SELECT talk FROM talks WHERE channel = 0 AND (a = ?1 OR b = ?1)
	AND NOT EXISTS (SELECT 1 FROM accounts WHERE id IN (a, b)) AND NOT EXISTS (SELECT 1 FROM users WHERE id IN (a, b))`

// deleteAll deletes messages, slice by slice.
func (s *Store) deleteAll(ctx context.Context, which string, id chat.UserID) error {
	for {
		n, err := s.deleteSome(ctx, fmt.Sprintf("SELECT n FROM messages WHERE %s ORDER BY n LIMIT %d", which, slice), id)
		if n < slice || err != nil {
			return err
		}
	}
}

// deleteSome deletes them with their words, which the database does by itself.
func (s *Store) deleteSome(ctx context.Context, which string, id chat.UserID) (n int64, err error) {
	result, err := s.write.ExecContext(ctx, "DELETE FROM messages WHERE n IN ("+which+")", id)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// mergeWords makes of all parts of the index one, in which nothing is that was deleted:
// the first call begins it, and each further one goes on (FTS5, "The 'merge' command").
func (s *Store) mergeWords(ctx context.Context) error {
	for pages := -pagesMerged; ; pages = pagesMerged {
		changes, err := s.mergeSome(ctx, pages)
		if err != nil || pages > 0 && changes < 2 {
			return err
		}
	}
}

// mergeSome merges about so many pages of the index. Fewer than two changes say that
// there is nothing more to merge.
func (s *Store) mergeSome(ctx context.Context, pages int) (changes int, err error) {
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return 0, err
	}
	var before, after int
	err = conn.QueryRowContext(ctx, "SELECT total_changes()").Scan(&before)
	if err == nil {
		_, err = conn.ExecContext(ctx, "INSERT INTO words (words, rank) VALUES ('merge', ?)", pages)
	}
	if err == nil {
		err = conn.QueryRowContext(ctx, "SELECT total_changes()").Scan(&after)
	}
	return after - before, errors.Join(err, conn.Close())
}

// emptyLog leaves nothing in the log. Who still reads what was is waited for.
func (s *Store) emptyLog(ctx context.Context) error {
	for {
		var busy, pages, moved int
		if err := s.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil {
			return err
		}
		if busy == 0 {
			return nil
		}
	}
}

// OwnedBy returns some of what is kept of a person with an account, in every
// conversation and in the order in which it was said. It goes on behind a place,
// which is 0 at first, and returns the next one, 0 if that was all.
func (s *Store) OwnedBy(owner chat.UserID, behind int64, limit int) (found []history.Found, next int64, err error) {
	err = s.each(`SELECT m.n, t.channel, t.a, t.b, `+columns+` FROM messages m JOIN talks t ON t.talk = m.talk
		WHERE m.owner = ? AND m.owner <> 0 AND m.n > ?`+standing+` ORDER BY m.n LIMIT ?`,
		[]any{owner, behind, limit}, func(rows *sql.Rows) error {
			var f history.Found
			f.Entry, err = decode(func(columns ...any) error {
				return rows.Scan(append([]any{&next, &f.Key.Channel, &f.Key.A, &f.Key.B}, columns...)...)
			})
			found = append(found, f)
			return err
		})
	if len(found) < limit {
		next = 0
	}
	return found, next, err
}
