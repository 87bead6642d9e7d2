package store

import (
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"modernc.org/sqlite"

	"linnet/internal/irc/history"
)

// The index of words has a row for each message, under the message's n. Its columns
// are words that were made here, so all that is asked of SQLite's tokenizer is to part
// them at the spaces:
//
//	talk  the number of the conversation
//	nick  who said it, in hexadecimal digits, since a nick may have brackets
//	text  history.Words
//
// So whoever looks for a word in some conversations is answered from the index alone,
// however common the word is elsewhere.

// moment is a message's n: its milliseconds since 1970, and a number within them. So
// the index, which is in the order of n, is in that of time, whenever a message came
// to be stored.
type moment int64

const momentBits = 16

func momentOf(at time.Time) moment { return moment(at.UnixMilli()) << momentBits }

// next is the first of the next millisecond.
func (m moment) next() moment { return m + 1<<momentBits }

// indexAll makes the messages findable that have been added. They are done together
// since the index, once it has been written to, is written out whenever a statement
// begins that could be undone alone, as those can that have a trigger.
func (w *writer) indexAll() {
	for _, e := range w.unfound {
		w.run(insertWords, e.n, fmt.Sprint(e.talk), nickWord(e.NickKey()), wordsOf(e.Entry))
	}
	w.unfound = w.unfound[:0]
}

const insertWords = "INSERT INTO words (rowid, talk, nick, text) VALUES (?, ?, ?, ?)"

func wordsOf(e history.Entry) string { return strings.Join(history.Words(e.Text()), " ") }

func nickWord(key string) string { return hex.EncodeToString([]byte(key)) }

// Steps of the schema ask for the same of messages that are stored already.
func init() {
	of := func(word func(history.Entry) string) func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
		return func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			var body line
			text, _ := args[0].(string)
			if err := json.Unmarshal([]byte(text), &body); err != nil {
				return nil, err
			}
			return word(body.entry()), nil
		}
	}
	sqlite.MustRegisterDeterministicScalarFunction("linnet_words", 1, of(wordsOf))
	sqlite.MustRegisterDeterministicScalarFunction("linnet_nick", 1, of(func(e history.Entry) string { return nickWord(e.NickKey()) }))
}
