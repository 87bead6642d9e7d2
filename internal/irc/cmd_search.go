package irc

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

// searchSpec is the document that names capability, command and batch.
const searchSpec = "soju doc/ext/search.md"

const (
	// searchesAtOnce is how many may keep the disk busy; further ones wait.
	searchesAtOnce = 2
	// searchPatience is how long one may take, waiting included.
	searchPatience = 10 * time.Second
)

// cmdSearch finds what was said, in one conversation or in all that the client may
// read: the channels that it is in, and its own private ones. There is nothing in the
// answer that CHATHISTORY would not show.
func cmdSearch(c *call) error {
	if len(c.Params) > 1 {
		return badSearch("", `Too many parameters: a space is written as \s`)
	}
	ask, err := c.parseSearch(wire.ParseTags(c.Param(0)))
	switch {
	case err != nil:
		return err
	case ask.in == "":
		return c.talks(func(all []talk) error { return c.search(ask.Search, all) })
	}
	return c.converse(ask.in, func(t talk, ok bool) error {
		if !ok {
			return badSearch("in", "There is nothing of that name that you may read: a channel that you are in, or a nick")
		}
		return c.search(ask.Search, []talk{t})
	})
}

// searchFor is a search as a client puts it.
type searchFor struct {
	history.Search
	in string // "" is everywhere
}

// parseSearch reads the attributes. One that is not known would have narrowed the
// search down, and is refused.
func (c *call) parseSearch(attributes []wire.Tag) (ask searchFor, err error) {
	most := c.hub.cfg.Limits.historyPage()
	ask.Limit = most
	for _, a := range attributes {
		switch a.Key {
		case "in":
			if ask.in = a.Value; a.Value == "" {
				return ask, badSearch(a.Key, "In which channel, or with whom?")
			}
		case "from":
			ask.Nick = history.NickKey(a.Value)
		case "after", "before":
			at, err := time.Parse(wire.TimeFormat, a.Value)
			if err != nil {
				return ask, badSearch(a.Key, "This is no time such as "+wire.FormatTime(c.hub.now))
			}
			if a.Key == "after" {
				ask.After, ask.Oldest = at, true
			} else {
				ask.Before = at
			}
		case "text":
			if ask.Phrases = history.ParsePhrases(a.Value); len(ask.Phrases) == 0 && a.Value != "" {
				return ask, badSearch(a.Key, "There is no word in it to look for")
			}
		case "limit":
			if ask.Limit = parseNumber(a.Value); ask.Limit < 0 {
				return ask, badSearch(a.Key, "This is no number")
			}
		default:
			return ask, badSearch(middle(a.Key), "There is no such attribute here")
		}
	}
	ask.Limit = min(ask.Limit, most)
	return ask, nil
}

func badSearch(attribute, text string) error {
	f := &failure{code: "INVALID_PARAMS", text: text}
	if attribute != "" {
		f.context = []string{attribute}
	}
	return f
}

// search looks through some conversations, beside the lock, and answers.
func (c *call) search(q history.Search, talks []talk) error {
	where, heirs := map[history.Key]talk{}, c.hub.heirs()
	for _, t := range talks {
		for _, key := range append(heirs.formerly(t.key), t.key) {
			q.Keys = append(q.Keys, key)
			where[key] = t
		}
	}
	above := c.hub.unsettled(q.Keys)
	since := map[history.Key]time.Time{}
	for i, b := range c.hub.bounds(q.Keys...) {
		since[q.Keys[i]] = b.Since
	}
	me := c.user.Person()
	var found []history.Found
	var err error
	c.patiently(searchPatience, func(ctx context.Context) { found, err = c.hub.find(ctx, q, above) }, func() error {
		if err != nil {
			c.hub.note("a search came to nothing", c.s, slog.Any("err", err))
			return &failure{code: "INTERNAL_ERROR", text: "The search could not be run: ask for less, such as one channel, or try again later"}
		}
		found = slices.DeleteFunc(found, func(f history.Found) bool {
			return !c.mayStillRead(where[f.Key], me) || c.hub.isUnheard(f.ID) || f.At.Before(since[f.Key])
		})
		b := c.openBatch(true, "soju.im/search")
		c.sendPaged(b, len(found), func(i int) (history.Entry, string) { return found[i].Entry, where[found[i].Key].title() })
		return nil
	})
	return nil
}

// mayStillRead says whether a conversation that the client might read as the person
// that it was is still its to read.
func (c *call) mayStillRead(t talk, was chat.UserID) bool {
	if t.channel != nil {
		return c.net().MayReadHistory(c.user, t.channel)
	}
	return c.user.Person() == was
}

// foundAbove is what of some conversations may not be on disk yet.
type foundAbove struct {
	messages []history.Found
	redacted map[string]bool
}

// unsettled gathers that: what memory has, and what waits to be written.
func (h *hub) unsettled(keys []history.Key) foundAbove {
	above := foundAbove{redacted: map[string]bool{}}
	wanted := map[history.Key]bool{}
	for _, key := range keys {
		wanted[key] = true
		for _, e := range h.history.Find(key, history.Query{Limit: wholeRing}) {
			above.messages = append(above.messages, history.Found{Key: key, Entry: e})
		}
	}
	for c := range h.waiting() {
		switch {
		case !wanted[c.Key]:
		case c.Redact != "":
			above.redacted[c.Redact] = true
		case c.Entry.Line != nil:
			above.messages = append(above.messages, history.Found{Key: c.Key, Entry: c.Entry})
		}
	}
	return above
}

// find looks through memory and the disk. It is called without the lock.
func (h *hub) find(ctx context.Context, q history.Search, above foundAbove) ([]history.Found, error) {
	select {
	case h.searches <- struct{}{}:
		defer func() { <-h.searches }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	found := slices.DeleteFunc(above.messages, func(f history.Found) bool { return !q.Matches(f.Entry) })
	if h.disk != nil {
		wider := q
		wider.Limit += len(above.redacted)
		written, err := h.disk.store.Search(ctx, wider)
		if err != nil {
			return nil, err
		}
		found = append(found, written...)
	}
	found = slices.DeleteFunc(found, func(f history.Found) bool { return above.redacted[f.ID] })
	return q.Pick(found), nil
}
