package store

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// written makes a database as the program once did that knew so many steps.
func written(t *testing.T, dir string, steps int, rows ...string) {
	t.Helper()
	db, err := connect(filepath.Join(dir, FileName), 1)
	if err != nil {
		t.Fatal(err)
	}
	for have := range steps {
		if err := step(db, have); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range rows {
		if _, err := db.Exec(row); err != nil {
			t.Fatal(row, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// What was written before messages had an owner is given back to whoever was logged
// in when she said it, and not to who took the name later.
func TestMessagesFindTheirOwners(t *testing.T) {
	dir := t.TempDir()
	made, err := json.Marshal(account.Account{ID: 5, Name: "Alice", Created: noon.Add(time.Millisecond)})
	if err != nil {
		t.Fatal(err)
	}
	written(t, dir, 1,
		`INSERT INTO accounts VALUES (5, 'Alice', 0, '`+string(made)+`')`,
		`INSERT INTO talks VALUES (1, 3, 0, 0)`,
		`INSERT INTO messages VALUES (1, 1, 1767355200000, '1', 0, 7, '{"s":"a","c":"PRIVMSG","p":["#tea","of another"],"a":"alice"}')`,
		`INSERT INTO messages VALUES (2, 1, 1767355200001, '2', 0, 8, '{"s":"a","c":"PRIVMSG","p":["#tea","hers"],"a":"alice"}')`,
		`INSERT INTO messages VALUES (3, 1, 1767355200002, '3', 0, 9, '{"s":"g","c":"PRIVMSG","p":["#tea","a guest"]}')`)
	found, err := mustOpen(t, dir).Find(history.Channel(3), history.Query{Limit: 9})
	if err != nil || len(found) != 3 {
		t.Fatal(err, found)
	}
	for i, want := range []chat.UserID{0, 5, 0} {
		if found[i].Owner != want {
			t.Errorf("%q is of %d, want %d", found[i].Params[1], found[i].Owner, want)
		}
	}
}

// Before a database is brought to another schema it is kept as it is.
func TestMigrationKeepsWhatWas(t *testing.T) {
	dir := t.TempDir()
	if _, err := Migrate(dir); !errors.Is(err, ErrNothing) {
		t.Errorf("of nothing: %v", err)
	}
	written(t, dir, 1, `INSERT INTO talks VALUES (1, 3, 0, 0)`)
	if have, err := Schema(dir); err != nil || have != 1 {
		t.Errorf("schema %d, %v", have, err)
	}
	m, err := Migrate(dir)
	if err != nil || m.From != 1 || m.To != Version() {
		t.Fatalf("%+v %v", m, err)
	}
	if have, err := Schema(dir); err != nil || have != Version() {
		t.Errorf("schema %d, %v", have, err)
	}
	was := t.TempDir()
	if err := os.Rename(m.Backup, filepath.Join(was, FileName)); err != nil {
		t.Fatal(err)
	}
	if have, err := Schema(was); err != nil || have != 1 {
		t.Errorf("what is kept has schema %d, %v", have, err)
	}
	if m, err := Migrate(dir); err != nil || m.From != Version() || m.Backup != "" {
		t.Errorf("once more: %+v %v", m, err)
	}
}
