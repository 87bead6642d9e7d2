package irc_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// patience bounds how long a client waits for a line. It is never waited for
// unless the server is at fault.
const patience = 10 * time.Second

var (
	errSilence = errors.New("nothing was heard")
	errClosed  = errors.New("the server has closed the connection")
)

// wireConn is a client's end of a connection: lines without their CR LF.
type wireConn interface {
	Write(line string) error
	Read() (string, error)
	// HangUp stops sending, as a client does that vanishes. Read goes on until
	// the server has let go as well.
	HangUp() error
	Close() error
}

// client is one participant of a conversation.
type client struct {
	name     string
	conn     wireConn
	lines    chan string // closed when the connection is
	heard    []string    // taken from lines, not yet listed
	isupport []string
	syncs    int
	deaf     bool
	ended    bool // listed as closed, or hung up
	gone     bool // lines is closed
}

func newClient(name string, conn wireConn) *client {
	c := &client{name: name, conn: conn, lines: make(chan string, 1024)}
	go func() {
		defer close(c.lines)
		for {
			line, err := conn.Read()
			if err != nil {
				return
			}
			c.lines <- line
		}
	}()
	return c
}

// say sends a line. That the server has closed meanwhile shows in what is heard.
func (c *client) say(line string) { _ = c.conn.Write(line) }

// receive takes one line from the connection.
func (c *client) receive() (string, error) {
	select {
	case line, open := <-c.lines:
		if !open {
			c.gone = true
			return "", errClosed
		}
		if _, params := split(line); command(line) == "005" && len(params) > 2 {
			c.isupport = append(c.isupport, params[1:len(params)-1]...)
		}
		return line, wellFormed(line)
	case <-time.After(patience):
		return "", errSilence
	}
}

// next returns the next line that was not listed yet.
func (c *client) next() (string, error) {
	if len(c.heard) > 0 {
		line := c.heard[0]
		c.heard = c.heard[1:]
		return line, nil
	}
	return c.receive()
}

// sync waits until the server has done all that this client asked for: a PING
// comes back after everything else. What is heard meanwhile is kept.
func (c *client) sync() error {
	if c.gone {
		return nil
	}
	c.syncs++
	token := fmt.Sprintf("sync-%d", c.syncs)
	c.say("PING :" + token)
	for {
		line, err := c.receive()
		if errors.Is(err, errClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s waits for PONG: %w", c.name, err)
		}
		if _, params := split(line); command(line) == "PONG" && slices.Contains(params, token) {
			return nil
		}
		c.heard = append(c.heard, line)
	}
}

// register sends NICK and USER, negotiates caps, and swallows the burst.
func (c *client) register(nick, caps string) error { return c.logIn(nick, caps, "", "") }

// logIn registers as somebody of an account, if one is named.
func (c *client) logIn(nick, caps, account, password string) error {
	if account != "" {
		caps = strings.TrimPrefix(caps+",sasl", ",")
	}
	if caps != "" {
		c.say("CAP LS 302")
		for some := range slices.Chunk(strings.Split(caps, ","), 16) { // more may not fit into a line
			c.say("CAP REQ :" + strings.Join(some, " "))
		}
	}
	c.say("NICK " + nick)
	c.say("USER " + c.name + " 0 * :" + c.name)
	if account != "" {
		c.say("AUTHENTICATE PLAIN")
		c.say("AUTHENTICATE " + base64.StdEncoding.EncodeToString([]byte("\x00"+account+"\x00"+password)))
	}
	if caps != "" {
		c.say("CAP END")
	}
	for {
		line, err := c.next()
		if err != nil {
			return err
		}
		switch name, params := split(line); {
		case name == "376" || name == "422":
			return nil
		case name == "CAP" && slices.Contains(params, "NAK"),
			name[0] == '4', name == "ERROR", name == "FAIL":
			return fmt.Errorf("%s cannot connect: %q", c.name, line)
		}
	}
}

// hangUp closes the connection without QUIT and waits until the server has done
// the same.
func (c *client) hangUp() error {
	if err := c.conn.HangUp(); err != nil {
		return err
	}
	for {
		if _, err := c.receive(); errors.Is(err, errClosed) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// split takes the command and the parameters out of a line.
func split(line string) (command string, params []string) {
	if strings.HasPrefix(line, "@") {
		_, line, _ = strings.Cut(line, " ")
	}
	if strings.HasPrefix(line, ":") {
		_, line, _ = strings.Cut(line, " ")
	}
	middle, last, found := strings.Cut(line, " :")
	params = strings.Split(middle, " ")
	if found {
		params = append(params, last)
	}
	return params[0], params[1:]
}

func command(line string) string {
	name, _ := split(line)
	return name
}

// wellFormed says what is wrong with a line from the server, whatever it says.
func wellFormed(line string) error {
	body := line
	if strings.HasPrefix(line, "@") {
		_, body, _ = strings.Cut(line, " ")
	}
	switch {
	case len(body) > 510 || len(line)-len(body) > 8191:
		return fmt.Errorf("a line of %d bytes is too long: %q", len(line), line)
	case strings.ContainsAny(line, "\r\n\x00"):
		return fmt.Errorf("a line with CR, LF or NUL: %q", line)
	case !utf8.ValidString(line):
		return fmt.Errorf("a line that is not UTF-8: %q", line)
	case command(line) == "":
		return fmt.Errorf("a line without a command: %q", line)
	}
	return nil
}
