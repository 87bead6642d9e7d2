package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/picture"
	"linnet/internal/irc/wire"
)

// found is all that can be asked of a store.
type holdings struct {
	Kept     history.Kept
	Messages map[history.Key][]history.Entry
	Pictures []picture.Picture
}

func (s *Store) holdings(t *testing.T, keys []history.Key) (h holdings) {
	t.Helper()
	var err error
	if h.Kept, err = s.Load(); err != nil {
		t.Fatal(err)
	}
	h.Messages = map[history.Key][]history.Entry{}
	for _, key := range keys {
		if h.Messages[key], err = s.Find(key, history.Query{Limit: 1 << 20, All: true}); err != nil {
			t.Fatal(err)
		}
	}
	if h.Pictures, err = s.PicturesOf(7); err != nil {
		t.Fatal(err)
	}
	return h
}

// settled is a database with something of everything, in a few hundred pages.
func settled(t *testing.T, dir string) (keys []history.Key) {
	t.Helper()
	s := mustOpen(t, dir)
	var b history.Batch
	for id := range 60 {
		b.Events = append(b.Events, chat.AccountSaved{At: noon, Account: account.Account{
			ID: account.ID(id + 1), Name: fmt.Sprint("person", id), Created: noon, Password: strings.Repeat("hash", 30),
		}})
	}
	for id := range 10 {
		keys = append(keys, history.Channel(chat.ChannelID(100+id)), history.Between(chat.UserID(id+1), chat.UserID(id+2)))
		b.Events = append(b.Events, chat.ChannelRestored{State: chat.ChannelState{
			Channel: chat.ChannelID(100 + id), Name: fmt.Sprint("#channel", id), Stays: id%2 == 0, Topic: chat.Topic{Text: strings.Repeat("leaves ", 20), At: noon},
		}})
	}
	b.Events = append(b.Events,
		chat.MarkerMoved{Account: 3, Target: "#tea", UpTo: noon}, chat.MarkerMoved{Account: 1, Target: "bob", UpTo: noon},
		chat.VoucherMade{Voucher: chat.Voucher{Code: chat.TokenHash{1, 2, 3}}},
		chat.BanPlaced{Ban: chat.Ban{Kind: chat.Silences, Target: "Bob!*@*", By: "root", At: noon}},
		chat.FilterAdded{Filter: chat.Filter{ID: 2, Kind: chat.FilterWord, Pattern: "x", At: noon}},
		chat.Audited{Who: "root", Action: "KILL", At: noon}, chat.Audited{Who: "root", Action: "SAMODE", At: noon},
		chat.UserRestored{State: chat.UserState{User: 500, Nick: "guest", Here: true}},
		chat.Erased{Account: 60}, chat.AccountDropped{Account: 61, At: noon},
	)
	b.LastID, b.LastMsgid, b.At = 1000, strings.Repeat("0", 26), noon
	n := 0
	for _, key := range keys {
		for range 15 {
			n++
			e := entry(n, []history.Kind{history.Message, history.Message, history.Tagged, history.Event}[n%4])
			e.ID = fmt.Sprintf("%026d", n)
			e.Params = []string{"#tea", fmt.Sprint(n, " ", strings.Repeat("something to say ", n%20))}
			if n%50 == 0 { // more than fits on a page
				e.Params, e.Multiline = e.Params[:1], &wire.Multiline{Parts: []wire.Part{{Text: strings.Repeat("much ", 3000)}, {Text: "more"}}}
			}
			b.Changes = append(b.Changes, history.Change{Key: key, Entry: e})
		}
	}
	mustCommit(t, s, b)
	mustCommit(t, s, history.Batch{Changes: []history.Change{{Key: keys[0], Redact: fmt.Sprintf("%026d", 1)}}, LastID: 1000, At: noon})
	if err := s.KeepPicture(7, picture.Picture{Name: "face.png", Type: "image/png", Body: []byte(strings.Repeat("png", 5000))}, "face.png", noon); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return keys
}

// Whatever is kept is found again on the pages alone, and nothing else.
func TestAllIsSalvaged(t *testing.T) {
	dir := t.TempDir()
	keys := settled(t, dir)
	s := mustOpen(t, dir)
	before := s.holdings(t, keys)
	var tables []string
	rows, err := s.read.Query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'words%' AND name NOT LIKE 'sqlite%'")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
		var count int
		if err := s.read.QueryRow("SELECT count(*) FROM " + name).Scan(&count); err != nil || count == 0 {
			t.Errorf("nothing of the table %s is tried here: %v", name, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	done, err := Salvaged(dir)
	if err != nil {
		t.Fatal(err)
	}
	if done.Lost+done.Unread+done.Adrift > 0 || done.Accounts != 60 || done.Channels != 5 || filepath.Dir(done.Former) != dir {
		t.Errorf("said is %+v", done)
	}
	s = mustOpen(t, dir)
	if diff := cmp.Diff(before, s.holdings(t, keys), sameLines, cmpopts.EquateComparable(netip.Addr{})); diff != "" {
		t.Error(diff)
	}
	for _, name := range tables {
		var count int
		if err := s.read.QueryRow("SELECT count(*) FROM " + name).Scan(&count); err != nil || count == 0 {
			t.Errorf("nothing is left of the table %s: %v", name, err)
		}
	}
}

// However a database is damaged, no start is a lie: it goes on with all of it, or says
// what is wrong; and what is salvaged is sound, of what was there, and counted.
func TestDamage(t *testing.T) {
	whole := t.TempDir()
	keys := settled(t, whole)
	good, err := os.ReadFile(filepath.Join(whole, FileName))
	if err != nil {
		t.Fatal(err)
	}
	before := mustOpen(t, whole).holdings(t, keys)
	rubbish := func(b []byte) {
		for i := range b {
			b[i] = byte(rand.Uint32())
		}
	}
	page := func(b []byte, n int) []byte { return b[n*4096 : (n+1)*4096] }
	some := func(b []byte) int { return 1 + rand.IntN(len(b)/4096-1) }
	for name, spoil := range map[string]func(b []byte) []byte{
		"its header":  func(b []byte) []byte { rubbish(b[:100]); return b },
		"its first":   func(b []byte) []byte { rubbish(page(b, 0)); return b },
		"zeros first": func(b []byte) []byte { clear(page(b, 0)); return b },
		"a page":      func(b []byte) []byte { rubbish(page(b, some(b))); return b },
		"a zero page": func(b []byte) []byte { clear(page(b, some(b))); return b },
		"some bytes":  func(b []byte) []byte { at := rand.IntN(len(b) - 300); rubbish(b[at : at+300]); return b },
		"ten pages": func(b []byte) []byte {
			for range 10 {
				rubbish(page(b, some(b)))
			}
			return b
		},
		"a page twice": func(b []byte) []byte { copy(page(b, some(b)), page(b, some(b))); return b },
		"cut off":      func(b []byte) []byte { return b[:rand.IntN(len(b))] },
		"half":         func(b []byte) []byte { return b[:len(b)/2] },
	} {
		for range 3 {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, FileName), spoil(slices.Clone(good)), 0o600); err != nil {
				t.Fatal(err)
			}
			if s, err := Open(dir); err == nil {
				_, _ = s.Load() // it may, or say so: either is no lie
				if err := s.Close(); err != nil && !errors.Is(inOurWords(err), ErrDamaged) {
					t.Errorf("%s: close: %v", name, err)
				}
			}
			done, err := Salvaged(dir)
			if errors.Is(err, ErrNothingLeft) && name == "cut off" {
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			s := mustOpen(t, dir)
			after := s.holdings(t, keys)
			count := 0
			for key, entries := range after.Messages {
				for _, e := range entries {
					i := slices.IndexFunc(before.Messages[key], func(was history.Entry) bool { return was.ID == e.ID })
					if i < 0 || !before.Messages[key][i].IsSame(e.Line) {
						t.Errorf("%s: salvaged was what had not been there: %s %q", name, e.ID, e.Params)
					}
					if e.Kind == history.Message {
						count++
					}
				}
			}
			for _, ev := range after.Kept.Events {
				if !slices.ContainsFunc(before.Kept.Events, func(was chat.Event) bool { return cmp.Equal(was, ev, cmpopts.EquateComparable(netip.Addr{})) }) {
					t.Errorf("%s: salvaged was %+v", name, ev)
				}
			}
			if after.Kept.LastID < before.Kept.LastID || done.Messages != count {
				t.Errorf("%s: ids would be given out again from %d on, or %d messages are not %d", name, after.Kept.LastID, count, done.Messages)
			}
			t.Logf("%s: %d of %d pages unread; lost %d messages, adrift %d; left %d messages, %d accounts, %d events",
				name, done.Unread, done.Pages, done.Lost, done.Adrift, done.Messages, done.Accounts, len(after.Kept.Events))
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// A row that cannot be what it looks like is left where it is: it would come back as a
// message that nobody could page past, or keep all others from being written.
func TestOddRowsAreLeft(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	mustCommit(t, s, added(history.Channel(1), entry(1, history.Message)))
	body := `'{"s":"a!a@a","c":"PRIVMSG","p":["#tea","odd"]}'`
	for n, odd := range []string{
		`1, 1767355200000, '', 0, 7, 0`, // no id,
		`1, 1767355200000, 'a b', 0, 7, 0`,
		`1, 1767355200000, '2', 7, 7, 0`, // a kind that there is not,
		`1, -1, '3', 0, 7, 0`,            // and moments that no server has seen
		`1, 9223372036854775807, '4', 0, 7, 0`,
		`1, 140737488355328, '5', 0, 7, 0`,
	} {
		if _, err := s.write.Exec(fmt.Sprintf("INSERT INTO messages (n, talk, at, id, kind, sender, owner, body) VALUES (%d, %s, %s)", n+10, odd, body)); err != nil {
			t.Fatal(odd, err)
		}
	}
	mustClose(t, s)
	if done, err := Salvaged(dir); err != nil || done.Messages != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	found, err := mustOpen(t, dir).Find(history.Channel(1), history.Query{Limit: 9, All: true})
	if err != nil || len(found) != 1 || found[0].ID != entry(1, history.Message).ID {
		t.Error(err, found)
	}
}

// What only the log has is salvaged too, and what is no database is left alone.
func TestSalvageOfALog(t *testing.T) {
	dir, copied := t.TempDir(), t.TempDir()
	s := mustOpen(t, dir)
	mustCommit(t, s, added(history.Channel(1), entry(1, history.Message)))
	log, err := os.ReadFile(filepath.Join(dir, FileName+"-wal"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{FileName: nil, FileName + "-wal": append(log, "rubbish"...)} {
		if err := os.WriteFile(filepath.Join(copied, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Salvaged(dir); !errors.Is(err, ErrInUse) {
		t.Errorf("in use: %v", err)
	}
	if done, err := Salvaged(copied); err != nil || done.Messages != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	nothing := t.TempDir()
	if err := os.WriteFile(filepath.Join(nothing, FileName), []byte(strings.Repeat("hello ", 5000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Salvaged(nothing); !errors.Is(err, ErrNothingLeft) {
		t.Errorf("a text: %v", err)
	}
	if text, err := os.ReadFile(filepath.Join(nothing, FileName)); err != nil || len(text) != 30_000 {
		t.Errorf("it was touched: %v", err)
	}
	if _, err := Salvaged(filepath.Join(nothing, "nowhere")); !errors.Is(err, ErrNothing) {
		t.Errorf("nowhere: %v", err)
	}
}
