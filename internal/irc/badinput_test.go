package irc_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"linnet/internal/irc"
)

// badInput is what a client hears who sends a command wrongly: commands and
// numerics in their order, repeated ones once; "" is silence. Where the
// specification leaves a choice, alternatives stand between bars.
type badInput struct {
	early string // "a b c d" before registration
	none  string // no parameter
	empty string // one, which is empty
	many  string // sixteen: the letters a to p
	long  string // one of 400 bytes
	twice string // "x,x x,x"
	// others is what somebody in the same channel may hear of any of it.
	others string
}

// badLines are the ways to send a command wrongly.
var badLines = []struct {
	name, params string
	want         func(badInput) string
}{
	{"none", "", func(b badInput) string { return b.none }},
	{"empty", " :", func(b badInput) string { return b.empty }},
	{"many", " a b c d e f g h i j k l m n o p", func(b badInput) string { return b.many }},
	{"long", " " + strings.Repeat("x", 400), func(b badInput) string { return b.long }},
	{"twice", " x,x x,x", func(b badInput) string { return b.twice }},
	{"not UTF-8", " \xff", func(badInput) string { return "FAIL" }},
	{"too long a line", " " + strings.Repeat("x", 600), func(badInput) string { return "417" }},
}

// TestBadInput sends every command of the table in every wrong way. Nobody else
// may hear of it, and the server must answer what the specification says and go
// on answering.
func TestBadInput(t *testing.T) {
	for _, name := range irc.CommandNames() {
		row, ok := badInputs[name]
		if !ok {
			t.Errorf("%s has no row: write it by hand, from its specification", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			s := newBadStage(t)
			s.early(name, row.early)
			for _, bad := range badLines {
				s.try(bad.name, name+bad.params, bad.want(row), row.others)
			}
		})
	}
	for name := range badInputs {
		if !slices.Contains(irc.CommandNames(), name) {
			t.Errorf("%s has a row here and none in the table", name)
		}
	}
}

// badStage is a server with a bystander in #tea.
type badStage struct {
	t         *testing.T
	srv       *irc.Server
	bystander *client
}

func newBadStage(t *testing.T) *badStage {
	cfg, err := settle(nil)
	if err != nil {
		t.Fatal(err)
	}
	srv, err := irc.New(cfg, irc.Options{Clock: newClock(), Version: "linnet-test"})
	if err != nil {
		t.Fatal(err)
	}
	s := &badStage{t: t, srv: srv}
	s.bystander = s.enter("bob")
	return s
}

func (s *badStage) open(nick string) *client {
	c := newClient(nick, pipeClient{newPipe(s.srv, netip.Addr{})})
	s.t.Cleanup(func() { _ = c.conn.Close() })
	return c
}

// enter registers a client and takes it into #tea; what led there is forgotten.
func (s *badStage) enter(nick string) *client {
	s.t.Helper()
	c := s.open(nick)
	if err := c.register(nick, ""); err != nil {
		s.t.Fatal(err)
	}
	c.say("JOIN #tea")
	s.hears(c)
	if s.bystander != nil {
		s.hears(s.bystander)
	}
	return c
}

// hears returns what a client has heard by now, repeated commands once.
func (s *badStage) hears(c *client) string {
	s.t.Helper()
	if err := c.sync(); err != nil {
		s.t.Fatal(err)
	}
	var heard []string
	for _, line := range c.heard {
		heard = append(heard, command(line))
	}
	c.heard = nil
	return strings.Join(slices.Compact(heard), " ")
}

func (s *badStage) early(name, want string) {
	c := s.open("early")
	c.say(name + " a b c d")
	s.expect("before registration", name, want, s.hears(c))
	s.expect("before registration, to others", name, "", s.hears(s.bystander))
}

func (s *badStage) try(what, line, want, others string) {
	c := s.enter("mallory")
	c.say(line)
	s.expect(what, line, want, s.hears(c))
	s.expect(what+", to others", line, "|"+others, s.hears(s.bystander))
	c.say("QUIT")
	for !c.gone {
		if _, err := c.receive(); err != nil && !c.gone {
			s.t.Fatal(err)
		}
	}
	s.hears(s.bystander)
}

func (s *badStage) expect(what, line, want, got string) {
	s.t.Helper()
	if !slices.Contains(strings.Split(want, "|"), got) {
		s.t.Errorf("%s: %.40q: expected %q, got %q", what, line, want, got)
	}
}
