package wire

import (
	"slices"
	"time"
)

// Shape is the set of capabilities that decide which tags a line carries. A line
// is rendered once for each shape that has a recipient, never once for each
// recipient.
type Shape uint8

const (
	ShapeTime    Shape = 1 << iota // server-time
	ShapeTags                      // message-tags: msgid, bot and client-only tags
	ShapeAccount                   // account-tag
	ShapeRelay                     // draft/relaymsg
	ShapeOper                      // oper-tag
	// ShapeMultiline is draft/multiline: a multiline message comes as one batch. On
	// any other line it changes nothing.
	ShapeMultiline
	// ShapeEvents is draft/event-playback: an event carries its id, too.
	ShapeEvents
)

// Line is one message to clients: its facts, and the bytes of each shape once
// somebody needed them. The bytes are shared by all recipients and by the
// history, so nobody may change them. It is not safe for concurrent use.
type Line struct {
	At      time.Time // server-time; the zero time prints none
	ID      string    // msgid
	Account string
	Relay   string // the nick of who says it for somebody elsewhere
	Tags    []Tag  // client-only, unescaped

	Source  string
	Command string
	Params  []string
	Text    bool // the last parameter is what somebody wrote: always behind a ':'
	Event   bool // it is not what somebody said: few clients want its id
	Bot     bool
	Oper    bool // it is from an operator; by which name is nobody's business
	// Multiline holds the lines of a multiline message: then the target is the only
	// parameter, and Forms renders it.
	Multiline *Multiline

	forms []form // few: as many as there are shapes among those who heard it
	room  [1]form
	two   [2]string // room for the parameters of a message
}

// Say makes a line what somebody says to a target: so its parameters take no memory
// of their own.
func (l *Line) Say(target, text string) {
	l.two = [2]string{target, text}
	l.Params, l.Text = l.two[:], true
}

// form is a line as bytes for one shape.
type form struct {
	shape Shape
	bytes []byte
}

// Form returns the line as bytes with CR LF for clients of a shape. Tags come in
// a fixed order: time, msgid, account, draft/relaymsg, oper, bot, then
// client-only tags.
func (l *Line) Form(shape Shape) []byte {
	shape &^= ShapeMultiline
	if !l.Event {
		shape &^= ShapeEvents
	}
	for i := range l.forms {
		if l.forms[i].shape == shape {
			return l.forms[i].bytes
		}
	}
	b := l.appendTags(make([]byte, 0, 128), shape)
	b = AppendBody(b, l.Source, l.Command, l.Text, l.Params...)
	if l.forms == nil {
		l.forms = l.room[:0]
	}
	l.forms = append(l.forms, form{shape, b})
	return b
}

func (l *Line) appendTags(b []byte, shape Shape) []byte {
	start := len(b)
	add := func(key, value string) {
		if len(b) == start {
			b = append(b, '@')
		} else {
			b = append(b, ';')
		}
		b = AppendTag(b, key, value)
	}
	if shape&ShapeTime != 0 && !l.At.IsZero() {
		add("time", FormatTime(l.At))
	}
	if shape&ShapeTags != 0 && l.ID != "" && (!l.Event || shape&ShapeEvents != 0) {
		add("msgid", l.ID)
	}
	if shape&ShapeAccount != 0 && l.Account != "" {
		add("account", l.Account)
	}
	if shape&ShapeRelay != 0 && l.Relay != "" {
		add("draft/relaymsg", l.Relay)
	}
	if shape&ShapeOper != 0 && l.Oper {
		add("draft/oper", "")
	}
	if shape&ShapeTags != 0 {
		if l.Bot {
			add("bot", "")
		}
		for _, t := range l.Tags {
			add(t.Key, t.Value)
		}
	}
	if len(b) > start {
		b = append(b, ' ')
	}
	return b
}

// WithTag returns a copy of rendered bytes with one tag more, in front of those
// it has: the batch or the label of one recipient.
func WithTag(form []byte, key, value string) []byte {
	b := make([]byte, 0, len(form)+len(key)+len(value)+4)
	b = append(b, '@')
	b = AppendTag(b, key, value)
	if len(form) > 0 && form[0] == '@' {
		b = append(b, ';')
		return append(b, form[1:]...)
	}
	b = append(b, ' ')
	return append(b, form...)
}

// Copy returns a line with the same facts and parameters of its own, not yet
// rendered.
func (l *Line) Copy() *Line {
	copied := *l
	copied.Params = slices.Clone(l.Params)
	copied.forms, copied.room, copied.two = nil, [1]form{}, [2]string{}
	if l.Multiline != nil {
		copied.Multiline = &Multiline{Parts: slices.Clone(l.Multiline.Parts)}
	}
	return &copied
}
