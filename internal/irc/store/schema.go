package store

import (
	"database/sql"
	"fmt"
)

// schema is how the database came to be what it is: each step is carried out once
// and never changed afterwards. How many have been is its version, which SQLite
// keeps for us (user_version).
//
// Whatever is not asked for by itself is JSON in the column body, so that a new
// field of an account or of a channel needs no step.
var schema = []string{
	`
CREATE TABLE state (
	one        INTEGER PRIMARY KEY CHECK (one = 1),
	last_id    INTEGER NOT NULL, -- of users, sessions, channels and accounts
	last_msgid TEXT NOT NULL,
	at         INTEGER NOT NULL -- milliseconds since 1970, as everywhere here
);
CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE channels (id INTEGER PRIMARY KEY, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE bans (target TEXT NOT NULL, mute INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (target, mute));
CREATE TABLE filters (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE audits (n INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL);
-- A conversation: a channel's, or (channel is 0) that of the people a and b, a <= b.
CREATE TABLE talks (talk INTEGER PRIMARY KEY, channel INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL,
	UNIQUE (channel, a, b));
CREATE INDEX talks_of_a ON talks (a) WHERE channel = 0;
CREATE INDEX talks_of_b ON talks (b) WHERE channel = 0;
CREATE TABLE messages (
	n      INTEGER PRIMARY KEY,
	talk   INTEGER NOT NULL,
	at     INTEGER NOT NULL,
	id     TEXT NOT NULL, -- msgid
	kind   INTEGER NOT NULL, -- history.Kind
	sender INTEGER NOT NULL, -- the id of the user, which is never given out again
	body   TEXT NOT NULL,
	UNIQUE (talk, at, id)
);
-- What people said, by its words; its rowid is the message's n.
CREATE VIRTUAL TABLE words USING fts5 (text, content = '', contentless_delete = 1,
	tokenize = "unicode61 remove_diacritics 2");
`,
	// A file says whose it is ("Linn"), and a message of which account: what was said
	// before goes by the name, which was nobody else's since the account was made.
	`
PRAGMA application_id = 1281977966;
ALTER TABLE messages ADD COLUMN owner INTEGER NOT NULL DEFAULT 0; -- 0 is a guest
UPDATE messages SET owner = ifnull((SELECT max(a.id) FROM accounts a WHERE lower(a.name) = lower(messages.body ->> 'a')
	AND CAST(unixepoch(a.body ->> 'Created', 'subsec') * 1000 AS INTEGER) <= messages.at), 0)
	WHERE body ->> 'a' IS NOT NULL;
CREATE INDEX messages_of_owner ON messages (owner) WHERE owner <> 0;
`,
	// Searching (search.go): n tells when, and the index has the words that memory
	// finds too, and besides where they were said and by whom.
	`
CREATE TABLE said (
	n      INTEGER PRIMARY KEY, -- in the order of time: see moment
	talk   INTEGER NOT NULL,
	at     INTEGER NOT NULL,
	id     TEXT NOT NULL,
	kind   INTEGER NOT NULL,
	sender INTEGER NOT NULL,
	body   TEXT NOT NULL,
	owner  INTEGER NOT NULL DEFAULT 0,
	UNIQUE (talk, at, id)
);
INSERT INTO said SELECT (at << 16) + row_number() OVER (PARTITION BY at ORDER BY id) - 1, talk, at, id, kind, sender, body, owner FROM messages;
DROP TABLE messages;
ALTER TABLE said RENAME TO messages;
CREATE INDEX messages_of_owner ON messages (owner) WHERE owner <> 0;
DROP TABLE words;
CREATE VIRTUAL TABLE words USING fts5 (talk, nick, text, content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'ascii');
INSERT INTO words (rowid, talk, nick, text)
	SELECT n, talk, linnet_nick(body), linnet_words(body) FROM messages WHERE kind = 0;
`,
}

// Version is that of the schema which this program knows.
func Version() int { return len(schema) }

// version is that of the schema in a database.
func version(db *sql.DB) (n int, err error) {
	err = db.QueryRow("PRAGMA user_version").Scan(&n)
	return n, err
}

// migrate brings a database to our version, each step in a transaction of its own.
func migrate(db *sql.DB) error {
	have, err := version(db)
	if err != nil {
		return err
	}
	if have > len(schema) {
		return fmt.Errorf("it was written by a newer ircd (schema %d; this one knows %d): run that one, or restore a backup made by this", have, len(schema))
	}
	for ; have < len(schema); have++ {
		if err := step(db, have); err != nil {
			return fmt.Errorf("bring it to schema %d: %w", have+1, err)
		}
	}
	return nil
}

func step(db *sql.DB, have int) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing, once it is committed
	if _, err := tx.Exec(schema[have]); err != nil {
		return err
	}
	if _, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d", have+1)); err != nil {
		return err
	}
	return tx.Commit()
}
