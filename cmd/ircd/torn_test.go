package main

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"linnet/internal/irc/store"
)

// However the end of what a killed server wrote looks, the next one starts at once,
// with all that stands before the damage and nothing behind it, and goes on.
func TestTornTail(t *testing.T) {
	c := newCrash(t)
	// Little enough to stand in the log alone: what SQLite has copied out of it must
	// stay whole, and was on disk before that.
	c.durability, c.onlyWords, c.noRedaction = "fast", true, true
	c.start()
	for _, p := range c.persons {
		p.logIn()
	}
	c.load(300 * time.Millisecond)
	torn, data := filepath.Join(c.dir, "torn"), filepath.Join(c.dir, "data")
	before := c.conversations(c.copied("whole", data))
	for c.round = range *rounds {
		what := damage(t, filepath.Join(c.copied("torn", data), store.FileName+"-wal"))
		c.program = asProgram("--data", torn, "--irc", "127.0.0.1:0", "--web=")
		took := c.begin()
		t.Logf("%s: serving after %v", what, took.Round(time.Millisecond))
		p := newPerson(c, fmt.Sprint("late", c.round))
		p.connect("")
		p.mustAsk("REGISTER * * sesame", "REGISTER SUCCESS") // which is on disk now
		c.kill()
		after := c.conversations(torn)
		for talk, ids := range after {
			if whole := before[talk]; len(ids) > len(whole) || !slices.Equal(ids, whole[:len(ids)]) {
				t.Errorf("%s: conversation %s has %d messages that are not the first of %d", what, talk, len(ids), len(whole))
			}
		}
	}
}

// copied copies a folder of data.
func (c *crash) copied(name, from string) string {
	to := filepath.Join(c.dir, name)
	if err := os.RemoveAll(to); err != nil {
		c.Fatal(err)
	}
	if err := os.Mkdir(to, 0o700); err != nil {
		c.Fatal(err)
	}
	for _, file := range []string{store.FileName, store.FileName + "-wal"} {
		text, err := os.ReadFile(filepath.Join(from, file))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, file), text, 0o600)
		}
		if err != nil {
			c.Fatal(err)
		}
	}
	return to
}

// damage does something to a file, and says what.
func damage(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	at := rand.IntN(len(text))
	rubbish := make([]byte, 1+rand.IntN(5000))
	for i := range rubbish {
		rubbish[i] = byte(rand.Uint32())
	}
	what := ""
	switch rand.IntN(5) {
	case 0:
		what, text = fmt.Sprintf("cut off at %d of %d", at, len(text)), text[:at]
	case 1:
		what = fmt.Sprintf("%d bytes of rubbish at %d of %d", min(len(rubbish), len(text)-at), at, len(text))
		copy(text[at:], rubbish)
	case 2:
		what, text = fmt.Sprintf("%d bytes of rubbish at the end", len(rubbish)), append(text, rubbish...)
	case 3:
		what, text = fmt.Sprintf("zeros from %d of %d on", at, len(text)), append(text[:at], make([]byte, len(text)-at)...)
	case 4:
		what = "one bit"
		text[at] ^= 1 << rand.IntN(8)
	}
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return what
}

// conversations are the ids of the messages of each that are in a folder, and that
// the file there is sound.
func (c *crash) conversations(dir string) map[string][]string {
	c.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, store.FileName))
	if err != nil {
		c.Fatal(err)
	}
	defer db.Close()
	verdict := ""
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		c.Errorf("round %d: %s %v", c.round, verdict, err)
	}
	rows, err := db.Query("SELECT t.channel || ' ' || t.a || ' ' || t.b, m.id FROM messages m JOIN talks t ON t.talk = m.talk WHERE m.kind = 0 ORDER BY m.id")
	if err != nil {
		c.Fatal(err)
	}
	defer rows.Close()
	found := map[string][]string{}
	for rows.Next() {
		var talk, id string
		if err := rows.Scan(&talk, &id); err != nil {
			c.Fatal(err)
		}
		found[talk] = append(found[talk], id)
	}
	return found
}
