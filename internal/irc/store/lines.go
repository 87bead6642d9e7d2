package store

import (
	"encoding/json"
	"fmt"
	"strings"
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

// encode takes an entry apart: what is kept of its line, and what it can be found
// by. It reads no more of the line than never changes, since others use it.
func encode(e history.Entry) (body line, text string) {
	l := e.Line
	body = line{
		Source: l.Source, Command: l.Command, Params: l.Params, Text: l.Text, Account: l.Account,
		Event: l.Event, Bot: l.Bot, Oper: l.Oper, Relay: l.Relay, Tags: l.Tags,
	}
	if l.Multiline != nil {
		body.Parts = l.Multiline.Parts
		var whole strings.Builder
		for i, part := range body.Parts {
			if i > 0 && !part.Concat {
				whole.WriteByte('\n')
			}
			whole.WriteString(part.Text)
		}
		return body, whole.String()
	}
	if len(l.Params) > 0 {
		text = l.Params[len(l.Params)-1]
	}
	return body, text
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
	l := &wire.Line{
		At: time.UnixMilli(at).UTC(), ID: id, Event: body.Event, Account: body.Account, Bot: body.Bot, Oper: body.Oper,
		Relay: body.Relay, Tags: body.Tags, Source: body.Source, Command: body.Command, Params: body.Params, Text: body.Text,
	}
	if body.Parts != nil {
		l.Multiline = &wire.Multiline{Parts: body.Parts}
	}
	return history.Entry{Line: l, Kind: kind, From: from, Owner: owner}, nil
}
