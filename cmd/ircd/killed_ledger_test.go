package main

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// ledger is what was said, and which accounts there are, as far as anybody was told.
type ledger struct {
	mu       sync.Mutex
	talks    map[string]*said // by channel, or by two names in order
	accounts map[string]bool  // true: it was said to be there
	count    int              // of accounts that were asked for
}

// said is one conversation.
type said struct {
	words map[string]*word    // of this round, by text
	heard map[string][]string // texts of this round in the order in which somebody heard them
	kept  []string            // the ids of all that is known to be on disk, in order
}

// word is a message. Its id is "" until it was echoed.
type word struct {
	id             string
	at             time.Time // of the echo
	taking         bool      // it was asked to be taken back
	takenBack      bool      // and that was said to be so
	takenAt        time.Time
	speaker, place string
}

func newLedger() *ledger { return &ledger{talks: map[string]*said{}, accounts: map[string]bool{}} }

// talkOf is the conversation of somebody with a target. The lock is held.
func (l *ledger) talkOf(p *person, target string) *said {
	if !strings.HasPrefix(target, "#") {
		pair := []string{p.name, target}
		slices.Sort(pair)
		target = strings.Join(pair, " ")
	}
	if l.talks[target] == nil {
		l.talks[target] = &said{words: map[string]*word{}, heard: map[string][]string{}}
	}
	return l.talks[target]
}

var idTag = regexp.MustCompile(`[@;]msgid=([^; ]+)`)

func idOf(line string) string {
	if found := idTag.FindStringSubmatch(line); found != nil {
		return found[1]
	}
	return ""
}

// hears puts down what somebody hears in the channel where all are.
func (l *ledger) hears(p *person, line string) {
	_, text, is := strings.Cut(line, " PRIVMSG #general :")
	if !is {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	talk := l.talkOf(p, "#general")
	talk.heard[p.name] = append(talk.heard[p.name], text)
	if w := talk.words[text]; w != nil && w.id != "" && w.id != idOf(line) {
		p.Errorf("%q has another id for %s: %s", text, p.name, line)
	}
}

// speak lets somebody say something somewhere.
func (l *ledger) speak(p *person, text string) error {
	target := []string{"#general", "#general", "#general", p.channel(), p.friend()}[rand.IntN(5)]
	w := &word{speaker: p.name, place: target}
	l.mu.Lock()
	l.talkOf(p, target).words[text] = w
	l.mu.Unlock()
	line, err := p.ask("PRIVMSG "+target+" :"+text, "PRIVMSG "+target+" :"+text)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	w.id, w.at = idOf(line), time.Now()
	return nil
}

// redact lets somebody take back something of hers, if she has said anything.
func (l *ledger) redact(p *person) error {
	l.mu.Lock()
	var w *word
	for _, talk := range l.talks {
		for _, other := range talk.words {
			if other.speaker == p.name && other.id != "" && !other.taking {
				w = other
			}
		}
	}
	if w != nil {
		w.taking = true
	}
	l.mu.Unlock()
	if w == nil {
		return nil
	}
	_, err := p.ask("REDACT "+w.place+" "+w.id, "REDACT "+w.place+" "+w.id)
	l.mu.Lock()
	defer l.mu.Unlock()
	w.takenBack, w.takenAt = err == nil, time.Now()
	return err
}

// registrar registers one account after another until the server is gone.
func (l *ledger) registrar(c *crash) func() {
	first := newPerson(c, fmt.Sprint("n", l.count))
	first.connect("")
	return func() {
		for p := first; ; {
			l.accounts[p.name] = false
			l.count++
			_, err := p.ask("REGISTER * * sesame", "REGISTER SUCCESS")
			l.accounts[p.name] = err == nil
			_ = p.conn.Close()
			if errors.Is(err, errRefused) {
				c.Errorf("round %d: %v", c.round, err)
			}
			p = newPerson(c, fmt.Sprint("n", l.count))
			if err != nil || p.tryConnect("") != nil {
				return
			}
		}
	}
}

// verify looks at all that was said since the last time, and at the new accounts.
func (l *ledger) verify(c *crash) {
	for name, wasTold := range l.accounts {
		p := newPerson(c, name)
		if err := p.tryConnect("sesame"); err != nil && wasTold {
			c.Errorf("round %d: the account %s is gone: %v", c.round, name, err)
		}
		_ = p.conn.Close()
	}
	clear(l.accounts)
	for name, talk := range l.talks {
		p, target := c.reader(name)
		since := ""
		if len(talk.kept) > 0 {
			since = talk.kept[len(talk.kept)-1]
		}
		talk.verify(c, name, p.page(target, since))
	}
	c.verifyReplay()
}

// reader is who can read a conversation, and under which name.
func (c *crash) reader(name string) (p *person, target string) {
	first, second, isPrivate := strings.Cut(name, " ")
	i := slices.IndexFunc(c.persons, func(p *person) bool { return p.name == strings.TrimPrefix(first, "#") || first == "#general" })
	if isPrivate {
		return c.persons[i], second
	}
	return c.persons[i], first
}

// page reads all that is kept of a conversation behind an id, in pages.
func (p *person) page(target, since string) (found []string) {
	p.Helper()
	place := "timestamp=2020-01-01T00:00:00.000Z"
	for {
		if since != "" {
			place = "msgid=" + since
		}
		lines := p.list(fmt.Sprintf("CHATHISTORY AFTER %s %s 100", target, place), " PRIVMSG ")
		if len(lines) == 0 {
			return found
		}
		found = append(found, lines...)
		since = idOf(lines[len(lines)-1])
	}
}

// verify compares what is there with what was said to be.
func (s *said) verify(c *crash, name string, lines []string) {
	c.Helper()
	must := func(at time.Time) bool { return c.wasStrict || at.Before(c.killed.Add(-c.allowed)) }
	there := map[string]int{}
	for i, line := range lines {
		id, text := idOf(line), last(line)
		w := s.words[text]
		_, twice := there[text]
		switch {
		case w == nil:
			c.Errorf("round %d: in %s is what nobody has said: %q", c.round, name, line)
		case twice:
			c.Errorf("round %d: in %s twice: %q", c.round, name, text)
		case w.id != "" && w.id != id:
			c.Errorf("round %d: in %s %q is %s, and was heard as %s", c.round, name, text, id, w.id)
		case len(s.kept) > 0 && id <= s.kept[len(s.kept)-1]:
			c.Errorf("round %d: in %s %q is out of order", c.round, name, text)
		}
		there[text] = i
		s.kept = append(s.kept, id)
	}
	for text, w := range s.words {
		switch _, is := there[text]; {
		case is && w.takenBack && must(w.takenAt):
			c.Errorf("round %d: in %s %q was taken back, and is there", c.round, name, text)
		case !is && w.id != "" && !w.taking && must(w.at):
			c.Errorf("round %d: in %s %q was echoed %v before the end (%v allowed, strict: %v), and is gone", c.round, name, text, c.killed.Sub(w.at), c.allowed, c.wasStrict)
		}
	}
	for who, heard := range s.heard {
		heard = slices.DeleteFunc(heard, func(text string) bool { _, is := there[text]; return !is })
		if !slices.IsSortedFunc(heard, func(a, b string) int { return there[a] - there[b] }) {
			c.Errorf("round %d: %s has heard %s in another order than it has now", c.round, who, name)
		}
	}
	s.words, s.heard = map[string]*word{}, map[string][]string{}
}

// verifyReplay joins the channel where all are, and is shown what was said last.
func (c *crash) verifyReplay() {
	conn := c.dial()
	defer conn.Close()
	fmt.Fprint(conn, "CAP REQ :batch message-tags server-time\r\nNICK late\r\nUSER u 0 * :u\r\nCAP END\r\nJOIN #general\r\nPING :end\r\n")
	var ids []string
	for lines := bufio.NewScanner(conn); lines.Scan() && !strings.Contains(lines.Text(), " PONG "); {
		if strings.Contains(lines.Text(), " PRIVMSG #general ") {
			ids = append(ids, idOf(lines.Text()))
		}
	}
	var kept []string
	if talk := c.ledger.talks["#general"]; talk != nil {
		kept = talk.kept
	}
	if want := kept[max(0, len(kept)-100):]; !slices.Equal(ids, want) {
		c.Errorf("round %d: replayed are %d messages, expected the last %d: %q, expected %q", c.round, len(ids), len(want), ids, want)
	}
}

// verifyAll reads every conversation from its beginning: what was there once is there.
func (c *crash) verifyAll() {
	total := 0
	for name, talk := range c.ledger.talks {
		p, target := c.reader(name)
		var ids []string
		for _, line := range p.page(target, "") {
			ids = append(ids, idOf(line))
		}
		if !slices.Equal(ids, talk.kept) {
			c.Errorf("%s has %d messages, and had %d", name, len(ids), len(talk.kept))
		}
		total += len(ids)
	}
	c.Logf("%d messages in %d conversations", total, len(c.ledger.talks))
}
