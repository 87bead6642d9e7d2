package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// Commit writes a batch in one transaction.
func (s *Store) Commit(b history.Batch) error {
	if err := s.isThere(); err != nil {
		return err
	}
	return inOurWords(s.commit(b))
}

func (s *Store) commit(b history.Batch) error {
	tx, err := s.write.Begin()
	if err != nil {
		return err
	}
	w := writer{tx: tx, talks: s.talks, prepared: map[string]*sql.Stmt{}, ready: s.ready}
	w.all(b)
	if w.err == nil {
		w.err = tx.Commit()
	}
	if w.err != nil {
		clear(s.talks) // some of these rows have come to nothing
		_ = tx.Rollback()
	}
	return w.err
}

// writer writes one batch. After its first error it does nothing more.
type writer struct {
	tx       *sql.Tx
	talks    map[history.Key]int64
	prepared map[string]*sql.Stmt // closed with the transaction
	ready    map[string]*sql.Stmt // those of every batch, which stay
	last     string               // the greatest msgid
	unfound  []found              // messages that are not in the index yet
	err      error
}

// found is a message as the index has it.
type found struct {
	n, talk int64
	history.Entry
}

func (w *writer) all(b history.Batch) {
	for _, ev := range b.Events {
		w.event(ev)
	}
	for _, c := range b.Changes {
		w.change(c)
	}
	w.indexAll()
	w.run(insertState, b.LastID, max(b.LastMsgid, w.last), b.At.UnixMilli())
}

const insertState = `INSERT INTO state (one, last_id, last_msgid, at) VALUES (1, ?, ?, ?)
	ON CONFLICT DO UPDATE SET last_id = max(last_id, excluded.last_id), last_msgid = max(last_msgid, excluded.last_msgid), at = excluded.at`

// getReady prepares what every batch is written by.
func (s *Store) getReady() (err error) {
	s.ready = map[string]*sql.Stmt{}
	for _, query := range []string{insertMessage, insertWords, insertState} {
		if s.ready[query], err = s.write.Prepare(query); err != nil {
			return err
		}
	}
	return nil
}

// run runs a statement, of which there are as many as there are texts of it here.
func (w *writer) run(query string, args ...any) sql.Result {
	if w.err != nil {
		return nil
	}
	stmt := w.prepared[query]
	if stmt == nil {
		if often := w.ready[query]; often != nil {
			stmt = w.tx.Stmt(often)
		} else if stmt, w.err = w.tx.Prepare(query); w.err != nil {
			return nil
		}
		w.prepared[query] = stmt
	}
	var result sql.Result
	result, w.err = stmt.Exec(args...)
	return result
}

// event keeps what an event has left behind.
func (w *writer) event(ev chat.Event) {
	switch ev := ev.(type) {
	case chat.AccountSaved:
		w.run(`INSERT INTO accounts (id, name, at, body) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET name = excluded.name, at = excluded.at, body = excluded.body`,
			ev.Account.ID, ev.Account.Name, ev.At.UnixMilli(), w.json(ev.Account))
	case chat.AccountDropped:
		w.run("DELETE FROM accounts WHERE id = ?", ev.Account)
		w.run("DELETE FROM pictures WHERE owner = ?", ev.Account)
		w.run("DELETE FROM markers WHERE account = ?", ev.Account)
		w.run("DELETE FROM users WHERE account = ?", ev.Account) // who is still there is kept as a guest
		w.run("INSERT OR IGNORE INTO partings (account, at) VALUES (?, ?)", ev.Account, ev.At.UnixMilli())
	case chat.MarkerMoved:
		w.run("DELETE FROM markers WHERE account = ? AND target = ?", ev.Account, ev.Target)
		if !ev.UpTo.IsZero() {
			w.run("INSERT INTO markers (account, target, at) SELECT id, ?, ? FROM accounts WHERE id = ?", ev.Target, ev.UpTo.UnixMilli(), ev.Account)
		}
	case chat.VoucherMade:
		w.run("INSERT OR REPLACE INTO vouchers (code, body) VALUES (?, ?)", ev.Code[:], w.json(ev))
	case chat.VoucherRevoked:
		w.run("DELETE FROM vouchers WHERE code = ?", ev.Code[:])
	case chat.ChannelRestored:
		w.run(`INSERT INTO channels (id, name, body) VALUES (?, ?, ?)
			ON CONFLICT DO UPDATE SET name = excluded.name, body = excluded.body`,
			ev.State.Channel, ev.State.Name, w.json(ev.State))
	case chat.UserRestored:
		w.run("INSERT OR REPLACE INTO users (id, account, here, body) VALUES (?, ?, ?, ?)",
			ev.State.User, ev.State.Account, ev.State.Here, w.json(ev.State))
	case chat.UserLeft:
		w.run("DELETE FROM users WHERE id = ?", ev.User)
	case chat.BanPlaced:
		w.run("INSERT OR REPLACE INTO bans (target, mute, body) VALUES (?, ?, ?)",
			banKey(ev.Ban.Target), ev.Ban.Kind == chat.Silences, w.json(ev.Ban))
	case chat.BanLifted:
		w.run("DELETE FROM bans WHERE target = ? AND mute = ?", banKey(ev.Target), ev.Mute)
	case chat.FilterAdded:
		w.run("INSERT OR REPLACE INTO filters (id, body) VALUES (?, ?)", ev.Filter.ID, w.json(ev.Filter))
	case chat.FilterRemoved:
		w.run("DELETE FROM filters WHERE id = ?", ev.ID)
	case chat.Audited:
		w.run("INSERT INTO audits (body) VALUES (?)", w.json(ev))
		w.run("DELETE FROM audits WHERE n <= (SELECT max(n) FROM audits) - ?", auditsKept)
	case chat.Erased:
		w.run("INSERT OR IGNORE INTO erasures (account) VALUES (?)", ev.Account)
	default:
		w.err = fmt.Errorf("nothing is known of how to keep a %T", ev)
	}
}

// auditsKept is how many entries of the audit log are kept: as many as are shown.
const auditsKept = 1000

// banKey is equal for targets that differ in case only.
func banKey(target string) string { return strings.ToLower(target) }

func (w *writer) json(value any) string {
	text, err := json.Marshal(value)
	if err != nil && w.err == nil {
		w.err = err
	}
	return string(text)
}

// change keeps what has become of what was said.
func (w *writer) change(c history.Change) {
	switch {
	case c.Leaves != 0:
		w.leave(c.Leaves)
		return
	case c.Guest != 0:
		w.adopt(c.Guest, c.Heir)
		return
	}
	talk := w.talk(c.Key, c.Entry.Line != nil)
	switch {
	case c.Forget:
		w.indexAll() // before what takes a message away takes its words too
		w.forget(talk)
		if c.Gone {
			w.run("DELETE FROM channels WHERE id = ?", c.Key.Channel)
		}
	case c.Redact != "":
		w.indexAll()
		w.run("DELETE FROM messages WHERE talk = ? AND id = ?", talk, c.Redact)
	default:
		w.entry(talk, c.Entry)
	}
}

func (w *writer) forget(talk int64) {
	w.run("DELETE FROM messages WHERE talk = ?", talk)
	w.run("DELETE FROM talks WHERE talk = ?", talk)
	for key, other := range w.talks {
		if other == talk {
			delete(w.talks, key)
		}
	}
}

// leave forgets the private conversations of somebody who is gone for good with those
// who are too: the same that memory forgets then.
func (w *writer) leave(person chat.UserID) {
	if w.err != nil {
		return
	}
	var talks []int64
	rows, err := w.tx.Query(`
		SELECT talk FROM (SELECT talk, b AS other FROM talks WHERE channel = 0 AND a = ?1 UNION ALL SELECT talk, a FROM talks WHERE channel = 0 AND b = ?1)
		WHERE other NOT IN (SELECT id FROM users) AND other NOT IN (SELECT id FROM accounts)`, person)
	for err == nil && rows.Next() {
		var talk int64
		err = rows.Scan(&talk)
		talks = append(talks, talk)
	}
	if rows != nil {
		err = errors.Join(err, rows.Err(), rows.Close())
	}
	w.err = err
	for _, talk := range talks {
		w.forget(talk)
	}
}

// talk returns the row of a conversation, 0 if there is none and none is wanted.
func (w *writer) talk(key history.Key, wanted bool) int64 {
	if talk, known := w.talks[key]; known || w.err != nil {
		return talk
	}
	if wanted {
		w.run("INSERT INTO talks (channel, a, b) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", key.Channel, key.A, key.B)
	}
	var talk int64
	if w.err == nil {
		w.err = w.tx.QueryRow("SELECT ifnull(max(talk), 0) FROM talks WHERE channel = ? AND a = ? AND b = ?", key.Channel, key.A, key.B).Scan(&talk)
	}
	if talk != 0 {
		w.talks[key] = talk
	}
	return talk
}

// entry adds an entry, unless it is there.
func (w *writer) entry(talk int64, e history.Entry) {
	result := w.run(insertMessage, momentOf(e.At), talk, e.At.UnixMilli(), e.ID, e.Kind, e.From, e.Owner, w.json(encode(e)))
	if w.err != nil {
		return
	}
	w.last = max(w.last, e.ID)
	added, err := result.RowsAffected()
	if err != nil || added == 0 || e.Kind != history.Message {
		return
	}
	n, err := result.LastInsertId()
	if err != nil {
		w.err = err
		return
	}
	w.unfound = append(w.unfound, found{n, talk, e})
}

// insertMessage takes the first free number of the moment or, should a clock stand
// still for so long that it has none, the next after all.
var insertMessage = fmt.Sprintf(`INSERT INTO messages (n, talk, at, id, kind, sender, owner, body)
	VALUES (CASE WHEN EXISTS (SELECT 1 FROM messages WHERE n = ?1 + %[1]d) THEN (SELECT max(n) + 1 FROM messages)
		ELSE ifnull((SELECT max(n) + 1 FROM messages WHERE n BETWEEN ?1 AND ?1 + %[1]d), ?1) END, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
	ON CONFLICT (talk, at, id) DO NOTHING`, 1<<momentBits-1)
