package irc

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

// cmdChathistory answers questions about the past (IRCv3 chathistory, draft).
func cmdChathistory(c *call) error {
	sub := strings.ToUpper(c.Param(0))
	row, ok := historyCommands[sub]
	switch {
	case !ok:
		return badHistory(middle(c.Param(0)), "Unknown command")
	case len(c.Params) < row.params:
		return badHistory(sub, "Insufficient parameters")
	case len(c.Params) > row.params:
		return badHistory(sub, "Too many parameters")
	}
	limit := parseNumber(c.Params[row.params-1])
	if limit < 0 {
		return badHistory(sub, "Invalid limit")
	}
	limit = min(limit, c.hub.cfg.Limits.historyPage())
	if sub == "TARGETS" {
		return c.sendHistoryTargets(limit)
	}
	var refs []*history.Ref
	for _, text := range c.Params[2 : row.params-1] {
		ref, err := parseRef(sub, c.Param(1), text, sub == "LATEST")
		if err != nil {
			return err
		}
		refs = append(refs, ref)
	}
	return c.converse(c.Param(1), func(t talk, ok bool) error {
		if !ok {
			return &failure{
				code: "INVALID_TARGET", context: []string{sub, middle(c.Param(1))},
				text: "Messages could not be retrieved",
			}
		}
		return c.sendHistory(t, sub, func(f finder) []history.Entry { return row.find(f, refs, limit) })
	})
}

// sendHistory sends what a subcommand finds in a conversation.
func (c *call) sendHistory(t talk, sub string, look func(finder) []history.Entry) error {
	return c.past(t.key, c.s.caps.has(capEventPlayback|capBatch), look, func(found []history.Entry, err error) error {
		if err != nil || t.channel != nil && c.user.In(t.channel) == nil {
			return &failure{code: "MESSAGE_ERROR", context: []string{sub, t.name}, text: "Messages could not be retrieved"}
		}
		c.sendEntries(c.openBatch(true, "chathistory", t.name), t, found)
		return nil
	})
}

// sendEntries sends entries and ends their batch.
func (c *call) sendEntries(b batch, t talk, entries []history.Entry) {
	c.sendPaged(b, len(entries), func(i int) (history.Entry, string) { return entries[i], t.title() })
}

// sendPaged sends so many entries, each of a conversation's, and ends their batch, page
// by page. What is redacted meanwhile stays out.
func (c *call) sendPaged(b batch, count int, at func(i int) (e history.Entry, target string)) {
	next := 0
	c.pages(func() bool {
		for end := min(next+historyPage, count); next < end; next++ {
			e, target := at(next)
			if line := c.s.asTold(e); line != nil && !c.hub.isGone(e) {
				b.sendPast(e, addressed(line, target))
			}
		}
		if next < count {
			return true
		}
		b.close()
		return false
	})
}

// historyPage is how many entries go out under one lock.
const historyPage = 50

// asTold returns the line of an entry as the session would have been told it, nil
// if it would not.
func (s *Session) asTold(e history.Entry) *wire.Line {
	switch {
	case e.Command == "TAGMSG" && !s.caps.has(capMessageTags), e.Command == "REDACT" && !s.caps.has(capRedaction),
		e.Command == "RENAME" && !s.caps.has(capChannelRename):
		return nil
	case e.Command == "JOIN" && !s.caps.has(capExtendedJoin):
		plain := e.Copy()
		plain.Params, plain.Text = plain.Params[:1], false
		return plain
	}
	return e.Line
}

// historyCommand is a subcommand: how many parameters it has, itself included,
// and what it selects.
type historyCommand struct {
	params int
	find   func(f finder, refs []*history.Ref, limit int) []history.Entry
}

var historyCommands = map[string]historyCommand{
	"LATEST": {4, func(f finder, refs []*history.Ref, limit int) []history.Entry {
		return f.find(history.Query{After: refs[0], Limit: limit, Newest: true})
	}},
	"BEFORE": {4, func(f finder, refs []*history.Ref, limit int) []history.Entry {
		return f.find(history.Query{Before: refs[0], Limit: limit, Newest: true})
	}},
	"AFTER": {4, func(f finder, refs []*history.Ref, limit int) []history.Entry {
		return f.find(history.Query{After: refs[0], Limit: limit})
	}},
	"AROUND":  {4, findAround},
	"BETWEEN": {5, findBetween},
	"TARGETS": {4, nil},
}

// findAround takes half of the limit from before the place, and the rest from
// the place on.
func findAround(f finder, refs []*history.Ref, limit int) []history.Entry {
	before := f.find(history.Query{Before: refs[0], Limit: limit / 2, Newest: true})
	return append(before, f.find(history.Query{After: refs[0], Including: true, Limit: limit - len(before)})...)
}

// findBetween counts from the first place towards the second, whichever is
// earlier.
func findBetween(f finder, refs []*history.Ref, limit int) []history.Entry {
	if refs[1].Precedes(refs[0]) {
		return f.find(history.Query{After: refs[1], Before: refs[0], Limit: limit, Newest: true})
	}
	return f.find(history.Query{After: refs[0], Before: refs[1], Limit: limit})
}

// talk is a conversation that a user may read.
type talk struct {
	name    string // the channel's, or the other's nick
	key     history.Key
	channel *chat.Channel // nil for a private one
	with    chat.UserID   // the other of a private one
	last    time.Time     // of its newest message, where talks lists it
}

// title is by which name the conversation is known now.
func (t talk) title() string {
	if t.channel != nil {
		return t.channel.Name
	}
	return t.name
}

// conversation finds what a target means to this user: a channel she is in, or
// what she exchanged with a nick's present holder or, if nobody has it, its last.
func (c *call) conversation(target string) (t talk, ok bool) {
	if ch := c.net().Channel(target); ch != nil && c.net().MayReadHistory(c.user, ch) {
		return talk{name: ch.Name, key: history.Channel(ch.ID), channel: ch}, true
	}
	id, name, ok := c.net().Holder(target)
	if !ok || chat.LooksLikeChannel(target) {
		return talk{}, false
	}
	return talk{name: name, key: history.Between(c.user.Person(), id), with: id}, true
}

// talks lists all conversations that this user may read, the channels first, and
// goes on with that.
func (c *call) talks(then func([]talk) error) error {
	return c.lastSpoken(func(last spoken) error {
		var all []talk
		for _, m := range c.user.Memberships {
			key := history.Channel(m.Channel.ID)
			all = append(all, talk{name: m.Channel.Name, key: key, channel: m.Channel, last: last.channels[key]})
		}
		names, me := c.namesOf(last.talks), c.user.Person()
		for _, t := range last.talks {
			if name, ok := names[t.With]; ok {
				all = append(all, talk{name: name, key: history.Between(me, t.With), with: t.With, last: t.Last})
			}
		}
		return then(all)
	})
}

// namesOf finds by which names private conversations can be asked for: by the other's
// nick or, of a guest whom nobody remembers, by what she was called, unless that now
// means somebody else.
func (c *call) namesOf(talks []history.Talk) map[chat.UserID]string {
	var ids []chat.UserID
	for _, t := range talks {
		ids = append(ids, t.With)
	}
	names := c.net().NicksOf(ids)
	given := map[string]bool{}
	for _, t := range slices.Backward(talks) {
		folded := c.net().Fold(t.Nick)
		_, _, means := c.net().Holder(t.Nick)
		if _, has := names[t.With]; !has && t.Nick != "" && !means && !given[folded] {
			names[t.With], given[folded] = t.Nick, true
		}
	}
	return names
}

// converse is conversation for a target that may also be what a guest was called whom
// only the disk remembers; it goes on at once or when that has answered.
func (c *call) converse(target string, then func(t talk, ok bool) error) error {
	t, ok := c.conversation(target)
	if ok || c.hub.disk == nil || chat.LooksLikeChannel(target) {
		return then(t, ok)
	}
	return c.talks(func(all []talk) error {
		i := slices.IndexFunc(all, func(t talk) bool { return t.channel == nil && c.net().Fold(t.name) == c.net().Fold(target) })
		if i < 0 {
			return then(talk{}, false)
		}
		return then(all[i], true)
	})
}

// sendHistoryTargets lists the conversations whose newest message lies between
// two moments, the earliest first.
func (c *call) sendHistoryTargets(limit int) error {
	var refs [2]*history.Ref
	for i := range refs {
		if !strings.HasPrefix(c.Param(1+i), "timestamp=") {
			return badHistory("TARGETS", "Invalid timestamp", middle(c.Param(1+i)))
		}
		ref, err := parseRef("TARGETS", "", c.Param(1+i), false)
		if err != nil {
			return err
		}
		refs[i] = ref
	}
	from, to := refs[0].At, refs[1].At
	backwards := to.Before(from)
	if backwards {
		from, to = to, from
	}
	return c.talks(func(all []talk) error {
		targets := slices.DeleteFunc(all, func(t talk) bool { return !t.last.After(from) || !t.last.Before(to) })
		slices.SortStableFunc(targets, func(a, b talk) int { return cmp.Or(a.last.Compare(b.last), cmp.Compare(a.name, b.name)) })
		if n := len(targets); n > limit && backwards {
			targets = targets[n-limit:]
		} else if n > limit {
			targets = targets[:limit]
		}
		b := c.openBatch(true, "draft/chathistory-targets")
		for _, t := range targets {
			b.send(&wire.Line{Source: c.hub.cfg.Name, Command: "CHATHISTORY", Params: []string{"TARGETS", t.name, wire.FormatTime(t.last)}})
		}
		b.close()
		return nil
	})
}

// parseRef reads "msgid=..." or "timestamp=...", and "*" where it is allowed.
func parseRef(sub, target, text string, star bool) (*history.Ref, error) {
	if star && text == "*" {
		return nil, nil
	}
	kind, value, _ := strings.Cut(text, "=")
	switch kind {
	case "msgid":
		at, ok := msgidTime(value)
		if !ok {
			return nil, &failure{
				code: "MESSAGE_ERROR", context: []string{sub, middle(target), middle(text)},
				text: "Messages could not be retrieved: no message has this id",
			}
		}
		return &history.Ref{ID: value, At: at}, nil
	case "timestamp":
		at, err := time.Parse(wire.TimeFormat, value)
		if err != nil {
			return nil, badHistory(sub, "Invalid timestamp", middle(text))
		}
		return &history.Ref{At: at}, nil
	case "*":
		return nil, badHistory(sub, "Invalid message reference", "*")
	}
	return nil, &failure{
		code: "INVALID_MSGREFTYPE", context: []string{sub, middle(target), middle(text)},
		text: "Messages are found by msgid= or timestamp=",
	}
}

func badHistory(sub, text string, context ...string) error {
	return &failure{code: "INVALID_PARAMS", context: append([]string{sub}, context...), text: text}
}
