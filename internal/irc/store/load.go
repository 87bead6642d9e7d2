package store

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"modernc.org/sqlite"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// Load returns all that is kept but for what was said.
func (s *Store) Load() (history.Kept, error) {
	var kept history.Kept
	var at int64
	err := s.read.QueryRow("SELECT last_id, last_msgid, at FROM state").Scan(&kept.LastID, &kept.LastMsgid, &at)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return kept, nil // nothing was ever kept
	case err != nil:
		return kept, err
	}
	kept.At = time.UnixMilli(at).UTC()
	for _, table := range []struct {
		name, query string
		event       func(n int64, body []byte) (chat.Event, error)
	}{
		{"accounts", "SELECT at, body FROM accounts ORDER BY id", func(at int64, body []byte) (chat.Event, error) {
			a, err := parsed[account.Account](body)
			return chat.AccountSaved{Account: a, At: time.UnixMilli(at).UTC()}, err
		}},
		{"markers", "SELECT at, json_object('Account', account, 'Target', target) FROM markers ORDER BY n", func(at int64, body []byte) (chat.Event, error) {
			moved, err := parsed[chat.MarkerMoved](body)
			moved.UpTo = time.UnixMilli(at).UTC()
			return moved, err
		}},
		{"vouchers", "SELECT 0, body FROM vouchers ORDER BY code", func(_ int64, body []byte) (chat.Event, error) {
			return parsed[chat.VoucherMade](body)
		}},
		// Those that stay come first: no other may take their name.
		{"channels", "SELECT 0, body FROM channels ORDER BY body ->> 'Stays' DESC, id", func(_ int64, body []byte) (chat.Event, error) {
			state, err := parsed[chat.ChannelState](body)
			return chat.ChannelRestored{State: state}, err
		}},
		{"bans", "SELECT 0, body FROM bans ORDER BY rowid", func(_ int64, body []byte) (chat.Event, error) {
			ban, err := parsed[chat.Ban](body)
			return chat.BanPlaced{Ban: ban}, err
		}},
		{"filters", "SELECT 0, body FROM filters ORDER BY id", func(_ int64, body []byte) (chat.Event, error) {
			filter, err := parsed[chat.Filter](body)
			return chat.FilterAdded{Filter: filter}, err
		}},
		{"audits", "SELECT 0, body FROM audits ORDER BY n", func(_ int64, body []byte) (chat.Event, error) {
			return parsed[chat.Audited](body)
		}},
		// Those with whom nobody was connected come first: only one of an account stays so.
		{"users", "SELECT id, body FROM users ORDER BY here, id", func(id int64, body []byte) (chat.Event, error) {
			state, err := parsed[chat.UserState](body)
			if err != nil { // nobody else has to wait for her: without a nick she is left out
				state = chat.UserState{User: chat.UserID(id)}
			}
			return chat.UserRestored{State: state}, nil
		}},
	} {
		var rows []stored
		err := s.each(table.query, nil, func(found *sql.Rows) error {
			var r stored
			err := found.Scan(&r.n, &r.body)
			rows = append(rows, r)
			return err
		})
		if err == nil {
			var events []chat.Event
			events, err = made(rows, table.event)
			kept.Events = append(kept.Events, events...)
		}
		if err != nil {
			return kept, unreadable(table.name, err)
		}
	}
	return kept, nil
}

// stored is what stands for one event.
type stored struct {
	n    int64
	body []byte
}

// made makes an event of each row, on all processors: a start waits for thousands.
func made(rows []stored, event func(n int64, body []byte) (chat.Event, error)) ([]chat.Event, error) {
	events, failed := make([]chat.Event, len(rows)), make([]error, len(rows))
	var all sync.WaitGroup
	each := len(rows)/runtime.GOMAXPROCS(0) + 1
	for from := 0; from < len(rows); from += each {
		all.Go(func() {
			for i := from; i < min(from+each, len(rows)); i++ {
				events[i], failed[i] = event(rows[i].n, rows[i].body)
			}
		})
	}
	all.Wait()
	return events, cmp.Or(failed...)
}

// unreadable says of a table that it cannot be read: what stands in it is no JSON of
// ours, if nothing else is wrong.
func unreadable(table string, err error) error {
	var failed *sqlite.Error
	if errors.Is(err, ErrDamaged) || errors.As(err, &failed) {
		return fmt.Errorf("%s: %w", table, err)
	}
	return fmt.Errorf("%w: %s: %w", ErrDamaged, table, err)
}

func parsed[T any](body []byte) (value T, err error) {
	err = json.Unmarshal(body, &value)
	return value, err
}
