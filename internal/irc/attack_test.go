package irc_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc"
)

// attacked is a server whose clients mean no good, and the door they come by.
type attacked struct {
	*testing.T
	srv   *irc.Server
	clock *clock
	dial  func() (wireConn, error)
}

func attack(t *testing.T, d door, change func(*irc.Limits)) *attacked {
	t.Helper()
	cfg, err := settle(nil)
	if err != nil {
		t.Fatal(err)
	}
	change(&cfg.Limits)
	a := &attacked{T: t, clock: newClock()}
	a.srv, err = irc.New(cfg, irc.Options{Clock: a.clock, HostOf: func(netip.Addr) string { return "test" }})
	if err != nil {
		t.Fatal(err)
	}
	dial := d.open(t, a.srv, false)
	a.dial = func() (wireConn, error) { return dial(netip.Addr{}) }
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := a.srv.Shutdown(ctx); err != nil {
			t.Errorf("shut down: %v", err)
		}
	})
	return a
}

// enter registers a client that is in #general.
func (a *attacked) enter(nick string) *client {
	a.Helper()
	c := a.open(nick)
	if err := c.register(nick, ""); err != nil {
		a.Fatal(err)
	}
	c.say("JOIN #general")
	a.until(c, " 366 ")
	return c
}

func (a *attacked) open(name string) *client {
	a.Helper()
	conn, err := a.dial()
	if err != nil {
		a.Fatal(err)
	}
	a.Cleanup(func() { _ = conn.Close() })
	return newClient(name, conn)
}

// until reads up to a line that has some part, and returns all that came.
func (a *attacked) until(c *client, part string) []string {
	a.Helper()
	var heard []string
	for {
		line, err := c.next()
		if err != nil {
			a.Fatalf("%s waits for %q: %v; heard %d lines, the last %q", c.name, part, err, len(heard), heard[max(0, len(heard)-3):])
		}
		heard = append(heard, line)
		if strings.Contains(line, part) {
			return heard
		}
	}
}

// eachDoor runs an attack by the doors that speak bytes and by the pipe.
func eachDoor(t *testing.T, do func(t *testing.T, d door)) {
	for _, d := range doors {
		t.Run(d.name, func(t *testing.T) { do(t, d) })
	}
}

func TestABurstIsNotDelayedAndAFloodIs(t *testing.T) {
	eachDoor(t, func(t *testing.T, d door) {
		a := attack(t, d, func(l *irc.Limits) { l.FloodBurst, l.FloodRate = 30, 10 })
		c := a.enter("alice") // costs four
		for i := range 20 {
			c.say(fmt.Sprintf("PING burst-%d", i))
		}
		a.until(c, "burst-19") // time stands still

		const lines = 1000
		go func() {
			for i := range lines {
				c.say(fmt.Sprintf("PING flood-%d", i))
			}
		}()
		a.until(c, "flood-0")
		for i := 1; i < lines; {
			select {
			case line := <-c.lines:
				if !strings.HasSuffix(line, fmt.Sprintf("flood-%d", i)) {
					t.Fatalf("line %d: heard %q", i, line)
				}
				i++
			default:
				a.clock.advance(50 * time.Millisecond)
			}
		}
		if passed := a.clock.Now().Sub(newClock().Now()); passed < (lines-30)*100*time.Millisecond {
			t.Errorf("%d lines got through in %v", lines, passed)
		}
	})
}

func TestWhoDoesNotRegisterIsClosed(t *testing.T) {
	eachDoor(t, func(t *testing.T, d door) {
		a := attack(t, d, func(l *irc.Limits) { l.Registration = 30 * time.Second })
		c := a.open("silent")
		c.say("CAP LS 302")
		a.until(c, "CAP * LS")
		a.clock.advance(29 * time.Second)
		c.say("CAP LIST")
		a.until(c, "CAP * LIST")
		a.clock.advance(time.Second)
		a.until(c, "Registration timed out")
		if _, err := c.next(); !errors.Is(err, errClosed) {
			t.Errorf("it is not closed: %v", err)
		}
	})
}

func TestWhoIsSilentIsAskedAndThenClosed(t *testing.T) {
	eachDoor(t, func(t *testing.T, d door) {
		a := attack(t, d, func(l *irc.Limits) { l.PingInterval, l.PingTimeout = 90*time.Second, 60*time.Second })
		alice, bob := a.enter("alice"), a.enter("bob")
		a.clock.advance(90 * time.Second)
		a.until(bob, "PING")
		a.until(alice, "PING")
		alice.say("PING still-here")
		a.until(alice, "still-here")
		a.clock.advance(60 * time.Second)
		a.until(bob, "Ping timeout: 150 seconds")
		a.until(alice, "QUIT :Ping timeout: 150 seconds")
		if _, err := bob.next(); !errors.Is(err, errClosed) {
			t.Errorf("bob is not closed: %v", err)
		}
	})
}

func TestShutdownSaysGoodbye(t *testing.T) {
	eachDoor(t, func(t *testing.T, d door) {
		a := attack(t, d, func(*irc.Limits) {})
		clients := []*client{a.enter("alice"), a.enter("bob"), a.open("nobody")}
		clients[2].say("PING :ready")
		a.until(clients[2], "ready")
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		if err := a.srv.Shutdown(ctx); err != nil {
			t.Fatal(err)
		}
		for _, c := range clients {
			a.until(c, "ERROR :Closing Link: test (Server is shutting down)")
			if _, err := c.next(); !errors.Is(err, errClosed) {
				t.Errorf("%s is not closed: %v", c.name, err)
			}
		}
	})
}
