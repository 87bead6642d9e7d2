package wire

import "slices"

// Multiline is what a multiline message has in place of its text (IRCv3
// multiline, draft).
type Multiline struct {
	Parts []Part

	groups []group // as many as there are shapes among those who heard it
}

// Part is one line of a multiline message.
type Part struct {
	Text   string
	Concat bool // it goes on where the line before ended
}

// group is a multiline message as bytes for one shape, a form for each line.
type group struct {
	shape Shape
	forms [][]byte
}

// Forms returns the line as bytes for clients of a shape: one form, or those of a
// multiline message. Nested says that they are a batch of their own, whose
// reference is the message's id: what is to be said of the whole, such as the
// batch around it, is said of the first and the last.
func (l *Line) Forms(shape Shape) (forms [][]byte, nested bool) {
	if l.Multiline == nil {
		return [][]byte{l.Form(shape)}, false
	}
	shape &^= ShapeEvents
	nested = shape&ShapeMultiline != 0
	for _, g := range l.Multiline.groups {
		if g.shape == shape {
			return g.forms, nested
		}
	}
	if nested {
		forms = l.batched(shape)
	} else {
		forms = l.flat(shape)
	}
	l.Multiline.groups = append(l.Multiline.groups, group{shape, forms})
	return forms, nested
}

// batched renders a multiline message for who understands it. All tags stand on
// the opening BATCH.
func (l *Line) batched(shape Shape) [][]byte {
	forms := make([][]byte, 0, len(l.Multiline.Parts)+2)
	target := l.Params[0]
	forms = append(forms, AppendBody(l.appendTags(nil, shape), l.Source, "BATCH", false, "+"+l.ID, "draft/multiline", target))
	for _, part := range l.Multiline.Parts {
		b := AppendTag([]byte{'@'}, "batch", l.ID)
		if part.Concat {
			b = AppendTag(append(b, ';'), "draft/multiline-concat", "")
		}
		forms = append(forms, AppendBody(append(b, ' '), l.Source, l.Command, true, target, part.Text))
	}
	return append(forms, AppendBody(nil, l.Source, "BATCH", false, "-"+l.ID))
}

// flat renders a multiline message for who does not: its lines, without blank
// ones. All but the id stands on each of them.
func (l *Line) flat(shape Shape) [][]byte {
	var forms [][]byte
	single := *l
	single.Multiline = nil
	for _, part := range l.Multiline.Parts {
		if part.Text == "" {
			continue
		}
		single.Params = []string{l.Params[0], part.Text}
		single.Text, single.forms = true, nil
		forms = append(forms, single.Form(shape))
		single.ID = ""
	}
	return forms
}

// IsSame says whether another line tells the same facts.
func (l *Line) IsSame(other *Line) bool {
	mine, its := l.Multiline, other.Multiline
	if (mine == nil) != (its == nil) || mine != nil && !slices.Equal(mine.Parts, its.Parts) {
		return false
	}
	return l.At.Equal(other.At) && l.ID == other.ID && l.Event == other.Event && l.Account == other.Account && l.Bot == other.Bot &&
		l.Relay == other.Relay && l.Oper == other.Oper && slices.Equal(l.Tags, other.Tags) && l.Source == other.Source &&
		l.Command == other.Command && slices.Equal(l.Params, other.Params) && l.Text == other.Text
}

// Cool forgets the rendered bytes, which are made anew for who needs them.
func (l *Line) Cool() {
	l.forms, l.room = nil, [1]form{}
	if l.Multiline != nil {
		l.Multiline.groups = nil
	}
}

// IsCool says whether no bytes of the line are kept.
func (l *Line) IsCool() bool {
	return l.forms == nil && (l.Multiline == nil || l.Multiline.groups == nil)
}
