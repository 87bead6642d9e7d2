package irc_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"linnet/internal/irc"
)

// stage is one performance of a script.
type stage struct {
	t       *testing.T
	sc      *script
	clock   *clock
	srv     *irc.Server
	dial    dialer
	clients map[string]*client
	order   []*client
	known   values
	last    *client  // who spoke last and may not have been dealt with
	log     []string // what was said and heard so far

	begin      func() // starts the server
	closeStore func()

	settings atomic.Pointer[[]setting] // as they would be read now

	closings *closings
	closed   int // sessions that have ended so far
}

func play(t *testing.T, sc *script, d door) {
	p := &stage{t: t, sc: sc, clock: newClock(), clients: map[string]*client{}, known: values{}, closeStore: func() {}}
	p.settings.Store(&sc.settings)
	open := p.storeFor(d)
	p.begin = func() {
		p.start(d, open(t))
		// The daemon says goodbye before its doors are closed: cleanups run last to first.
		t.Cleanup(p.end)
	}
	p.begin()
	for _, s := range sc.settings {
		if s.key == "account" {
			p.srv.AddAccount(s.value)
		}
	}
	for i := 0; i < len(sc.steps); {
		n, err := p.perform(sc.steps[i:])
		if err != nil {
			p.fail(sc.steps[i], err)
		}
		i += n
	}
	for _, c := range p.order {
		if err := p.isDone(c); err != nil {
			p.fail(step{client: c.name}, fmt.Errorf("at the end: %w", err))
		}
	}
}

// start makes the server, and the door to it.
func (p *stage) start(d door, kept irc.Store) {
	cfg, err := settle(*p.settings.Load())
	if err != nil {
		p.t.Fatalf("%s: %v", p.sc.path, err)
	}
	if d.strict {
		cfg.Durability = irc.Strict
	}
	p.closings, p.closed = newClosings(), 0
	door := "https://chat.test"
	if slices.Contains(p.sc.settings, setting{"uploads", "none"}) {
		door = ""
	}
	p.srv, err = irc.New(cfg, irc.Options{
		Clock:   p.clock,
		HostOf:  playHost,
		Version: "linnet-test",
		Store:   kept,
		Uploads: door != "", Downloads: door,
		Logger: slog.New(p.closings),
		Reload: func() (irc.Config, string, error) {
			cfg, err := settle(*p.settings.Load())
			return cfg, "test.toml", err
		},
		Stop: func(bool) { go p.shutDown() },
	})
	if err != nil {
		p.t.Fatalf("%s: %v", p.sc.path, err)
	}
	p.srv.CheapPasswords()
	p.dial = d.open(p.t, p.srv, p.sc.binary)
}

// end ends the server, and everybody's connection to it.
func (p *stage) end() {
	p.shutDown()
	p.closeStore()
	p.closeStore = func() {}
	for _, c := range p.order {
		_ = c.conn.Close()
	}
}

// restart ends the server and starts it anew, with what it had stored.
func (p *stage) restart() error {
	err := p.settleDown()
	p.end()
	p.clients, p.order, p.last = map[string]*client{}, nil, nil
	p.begin()
	p.log = append(p.log, "-- the server starts anew")
	return err
}

// playHost is the host shown: "test", but for who comes from an address.
func playHost(from netip.Addr) string {
	if from.IsValid() && !from.IsLoopback() {
		return from.String()
	}
	return "test"
}

// shutDown ends the server, as whoever runs it would.
func (p *stage) shutDown() {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := p.srv.Shutdown(ctx); err != nil {
		p.t.Errorf("shut down: %v", err)
	}
}

// rewrite gives a setting one value in place of all that it had, or none.
func (p *stage) rewrite(key, value string) {
	next := slices.DeleteFunc(slices.Clone(*p.settings.Load()), func(s setting) bool { return s.key == key })
	if value != "" {
		next = append(next, setting{key, value})
	}
	p.settings.Store(&next)
}

// fail ends the performance and shows what led to it.
func (p *stage) fail(st step, err error) {
	p.t.Helper()
	if len(p.log) > 30 {
		p.log = append([]string{"..."}, p.log[len(p.log)-30:]...)
	}
	p.t.Fatalf("%s:%d: %s: %v\n(%s)\n  %s", p.sc.path, st.line, st.client, err, p.sc.title, strings.Join(p.log, "\n  "))
}

// perform does the first of some steps, or all of a group, and says how many.
func (p *stage) perform(steps []step) (n int, err error) {
	st := steps[0]
	switch st.verb {
	case connects, opens:
		return 1, p.enter(st)
	case timePasses:
		err := p.settleDown()
		p.clock.advance(st.d)
		p.log = append(p.log, fmt.Sprintf("-- %v pass", st.d))
		return 1, err
	case valuesDiffer:
		return 1, p.differ(st.text)
	case restarts:
		return 1, p.restart()
	case rewrites:
		err := p.settleDown()
		p.rewrite(st.args["key"], st.args["value"])
		return 1, err
	}
	c := p.clients[st.client]
	if c == nil {
		return 1, errors.New("nobody of this name is connected")
	}
	switch st.verb {
	case says:
		return 1, p.say(c, st.text)
	case hears:
		line, err := c.next()
		if err != nil {
			return 1, fmt.Errorf("expected %q: %w", st.text, err)
		}
		return 1, p.matches(c, st.text, line)
	case hearsUpTo:
		return 1, p.skip(c, st.text)
	case hearsInGroup, mayHear:
		group := steps
		for n = range steps {
			if s := steps[n]; s.client != st.client || s.verb != hearsInGroup && s.verb != mayHear {
				group = steps[:n]
				break
			}
		}
		return len(group), p.hearGroup(c, group)
	case closes:
		err := p.settleDown()
		if err == nil {
			err = p.isDone(c)
		}
		c.ended = true
		p.closed++
		return 1, errors.Join(err, c.hangUp(), p.closings.wait(p.closed))
	case isClosed:
		c.ended = true
		p.closed++
		if line, err := c.next(); !errors.Is(err, errClosed) {
			return 1, fmt.Errorf("expected the connection to be closed, heard %q: %w", line, err)
		}
	case isDeaf:
		c.deaf = true
	case isupportHas:
		return 1, p.advertised(c, st.text)
	}
	return 1, nil
}

// enter opens a connection, and registers it if the step says so.
func (p *stage) enter(st step) error {
	if p.clients[st.client] != nil {
		return errors.New("this name is taken")
	}
	if err := p.settleDown(); err != nil {
		return err
	}
	from := netip.Addr{}
	if arg := st.args["from"]; arg != "" {
		var err error
		if from, err = netip.ParseAddr(arg); err != nil {
			return err
		}
	}
	conn, err := p.dial(from)
	if err != nil {
		return err
	}
	c := newClient(st.client, conn)
	p.clients[st.client], p.order, p.last = c, append(p.order, c), c
	if st.verb == opens {
		return nil
	}
	nick := st.client
	if arg := st.args["nick"]; arg != "" {
		if nick, err = expand(arg, p.known); err != nil {
			return err
		}
	}
	password := "sesame"
	if arg := st.args["password"]; arg != "" {
		if password, err = expand(arg, p.known); err != nil {
			return err
		}
	}
	return c.logIn(nick, st.args["caps"], st.args["account"], password)
}

// settleDown waits until whoever spoke last has been dealt with, so that the
// order of what different clients do is certain.
func (p *stage) settleDown() error {
	last := p.last
	p.last = nil // one PING will do: a second would keep a silent client alive
	if last == nil || last.ended {
		return nil
	}
	return last.sync()
}

func (p *stage) say(c *client, text string) error {
	if p.last != c {
		if err := p.settleDown(); err != nil {
			return err
		}
		p.last = c
	}
	line, err := expand(text, p.known)
	if err != nil {
		return err
	}
	p.log = append(p.log, c.name+"> "+line)
	c.say(line)
	return nil
}

func (p *stage) matches(c *client, pattern, line string) error {
	p.log = append(p.log, c.name+"< "+line)
	if !p.try(pattern, line) {
		return fmt.Errorf("heard    %q\n    expected %q", line, pattern)
	}
	return nil
}

// try matches a line and keeps what it captured.
func (p *stage) try(pattern, line string) bool {
	m, err := compile(pattern, p.known)
	if err != nil {
		p.t.Fatalf("%s: %v", p.sc.path, err)
	}
	captured, ok := m.match(line)
	for name, value := range captured {
		p.known[name] = value
	}
	return ok
}

func (p *stage) skip(c *client, name string) error {
	for {
		line, err := c.next()
		if err != nil {
			return fmt.Errorf("expected %s: %w", name, err)
		}
		p.log = append(p.log, c.name+"< "+line)
		if command(line) == name {
			return nil
		}
	}
}

// hearGroup takes lines in any order. Those that may be heard are waited for only
// until a PING shows that nothing more is coming.
func (p *stage) hearGroup(c *client, group []step) error {
	left := append([]step(nil), group...)
	for len(left) > 0 {
		must := false
		for _, st := range left {
			must = must || st.verb == hearsInGroup
		}
		if !must && len(c.heard) == 0 {
			if err := errors.Join(p.settleDown(), c.sync()); err != nil {
				return err
			}
			if len(c.heard) == 0 {
				return nil
			}
		}
		line, err := c.next()
		if err != nil {
			return fmt.Errorf("expected %q: %w", left[0].text, err)
		}
		found := -1
		for i, st := range left {
			if p.try(st.text, line) {
				found = i
				break
			}
		}
		if found < 0 && !must {
			c.heard = append([]string{line}, c.heard...)
			return nil
		}
		p.log = append(p.log, c.name+"< "+line)
		if found < 0 {
			return fmt.Errorf("heard    %q\n    expected one of %q, ...", line, left[0].text)
		}
		left = append(left[:found], left[found+1:]...)
	}
	return nil
}

// isDone says whether a client has heard nothing but what was listed.
func (p *stage) isDone(c *client) error {
	if c.ended || c.deaf {
		return nil
	}
	if err := errors.Join(p.settleDown(), c.sync()); err != nil {
		return err
	}
	if len(c.heard) > 0 {
		return fmt.Errorf("heard %d lines that nobody listed, the first %q", len(c.heard), c.heard[0])
	}
	if c.gone {
		return errClosed
	}
	return nil
}

func (p *stage) differ(text string) error {
	seen := map[string]string{}
	for name := range strings.FieldsSeq(text) {
		value, err := expand(name, p.known)
		if err != nil {
			return err
		}
		if other, doubled := seen[value]; doubled {
			return fmt.Errorf("%s and %s are both %q", other, name, value)
		}
		seen[value] = name
	}
	return nil
}

// advertised looks for tokens among all that ISUPPORT told a client.
func (p *stage) advertised(c *client, text string) error {
tokens:
	for pattern := range strings.FieldsSeq(text) {
		for _, token := range c.isupport {
			if p.try(pattern, token) {
				continue tokens
			}
		}
		return fmt.Errorf("no %q in ISUPPORT: %q", pattern, c.isupport)
	}
	return nil
}
