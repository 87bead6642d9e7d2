package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"
)

// observerWords: an observer speaks and shows the lines themselves.
var observerWords = words{
	typed: spelled(""),
	shown: map[string]phrase{
		"welcome":       {"", " 001 {by} :Welcome"},
		"join":          {"", ":{by}!~*@* JOIN {in}"},
		"part":          {"", ":{by}!~*@* PART {in} :{text}"},
		"say":           {"", ":{by}!~*@* PRIVMSG {in} :{text}"},
		"act":           {"", ":{by}!~*@* PRIVMSG {in} :\x01ACTION {text}\x01"},
		"tell":          {"", ":{by}!~*@* PRIVMSG {whom} :{text}"},
		"topic":         {"", ":{by}!~*@* TOPIC {in} :{text}"},
		"topic is":      {"", " 332 * {in} :{text}"},
		"mode":          {"", ":{by}!~*@* MODE {in} {text}"},
		"kick":          {"", ":{by}!~*@* KICK {in} {whom} :{text}"},
		"invite to me":  {"", ":{by}!~*@* INVITE {whom} {in}"},
		"whois away":    {"", " 301 * {whom} :{text}"},
		"told away":     {"", " 301 * {whom} :{text}"},
		"away by me":    {"", " 306 "},
		"back by me":    {"", " 305 "},
		"nick":          {"", ":{by}!~*@* NICK :{text}"},
		"quit":          {"", ":{by}!~*@* QUIT :Quit: {text}"},
		"not operator":  {"", " 482 * {in} "},
		"cannot speak":  {"", " 404 * {in} "},
		"banned":        {"", " 474 * {in} "},
		"invitees only": {"", " 473 * {in} "},
	},
}

// observer lets somebody in by a plain connection.
func observer(t *testing.T, at place, nick string) *foreignClient {
	t.Helper()
	nc := mustDial(t, "tcp", at.address)
	lines := bufio.NewScanner(nc)
	o := observe(t, nick, func() (string, error) {
		if lines.Scan() {
			return lines.Text(), nil
		}
		return "", fmt.Errorf("gone: %w", lines.Err())
	}, func(line string) error {
		_, err := nc.Write([]byte(line + "\r\n"))
		return err
	})
	o.kind = "observer"
	return o
}

// browser lets somebody in through the WebSocket, as the web client does.
func (p *program) browser(t *testing.T, nick string) *foreignClient {
	t.Helper()
	ctx := t.Context()
	ws, _, err := websocket.Dial(ctx, "ws://"+p.web+"/ws", &websocket.DialOptions{
		Subprotocols: []string{"text.ircv3.net"}, HTTPHeader: map[string][]string{"Origin": {"http://" + p.web}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.CloseNow() })
	b := observe(t, nick, func() (string, error) {
		_, line, err := ws.Read(context.WithoutCancel(ctx))
		return string(line), err
	}, func(line string) error {
		return ws.Write(ctx, websocket.MessageText, []byte(line))
	}, "CAP REQ :message-tags server-time echo-message")
	b.kind = "browser"
	return b
}

// observe registers over a connection that is read and written line by line, and
// keeps all that is heard. It may say something before.
func observe(t *testing.T, nick string, read func() (string, error), write func(string) error, before ...string) *foreignClient {
	t.Helper()
	var heard struct {
		sync.Mutex
		strings.Builder
	}
	go func() {
		for {
			line, err := read()
			if err != nil {
				return
			}
			heard.Lock()
			heard.WriteString(line + "\n")
			heard.Unlock()
		}
	}()
	o := &foreignClient{t: t, nick: nick, words: observerWords, seen: map[string]int{},
		hands: func(_, line string) {
			t.Helper()
			if err := write(line); err != nil {
				t.Fatal(err)
			}
		},
		eyes: func(string) string {
			heard.Lock()
			defer heard.Unlock()
			return heard.String()
		},
	}
	for _, line := range append(before, "NICK "+nick, "USER "+nick+" 0 * :"+nick, "CAP END") {
		o.hands("", line)
	}
	return o
}

// caughtUp waits until all that was to come by now has come.
func (c *foreignClient) caughtUp() {
	c.t.Helper()
	c.hands("", "PING :all is here")
	c.shows("", "PONG *all is here")
}
