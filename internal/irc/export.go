package irc

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

// All that is kept of one person is one JSON object (docs/data.md). It is written while
// it is read, piece by piece, so that a long life takes no more memory than a short one;
// each message has a line of its own.

// exportFormat names it; a change that readers must know of changes it.
const exportFormat = "linnet-export-1"

const (
	// exportPage is how many messages are read at once, and exportBuffer how many bytes
	// are written at once.
	exportPage   = 500
	exportBuffer = 32 << 10
)

// exported is what stands before the messages.
type exported struct {
	Format       string            `json:"format"`
	Server       string            `json:"server,omitempty"`
	At           time.Time         `json:"at"`
	Account      exportedAccount   `json:"account"`
	Certificates []string          `json:"certificates"`
	Devices      []exportedDevice  `json:"devices"`
	Sessions     []exportedSession `json:"sessions"`
	Read         []exportedMark    `json:"read"`
	Metadata     map[string]string `json:"metadata"`
	Pictures     []exportedPicture `json:"pictures"`
	Channels     []exportedAccess  `json:"channels"`
	Audit        []exportedAudit   `json:"audit,omitempty"`
}

// exportedAccount is an account without anything by which one could log in to it.
type exportedAccount struct {
	Name       string    `json:"name"`
	Registered time.Time `json:"registered"`
	Email      string    `json:"email"`
	NewEmail   string    `json:"new_email,omitempty"` // that waits for its code
	Verified   bool      `json:"verified"`
	AlwaysOn   bool      `json:"always_on"`
}

type exportedDevice struct {
	ID      string    `json:"id"`
	Label   string    `json:"label"`
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`
}

type exportedSession struct {
	Nick  string    `json:"nick"`
	From  string    `json:"from"`
	By    string    `json:"by"`
	Since time.Time `json:"since"`
}

type exportedMark struct {
	Conversation string    `json:"conversation"`
	UpTo         time.Time `json:"up_to"`
}

type exportedPicture struct {
	Type string `json:"type"`
	Body []byte `json:"body"` // in base64
}

type exportedAccess struct {
	Name    string    `json:"name"`
	Founder bool      `json:"founder"`
	Access  string    `json:"access"`
	By      string    `json:"by,omitempty"`
	Since   time.Time `json:"since"`
}

type exportedAudit struct {
	At     time.Time `json:"at"`
	Who    string    `json:"who"`
	Action string    `json:"action"`
	Target string    `json:"target,omitempty"`
	Reason string    `json:"reason,omitempty"`
}

// exportedMessage is one thing that was said or done.
type exportedMessage struct {
	At      time.Time         `json:"at"`
	ID      string            `json:"id"`
	Channel string            `json:"channel,omitempty"`
	From    string            `json:"from,omitempty"` // in a private conversation
	Kind    string            `json:"kind"`           // message, reaction or event
	Command string            `json:"command"`
	Params  []string          `json:"params,omitempty"` // but for where it was said, and the text
	Text    string            `json:"text,omitempty"`
	Tags    map[string]string `json:"tags,omitempty"`
}

// exportOf makes the head of what is known of a person.
func exportOf(p chat.Portrait, pictures []Picture, now time.Time) exported {
	a := p.Account
	head := exported{
		Format: exportFormat, At: now,
		Account: exportedAccount{
			Name: a.Name, Registered: a.Created, Email: a.Email, NewEmail: a.Pending.Email, Verified: a.Verified, AlwaysOn: a.AlwaysOn.Or(false),
		},
		Certificates: append([]string{}, a.Certs...), Devices: []exportedDevice{}, Sessions: []exportedSession{},
		Read: []exportedMark{}, Metadata: map[string]string{}, Pictures: []exportedPicture{}, Channels: []exportedAccess{},
	}
	for _, d := range a.Devices {
		head.Devices = append(head.Devices, exportedDevice{d.ID, d.Label, d.Created, d.Seen})
	}
	for _, m := range p.Read {
		head.Read = append(head.Read, exportedMark{m.Target, m.UpTo})
	}
	for key, value := range a.Metadata {
		head.Metadata[key] = value
	}
	for _, one := range pictures {
		head.Pictures = append(head.Pictures, exportedPicture{one.Type, one.Body})
	}
	for _, ch := range p.Channels {
		access := exportedAccess{Name: ch.Name, Founder: ch.IsFounder(a.ID), Access: ch.AccessOf(a.ID).Name(), Since: ch.Registration.At}
		if i := slices.IndexFunc(ch.Registration.Access, func(entry chat.Access) bool { return entry.Account == a.ID }); i >= 0 {
			access.By, access.Since = ch.Registration.Access[i].By, ch.Registration.Access[i].At
		}
		head.Channels = append(head.Channels, access)
	}
	return head
}

// withAudit adds what the audit log has of somebody: for operators.
func (head exported) withAudit(p chat.Portrait) exported {
	for _, e := range p.Audit {
		head.Audit = append(head.Audit, exportedAudit{e.At, e.Who, e.Action, e.Target, e.Reason})
	}
	return head
}

// personal is where everything that a person has said, and was told, is read from.
type personal interface {
	// said is Archive.OwnedBy.
	said(behind int64) ([]history.Found, int64, error)
	// partners are those with whom there is a private conversation.
	partners() ([]chat.UserID, error)
	// talk returns some of one, behind a place.
	talk(with chat.UserID, behind *history.Ref) ([]history.Entry, error)
	// names are what some persons are called now, as far as that is known.
	names([]chat.UserID) map[chat.UserID]string
	// channel is what a channel is called now, "" if there is none any more.
	channel(chat.ChannelID) string
}

// export writes everything.
func export(ctx context.Context, w io.Writer, head exported, owner chat.UserID, from personal) error {
	text, err := json.MarshalIndent(head, "", "  ")
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, exportBuffer)
	e := exporter{ctx: ctx, w: out, owner: owner, from: from}
	e.write(strings.TrimSuffix(string(text), "\n}"))
	e.write(",\n  \"said\": [")
	e.said()
	e.write("\n  ],\n  \"private\": [")
	e.private()
	e.write("\n  ]\n}\n")
	return firstError(e.err, out.Flush())
}

// exporter writes; after its first error it does nothing more.
type exporter struct {
	ctx   context.Context
	w     io.Writer
	owner chat.UserID
	from  personal
	err   error
}

func (e *exporter) write(text string) {
	if e.err == nil {
		e.err = e.ctx.Err()
	}
	if e.err == nil {
		_, e.err = io.WriteString(e.w, text)
	}
}

// item writes a value as one of a list.
func (e *exporter) item(first *bool, indent string, value any) {
	separator := ",\n"
	if *first {
		separator, *first = "\n", false
	}
	e.write(separator + indent + e.json(value))
}

// json is a value on one line, with people's words as they are.
func (e *exporter) json(value any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	e.err = firstError(e.err, encoder.Encode(value))
	return strings.TrimSuffix(b.String(), "\n")
}

// said writes what was said in channels, whichever they were.
func (e *exporter) said() {
	first := true
	for behind, more := int64(0), true; more && e.err == nil; more = behind != 0 {
		var found []history.Found
		found, behind, e.err = e.from.said(behind)
		for _, f := range found {
			if f.Key.Channel == 0 {
				continue
			}
			m := messageOf(f.Entry)
			if m.Channel = e.from.channel(f.Key.Channel); m.Channel == "" && len(f.Params) > 0 {
				m.Channel = f.Params[0] // as it was called then
			}
			e.item(&first, "    ", m)
		}
	}
}

// private writes the private conversations, both sides of each.
func (e *exporter) private() {
	partners, err := e.from.partners()
	if e.err = firstError(e.err, err); e.err != nil {
		return
	}
	slices.Sort(partners)
	names := e.from.names(partners)
	for i, with := range partners {
		separator := ",\n"
		if i == 0 {
			separator = "\n"
		}
		page, err := e.from.talk(with, nil)
		if e.err = firstError(e.err, err); e.err != nil {
			return
		}
		name, known := names[with]
		if !known {
			name = e.calledIn(page)
		}
		e.write(separator + "    {\"with\": " + e.json(name) + ", \"messages\": [")
		for first := true; len(page) > 0 && e.err == nil; {
			for _, entry := range page {
				m := messageOf(entry)
				m.From, _, _ = strings.Cut(entry.Source, "!")
				e.item(&first, "      ", m)
			}
			last := page[len(page)-1]
			page, err = e.from.talk(with, &history.Ref{ID: last.ID, At: last.At})
			e.err = firstError(e.err, err)
		}
		e.write("\n    ]}")
	}
}

// calledIn is what somebody was called in a conversation of whom nothing else is known.
func (e *exporter) calledIn(page []history.Entry) string {
	for _, entry := range page {
		if entry.Owner != e.owner {
			nick, _, _ := strings.Cut(entry.Source, "!")
			return nick
		}
		if len(entry.Params) > 0 {
			return entry.Params[0]
		}
	}
	return ""
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// messageOf is an entry as people and programs read it.
func messageOf(e history.Entry) exportedMessage {
	m := exportedMessage{
		At: e.At, ID: e.ID, Command: e.Command,
		Kind: map[history.Kind]string{history.Message: "message", history.Tagged: "reaction", history.Event: "event"}[e.Kind],
	}
	if len(e.Params) > 0 {
		m.Params = e.Params[1:]
	}
	if last := len(m.Params) - 1; e.Line.Text && last >= 0 {
		m.Text, m.Params = m.Params[last], m.Params[:last]
	}
	if e.Multiline != nil {
		m.Text = joined(e.Multiline)
	}
	for _, tag := range e.Tags {
		if m.Tags == nil {
			m.Tags = map[string]string{}
		}
		m.Tags[tag.Key] = tag.Value
	}
	return m
}

// joined is the text of a multiline message, its lines parted by newlines.
func joined(multiline *wire.Multiline) string {
	var b strings.Builder
	for i, part := range multiline.Parts {
		if i > 0 && !part.Concat {
			b.WriteByte('\n')
		}
		b.WriteString(part.Text)
	}
	return b.String()
}

// sessionsOf lists the connections of a person.
func (h *hub) sessionsOf(users []*chat.User) []exportedSession {
	all := []exportedSession{}
	for _, u := range users {
		for _, s := range h.seat(u) {
			all = append(all, exportedSession{u.Nick, s.from(), s.peer.kind.Value(), s.opened.Time()})
		}
	}
	return all
}
