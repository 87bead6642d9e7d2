package store

import (
	"encoding/json"
	"fmt"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

// line is what the column body of a message holds: the facts of its wire.Line that
// have no column of their own. Its keys are short, since there are so many of it.
type line struct {
	Source  string      `json:"s"`
	Command string      `json:"c"`
	Params  []string    `json:"p"`
	Text    bool        `json:"t,omitempty"`
	Account string      `json:"a,omitempty"`
	Event   bool        `json:"e,omitempty"`
	Bot     bool        `json:"b,omitempty"`
	Oper    bool        `json:"o,omitempty"`
	Relay   string      `json:"r,omitempty"`
	Tags    []wire.Tag  `json:"g,omitempty"`
	Parts   []wire.Part `json:"m,omitempty"` // of a multiline message
}

// encode takes an entry apart into what is kept of its line. It reads no more of the
// line than never changes, since others use it.
func encode(e history.Entry) line {
	l := e.Line
	body := line{
		Source: l.Source, Command: l.Command, Params: l.Params, Text: l.Text, Account: l.Account,
		Event: l.Event, Bot: l.Bot, Oper: l.Oper, Relay: l.Relay, Tags: l.Tags,
	}
	if l.Multiline != nil {
		body.Parts = l.Multiline.Parts
	}
	return body
}

// entry puts it together again, but for what has columns of its own.
func (b line) entry() history.Entry {
	l := &wire.Line{
		Event: b.Event, Account: b.Account, Bot: b.Bot, Oper: b.Oper,
		Relay: b.Relay, Tags: b.Tags, Source: b.Source, Command: b.Command, Params: b.Params, Text: b.Text,
	}
	if b.Parts != nil {
		l.Multiline = &wire.Multiline{Parts: b.Parts}
	}
	return history.Entry{Line: l}
}

// columns are those that decode takes, in this order.
const columns = "m.at, m.id, m.kind, m.sender, m.owner, m.body"

// decode makes an entry of a row.
func decode(scan func(...any) error) (history.Entry, error) {
	var at int64
	var id, text string
	var kind history.Kind
	var from, owner chat.UserID
	if err := scan(&at, &id, &kind, &from, &owner, &text); err != nil {
		return history.Entry{}, err
	}
	var body line
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		return history.Entry{}, fmt.Errorf("message %s: %w", id, err)
	}
	e := body.entry()
	e.At, e.ID, e.Kind, e.From, e.Owner = time.UnixMilli(at).UTC(), id, kind, from, owner
	return e, nil
}
