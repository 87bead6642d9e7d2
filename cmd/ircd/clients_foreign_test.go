package main

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"
	"time"
)

// foreignClient is an IRC client of other hands, with a person before it: hands
// that type, and eyes on what it shows. All that a test must know of it stands in
// its words.
type foreignClient struct {
	t    *testing.T
	kind string // the program's name
	nick string
	rank string // the prefix that others see before its nick, if they show one
	words
	// hands type a line into the conversation of a channel or a nick; "" is that
	// of the server.
	hands func(where, line string)
	// eyes read all that has been shown in a conversation so far.
	eyes func(where string) string
	seen map[string]int // bytes of each conversation that shows has looked past
}

// words are how a client is told to do something, and how it says that somebody
// did it, each by what was done. A key of what is shown ends in " by me" where a client
// words its own deeds otherwise, in " to me" where it does what it suffers, and
// in the first word of the text ("mode +o") where that decides.
type words struct {
	typed map[string]phrase
	shown map[string]phrase
}

// phrase is a line in a conversation. {by} {whom} {in} {text} and {rank} stand for
// the parts of a deed, and in what is shown * for anything.
type phrase struct{ where, line string }

// deed is something that somebody does on IRC.
type deed struct {
	what string // a key of words
	by   string // nick of who does it; does fills it in
	rank string // and that one's prefix, too
	whom string // nick
	in   string // channel
	text string
}

func (d deed) fill(template string) string {
	return strings.NewReplacer("{by}", d.by, "{whom}", d.whom, "{in}", d.in, "{text}", d.text, "{rank}", d.rank).Replace(template)
}

// does lets the client do something, and returns the whole deed.
func (c *foreignClient) does(d deed) deed {
	c.t.Helper()
	d.by, d.rank = c.nick, c.rank
	how, known := c.typed[d.what]
	if !known {
		c.t.Fatalf("nobody knows how to %s in %s", d.what, c.kind)
	}
	c.hands(d.fill(how.where), d.fill(how.line))
	return d
}

// sees waits until the client has shown what was done.
func (c *foreignClient) sees(d deed) {
	c.t.Helper()
	key := d.what
	for _, special := range []struct {
		key   string
		holds bool
	}{
		{key + " by me", d.by == c.nick},
		{key + " to me", d.whom == c.nick},
		{key + " " + firstWord(d.text), true},
	} {
		if _, differs := c.shown[special.key]; differs && special.holds {
			key = special.key
			break
		}
	}
	how, known := c.shown[key]
	if !known {
		c.t.Fatalf("nobody knows how %s shows a %s", c.kind, key)
	}
	if how != (phrase{}) { // what it shows to nobody
		c.shows(d.fill(how.where), d.fill(how.line))
	}
}

func firstWord(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}

// shows waits for a line of a conversation, after those that were waited for
// before. In the pattern * stands for anything.
func (c *foreignClient) shows(where, pattern string) {
	c.t.Helper()
	parts := strings.Split(pattern, "*")
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	line := regexp.MustCompile(strings.Join(parts, ".*") + ".*\n")
	eventually(c.t, fmt.Sprintf("%s (%s) shows %q in %q", c.nick, c.kind, pattern, where), func() (bool, string) {
		shown := strings.ReplaceAll(c.eyes(where), "\t", " ")
		found := line.FindStringIndex(shown[c.seen[where]:])
		if found == nil {
			return false, shown
		}
		c.seen[where] += found[1]
		return true, ""
	})
}

// showsNone fails if one of the texts was ever shown in a conversation. It asks
// only about what is past: what must have come by now is waited for first.
func (c *foreignClient) showsNone(where string, texts ...string) {
	c.t.Helper()
	shown := c.eyes(where)
	for _, text := range texts {
		if strings.Contains(shown, text) {
			c.t.Errorf("%s (%s) shows %q in %q:\n%s", c.nick, c.kind, text, where, shown)
		}
	}
}

// slashed are the commands that most clients share.
var slashed = map[string]phrase{
	"join":   {"", "/join {in}"},
	"part":   {"", "/part {in} {text}"},
	"say":    {"{in}", "{text}"},
	"act":    {"{in}", "/me {text}"},
	"tell":   {"", "/msg {whom} {text}"},
	"topic":  {"{in}", "/topic {in} {text}"},
	"mode":   {"{in}", "/mode {in} {text}"},
	"kick":   {"{in}", "/kick {in} {whom} {text}"},
	"invite": {"{in}", "/invite {whom} {in}"},
	"whois":  {"", "/whois {whom}"},
	"away":   {"", "/away {text}"},
	"back":   {"", "/away"},
	"nick":   {"", "/nick {text}"},
	"quit":   {"", "/quit {text}"},
}

// spelled are the commands as the server reads them, for clients that pass on
// what begins with the mark.
func spelled(mark string) map[string]phrase {
	all := map[string]phrase{}
	for what, line := range map[string]string{
		"join": "JOIN {in}", "part": "PART {in} :{text}", "say": "PRIVMSG {in} :{text}",
		"act": "PRIVMSG {in} :\x01ACTION {text}\x01", "tell": "PRIVMSG {whom} :{text}",
		"topic": "TOPIC {in} :{text}", "mode": "MODE {in} {text}", "kick": "KICK {in} {whom} :{text}",
		"invite": "INVITE {whom} {in}", "whois": "WHOIS {whom}", "away": "AWAY :{text}", "back": "AWAY",
		"nick": "NICK {text}", "quit": "QUIT :{text}",
	} {
		all[what] = phrase{"", mark + line}
	}
	return all
}

// but returns the phrases with some exchanged.
func but(phrases, other map[string]phrase) map[string]phrase {
	all := maps.Clone(phrases)
	maps.Copy(all, other)
	return all
}

// eventually asks until the answer is yes, or fails with the last thing seen.
func eventually(t *testing.T, what string, ask func() (yes bool, seen string)) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(clientPatience); ; <-tick.C {
		yes, seen := ask()
		if yes {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: not so in\n%s", what, seen)
		}
	}
}
