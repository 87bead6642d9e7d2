package irc

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

// Clients that grew up with a bouncer ask for the past by talking to a nick
// (https://wiki.znc.in/Playback). Nobody can have that nick, since it begins with
// an asterisk; it hears and answers whoever asks, with znc.in/playback or without.

const playbackNick = "*playback"

// isForPlayback says whether the message is such a question.
func (c *call) isForPlayback() bool {
	return c.Command == "PRIVMSG" && strings.EqualFold(c.Param(0), playbackNick)
}

// playback answers it.
func (c *call) playback() error {
	words := strings.Fields(c.Param(1))
	verb := ""
	if len(words) > 0 {
		verb = strings.ToUpper(words[0])
	}
	switch {
	case verb == "PLAY" && len(words) > 1:
		return c.playBuffers(words[1:])
	case verb == "LIST":
		return c.listBuffers(append(words, "*")[1])
	case verb == "CLEAR":
		c.sayPlayback("Nothing is cleared here: what was said belongs to all who heard it.")
	default:
		c.sayPlayback("I know PLAY <buffers> [<from> [<to>]], LIST [<buffers>] and CLEAR <buffers>. A buffer is a channel or a nick, with wildcards; a time is seconds since 1970.")
	}
	return nil
}

// playBuffers sends what was said in some buffers behind one time and before
// another.
func (c *call) playBuffers(words []string) error {
	query := history.Query{Limit: c.hub.cfg.Limits.historyPage(), Newest: true}
	if len(words) > 1 {
		at, ok := parseSeconds(words[1])
		if !ok {
			c.sayPlayback("This is no time: " + words[1])
			return nil
		}
		query.After = &history.Ref{At: at}
	}
	if len(words) > 2 {
		at, ok := parseSeconds(words[2])
		if !ok {
			c.sayPlayback("This is no time: " + words[2])
			return nil
		}
		query.Before = &history.Ref{At: at}
	}
	return c.buffers(words[0], func(talks []talk) error {
		c.extra = len(talks) / 4
		c.pages(func() bool {
			if len(talks) == 0 {
				return false
			}
			c.explain(c.playBuffer(talks[0], query))
			talks = talks[1:]
			return len(talks) > 0
		})
		return nil
	})
}

// playBuffer sends what was said in one.
func (c *call) playBuffer(t talk, query history.Query) error {
	return c.past(t.key, false, func(f finder) []history.Entry { return f.find(query) }, func(found []history.Entry, _ error) error {
		if t.channel == nil || c.user.In(t.channel) != nil { // else it was left meanwhile
			c.sendPast("znc.in/playback", t.name, found)
		}
		return nil
	})
}

// listBuffers tells from when to when something is kept.
func (c *call) listBuffers(masks string) error {
	return c.buffers(masks, func(talks []talk) error {
		c.extra = len(talks) / 4
		c.pages(func() bool {
			if len(talks) == 0 {
				return false
			}
			c.explain(c.listBuffer(talks[0]))
			talks = talks[1:]
			return len(talks) > 0
		})
		return nil
	})
}

func (c *call) listBuffer(t talk) error {
	oldest := func(f finder) []history.Entry { return f.find(history.Query{Limit: 1}) }
	return c.past(t.key, false, oldest, func(first []history.Entry, _ error) error {
		if len(first) > 0 {
			c.sayPlayback(fmt.Sprintf("%s %s %s", t.name, formatSeconds(first[0].At), formatSeconds(t.last)))
		}
		return nil
	})
}

// buffers finds the conversations that a list of masks names, and goes on with them.
func (c *call) buffers(masks string, then func([]talk) error) error {
	wanted := c.list(c.net().Fold(masks))
	return c.talks(func(all []talk) error {
		return then(slices.DeleteFunc(all, func(t talk) bool {
			name := c.net().Fold(t.name)
			return !slices.ContainsFunc(wanted, func(mask string) bool { return chat.Match(mask, name) })
		}))
	})
}

func (c *call) sayPlayback(text string) {
	source := playbackNick + "!playback@" + c.hub.cfg.Name
	c.send(&wire.Line{At: c.hub.now, ID: c.hub.nextMsgid(), Source: source, Command: "PRIVMSG", Params: []string{c.user.Nick, text}, Text: true})
}

// parseSeconds reads seconds since 1970, with a fraction.
func parseSeconds(text string) (time.Time, bool) {
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || !(seconds >= 0 && seconds < 1e11) {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(math.Round(seconds * 1000))).UTC(), true
}

func formatSeconds(at time.Time) string {
	return strconv.FormatFloat(float64(at.UnixMilli())/1000, 'f', 3, 64)
}
