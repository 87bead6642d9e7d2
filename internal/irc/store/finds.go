package store

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// finds is what is found on the pages of a damaged database, and goes into a new one.
// Of which table a row is its shape alone tells: the kinds of its columns, and whether
// what they hold agrees with each other. So a page that nothing leads to any more is
// worth as much as any other.
type finds struct {
	db       *sql.DB
	rows     int    // that meant something
	greatest uint64 // of the ids that were met
	states   []state
	known    history.Batch // what the database knew of itself
	erased   map[chat.UserID]bool
	talks    map[int64]*foundTalk
	adrift   int
	newest   time.Time     // message
	messages history.Batch // that are still to be written
	err      error
}

// state is an event, and where it stands among the others.
type state struct {
	table int
	row   int64
	ev    chat.Event
}

type foundTalk struct {
	key             history.Key
	expected, found int
}

// shape is the kinds of a row's columns, a letter for each; "" if no table of ours has
// such a row.
func (r row) shape() string {
	var b strings.Builder
	for _, v := range r.values {
		switch v := v.(type) {
		case nil:
			b.WriteByte('0')
		case int64:
			b.WriteByte('i')
		case string:
			if !utf8.ValidString(v) {
				return ""
			}
			b.WriteByte('t')
		case []byte:
			b.WriteByte('b')
		default:
			return ""
		}
	}
	return b.String()
}

func (r row) int(i int) int64   { n, _ := r.values[i].(int64); return n }
func (r row) text(i int) string { t, _ := r.values[i].(string); return t }

// The tables in the order in which what was in them is written: what refers to others
// comes after them.
const (
	inAccounts = iota
	inVouchers
	inMarkers
	inChannels
	inBans
	inFilters
	inAudits
	inUsers
	inErasures
	inPartings
)

// state takes a row of any table but that of messages.
func (f *finds) state(kind byte, r row) {
	switch shape := r.shape(); {
	case kind != tableLeaf && shape == "bt":
		if made, ok := as[chat.VoucherMade](r.text(1)); ok && string(made.Code[:]) == string(r.values[0].([]byte)) {
			f.add(inVouchers, r, made)
		}
	case kind != tableLeaf:
	case shape == "0":
		f.erased[chat.UserID(r.id)] = true
		f.add(inErasures, r, chat.Erased{Account: account.ID(r.id)})
	case shape == "0i":
		f.add(inPartings, r, chat.AccountDropped{Account: account.ID(r.id), At: time.UnixMilli(r.int(1)).UTC()})
	case shape == "0tit":
		if a, ok := as[account.Account](r.text(3)); ok && a.Name == r.text(1) && int64(a.ID) == r.id {
			f.add(inAccounts, r, chat.AccountSaved{Account: a, At: time.UnixMilli(r.int(2)).UTC()})
		}
	case shape == "0tt":
		if c, ok := as[chat.ChannelState](r.text(2)); ok && c.Name == r.text(1) && int64(c.Channel) == r.id {
			f.add(inChannels, r, chat.ChannelRestored{State: c})
		}
	case shape == "tit":
		if ban, ok := as[chat.Ban](r.text(2)); ok && banKey(ban.Target) == r.text(0) {
			f.add(inBans, r, chat.BanPlaced{Ban: ban})
		}
	case shape == "0iit":
		if u, ok := as[chat.UserState](r.text(3)); ok && int64(u.User) == r.id {
			f.add(inUsers, r, chat.UserRestored{State: u})
		}
	case shape == "0t":
		if filter, ok := as[chat.Filter](r.text(1)); ok && filter.Pattern != "" && int64(filter.ID) == r.id {
			f.add(inFilters, r, chat.FilterAdded{Filter: filter})
		} else if audited, ok := as[chat.Audited](r.text(1)); ok && audited.Action != "" {
			f.add(inAudits, r, audited)
		}
	case shape == "0iti":
		f.stateOrMarker(r)
	case shape == "0iii", shape == "0iiiii": // as it was before, too
		f.talk(r)
	}
}

// bulk takes a row of what there may be more of than memory holds, and writes it.
func (f *finds) bulk(kind byte, r row) {
	switch shape := r.shape(); {
	case kind != tableLeaf || f.err != nil:
	case shape == "0ititb":
		f.rows++
		_, f.err = f.db.Exec("INSERT OR IGNORE INTO pictures (n, owner, name, at, type, body) VALUES (?, ?, ?, ?, ?, ?)",
			append([]any{r.id}, r.values[1:]...)...)
	case shape == "0iitiit", shape == "0iitiiti": // once messages had no owner
		f.message(r)
	}
}

// as reads what a column holds.
func as[T any](text string) (value T, ok bool) {
	ok = json.Unmarshal([]byte(text), &value) == nil
	return value, ok
}

func (f *finds) add(table int, r row, ev chat.Event) {
	f.states = append(f.states, state{table, r.id, ev})
	f.rows++
	if table == inAccounts || table == inChannels || table == inUsers || table == inErasures || table == inPartings {
		f.met(r.id)
	}
}

// met puts down an id that was given out.
func (f *finds) met(ids ...int64) {
	for _, id := range ids {
		f.greatest = max(f.greatest, uint64(max(id, 0))) //nolint:gosec // it is not below 0
	}
}

// stateOrMarker takes what has the same shape: the one row of what the database knows of
// itself, and up to where somebody has read something.
func (f *finds) stateOrMarker(r row) {
	text, at := r.text(2), time.UnixMilli(r.int(3)).UTC()
	if r.id == 1 && (text == "" || len(text) == idLen && isID(text)) {
		f.met(r.int(1))
		f.known = history.Batch{LastMsgid: text, At: at}
		f.rows++
		return
	}
	f.add(inMarkers, r, chat.MarkerMoved{Account: account.ID(r.int(1)), Target: text, UpTo: at})
}

// What message ids are made of.
const (
	idLen     = 26
	idLetters = "0123456789abcdefghjkmnpqrstvwxyz"
)

func isID(text string) bool { return text != "" && strings.Trim(text, idLetters) == "" }

func (f *finds) talk(r row) {
	t := &foundTalk{key: history.Key{Channel: chat.ChannelID(r.int(1)), A: chat.UserID(r.int(2)), B: chat.UserID(r.int(3))}}
	if len(r.values) > 4 {
		t.expected = int(r.int(4))
	}
	f.talks[r.id] = t
	f.met(r.int(1), r.int(2), r.int(3))
}

// message takes a row of the table of messages, if it can be one.
func (f *finds) message(r row) {
	columns := []any{r.int(2), r.text(3), r.int(4), r.int(5), int64(0), r.text(6)}
	if len(r.values) > 7 {
		columns[4] = r.int(7)
	}
	e, err := decode(func(into ...any) error { return assign(into, columns) })
	isOne := err == nil && e.Command != "" && isID(e.ID) && e.Kind <= history.Event && r.int(2) >= 0 && r.int(2) < 1<<(63-momentBits)
	if !isOne || f.erased[e.Owner] {
		return
	}
	f.rows++
	t := f.talks[r.int(1)]
	if t == nil {
		f.adrift++
		return
	}
	if e.Kind == history.Message {
		t.found++
	}
	f.messages.Changes = append(f.messages.Changes, history.Change{Key: t.key, Entry: e})
	f.met(int64(e.From), int64(e.Owner)) //nolint:gosec // as they were written
	f.newest = latest(f.newest, e.At)
	if len(f.messages.Changes) >= foundAtOnce {
		f.flush()
	}
}

// foundAtOnce is how many messages are written together.
const foundAtOnce = 2000

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// assign is what sql.Rows.Scan does, for the columns of a message.
func assign(into, columns []any) error {
	for i := range into {
		number, _ := columns[i].(int64)
		switch to := into[i].(type) {
		case *string:
			*to, _ = columns[i].(string)
		case *int64:
			*to = number
		case *history.Kind:
			*to = history.Kind(number) //nolint:gosec // as it was written
		case *chat.UserID:
			*to = chat.UserID(number) //nolint:gosec // the same
		default:
			return fmt.Errorf("a column of a message is a %T", to)
		}
	}
	return nil
}

// writeStates writes all but messages.
func (f *finds) writeStates() {
	slices.SortStableFunc(f.states, func(a, b state) int {
		return cmp.Or(cmp.Compare(a.table, b.table), cmp.Compare(a.row, b.row))
	})
	var b history.Batch
	for _, s := range f.states {
		b.Events = append(b.Events, s.ev)
	}
	f.write(b)
}

// unknownIDs is how far behind the greatest id that was met the next is given out, if
// it is not known any more which was the last.
const unknownIDs = 1 << 20

// flush writes the messages that were found.
func (f *finds) flush() {
	b := f.messages
	b.At, b.LastMsgid, b.LastID = f.known.At, f.known.LastMsgid, f.greatest
	if f.known.At.IsZero() { // the server was alive when the newest message was said
		b.LastID, b.At = b.LastID+unknownIDs, latest(f.newest, time.UnixMilli(0))
	}
	f.write(b)
	f.messages.Changes = f.messages.Changes[:0]
}

func (f *finds) write(b history.Batch) {
	if f.err != nil {
		return
	}
	tx, err := f.db.Begin()
	if err != nil {
		f.err = err
		return
	}
	w := writer{tx: tx, talks: map[history.Key]int64{}, prepared: map[string]*sql.Stmt{}}
	if w.all(b); w.err == nil {
		w.err = tx.Commit()
	}
	if f.err = w.err; f.err != nil {
		_ = tx.Rollback()
	}
}
