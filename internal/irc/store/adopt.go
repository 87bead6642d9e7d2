package store

import (
	"errors"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// adopt makes the private conversations of a guest those of an account. Where that has had
// one with the same person, the two become one.
func (w *writer) adopt(guest, heir chat.UserID) {
	for _, talk := range w.talksOf(guest) {
		w.run("UPDATE messages SET owner = ? WHERE talk = ? AND sender = ? AND owner = 0", heir, talk.number, guest)
		former := history.Between(guest, talk.with)
		key := former.Adopted(guest, heir)
		if into := w.talk(key, false); into != 0 {
			w.move(talk.number, into)
		} else {
			w.run("UPDATE talks SET a = ?, b = ? WHERE talk = ?", key.A, key.B, talk.number)
		}
		delete(w.talks, former)
	}
}

// theirs is a private conversation of somebody's, seen from there.
type theirs struct {
	number int64
	with   chat.UserID
}

// talksOf lists the private conversations of somebody.
func (w *writer) talksOf(person chat.UserID) (talks []theirs) {
	if w.err != nil {
		return nil
	}
	rows, err := w.tx.Query("SELECT talk, b FROM talks WHERE channel = 0 AND a = ?1 UNION SELECT talk, a FROM talks WHERE channel = 0 AND b = ?1", person)
	if err != nil {
		w.err = err
		return nil
	}
	for rows.Next() && err == nil {
		var t theirs
		err = rows.Scan(&t.number, &t.with)
		talks = append(talks, t)
	}
	w.err = errors.Join(err, rows.Err(), rows.Close())
	return talks
}

// move puts what was said in one conversation into another.
func (w *writer) move(from, into int64) {
	w.run(`INSERT OR REPLACE INTO words (rowid, talk, nick, text)
		SELECT n, ?, linnet_nick(body), linnet_words(body) FROM messages WHERE talk = ? AND kind = 0`, into, from)
	w.run("UPDATE messages SET talk = ? WHERE talk = ?", into, from)
	w.run(`UPDATE talks SET said = said + (SELECT said FROM talks WHERE talk = ?1), seen = seen + (SELECT seen FROM talks WHERE talk = ?1)
		WHERE talk = ?2`, from, into)
	w.run("DELETE FROM talks WHERE talk = ?", from)
}
