package store

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
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
	// What people show of themselves. The same picture may be several people's.
	`
CREATE TABLE pictures (
	n     INTEGER PRIMARY KEY,
	owner INTEGER NOT NULL, -- the account
	name  TEXT NOT NULL,
	at    INTEGER NOT NULL,
	type  TEXT NOT NULL,
	body  BLOB NOT NULL,
	UNIQUE (owner, name)
);
CREATE INDEX pictures_by_name ON pictures (name);
`,
	// Up to where an account has read each conversation, a row each: they change with
	// every message that somebody reads. And who may register by which invitation.
	`
CREATE TABLE markers (
	n       INTEGER PRIMARY KEY, -- the last moved last
	account INTEGER NOT NULL,
	target  TEXT NOT NULL, -- folded
	at      INTEGER NOT NULL,
	UNIQUE (account, target)
);
CREATE TABLE vouchers (code BLOB PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
`,
	// Accounts whose messages count no more, and are still to be removed (erase.go).
	`
CREATE TABLE erasures (account INTEGER PRIMARY KEY);
`,
	// Not everything is kept for good (trim.go): a conversation knows how much there is of
	// it, and whatever takes a message away takes its words too.
	`
ALTER TABLE talks ADD COLUMN said INTEGER NOT NULL DEFAULT 0; -- its messages
ALTER TABLE talks ADD COLUMN seen INTEGER NOT NULL DEFAULT 0; -- its other entries
UPDATE talks SET said = (SELECT count(*) FROM messages m WHERE m.talk = talks.talk AND m.kind = 0),
	seen = (SELECT count(*) FROM messages m WHERE m.talk = talks.talk AND m.kind <> 0);
CREATE TRIGGER message_comes AFTER INSERT ON messages BEGIN
	UPDATE talks SET said = said + (new.kind = 0), seen = seen + (new.kind <> 0) WHERE talk = new.talk;
END;
CREATE TRIGGER message_goes AFTER DELETE ON messages BEGIN
	UPDATE talks SET said = said - (old.kind = 0), seen = seen - (old.kind <> 0) WHERE talk = old.talk;
	DELETE FROM words WHERE rowid = old.n AND old.kind = 0;
END;
`,
	`
-- Those who may come back to a server that starts anew, as whom, and whether they were
-- connected.
CREATE TABLE users (id INTEGER PRIMARY KEY, account INTEGER NOT NULL, here INTEGER NOT NULL, body TEXT NOT NULL);
`,
	// Accounts that were given up, whose private conversations may be nobody's now and are
	// then to be removed (erase.go); and those of which that was so already.
	`
CREATE TABLE partings (account INTEGER PRIMARY KEY, at INTEGER NOT NULL);
INSERT INTO partings SELECT DISTINCT a, 0 FROM talks WHERE channel = 0
	AND NOT EXISTS (SELECT 1 FROM accounts WHERE id IN (a, b)) AND NOT EXISTS (SELECT 1 FROM users WHERE id IN (a, b));
`,
}

// Version is that of the schema which this program knows.
func Version() int { return len(schema) }

// version is that of the schema in a database.
func version(db *sql.DB) (n int, err error) {
	err = db.QueryRow("PRAGMA user_version").Scan(&n)
	return n, err
}

// applicationID is what SQLite knows a file of ours by.
const applicationID = 1281977966 // "Linn"

// isOurs says whether a database is one of ours, and not of a program to come.
func isOurs(db *sql.DB) error {
	var id, tables int
	err := db.QueryRow("PRAGMA application_id").Scan(&id)
	if err != nil {
		return inOurWords(err)
	}
	have, err := version(db)
	if err != nil {
		return inOurWords(err)
	}
	// The first schema did not say whose it is.
	err = db.QueryRow("SELECT count(*) FROM sqlite_schema WHERE name IN ('state', 'accounts', 'messages')").Scan(&tables)
	switch {
	case err != nil:
		return inOurWords(err)
	case id == applicationID && have > len(schema):
		return tooNew(have)
	case id != applicationID && (id != 0 || have != 1), tables != 3:
		return errors.New("it is not a database of Linnet's")
	}
	return nil
}

func tooNew(have int) error {
	return fmt.Errorf("it was written by a newer ircd (schema %d; this one knows %d): run that one, or restore a backup made by this", have, len(schema))
}

// Migration is what was done to bring a database to our schema.
type Migration struct {
	From, To int
	Backup   string // what it was before, "" if there was nothing to keep
}

// migrate brings a database to our version, each step in a transaction of its own.
// What is there already is kept first, if that is wanted.
func migrate(db *sql.DB, keep func() (string, error)) (Migration, error) {
	have, err := version(db)
	m := Migration{From: have, To: len(schema)}
	if err != nil {
		return m, err
	}
	if have > len(schema) {
		return m, tooNew(have)
	}
	if have > 0 && have < len(schema) && keep != nil {
		if m.Backup, err = keep(); err != nil {
			return m, fmt.Errorf("keep what it is before it is brought from schema %d to %d: %w", have, len(schema), err)
		}
	}
	for ; have < len(schema); have++ {
		if err := step(db, have); err != nil {
			return m, fmt.Errorf("bring it to schema %d: %w", have+1, err)
		}
	}
	return m, nil
}

// keepFormer copies a database that is about to be brought to another schema.
func keepFormer(db *sql.DB, path string) (string, error) {
	name := fmt.Sprintf("%s.before-schema-%d-%s", path, len(schema), stamp(time.Now()))
	made, err := fresh(filepath.Dir(path), temporary+"*", func(made string) error {
		return errors.Join(copyInto(db, made), owned(made, filepath.Dir(path)))
	})
	if err == nil {
		err = os.Rename(made, name)
	}
	if err != nil {
		return "", err
	}
	return name, syncDir(filepath.Dir(path))
}

// Migrate brings the database of a folder to our schema, as the server does when it
// starts. There must be one, and nobody may have it open.
func Migrate(dir string) (Migration, error) {
	if _, err := Schema(dir); err != nil {
		return Migration{}, err
	}
	s, err := Open(dir)
	if err != nil {
		return Migration{}, err
	}
	return s.Migration, s.Close()
}

// Schema says which one the database of a folder has, whoever has it open.
func Schema(dir string) (have int, err error) {
	done, err := lookAt(dir)
	if err != nil {
		return 0, err
	}
	defer done()
	path := filepath.Join(dir, FileName)
	db, err := connect(path, 1, "query_only(1)")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := isOurs(db); err != nil {
		return 0, fmt.Errorf("%s: %w", path, err)
	}
	return version(db)
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
