package irc

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// A file does not come by IRC: NickServ gives a link to the web door, by which all that
// is kept of a person is handed out once.

const (
	// ticketLasts is how long a link is good for.
	ticketLasts = 10 * time.Minute
	// exportBurst is how many links there are for an account at once, and then one each
	// exportEach.
	exportBurst = 3
	exportEach  = 20 * time.Minute
	// exportsAtOnce is how many are handed out at the same time: each reads the disk.
	exportsAtOnce = 2
)

// ticket is what a link is good for.
type ticket struct {
	account account.ID
	token   [sha256.Size]byte // its hash
	until   time.Time
	audit   bool // for an operator
}

// nsExport gives a link.
func nsExport(c *call) error {
	a, foreign, err := c.whose(c.Param(0))
	if err != nil {
		return err
	}
	key := fmt.Sprint(a.ID)
	switch {
	case c.hub.downloads == "":
		c.notice("This server has no web door to hand you a file by: ask whoever runs it, who can do it too (ircd export-account).")
		return nil
	case c.hub.links.isShut(key, exportBurst, exportEach, c.hub.now):
		c.notice("You have asked for that often just now: try again in a while.")
		return nil
	}
	c.hub.links.pass(key, exportBurst, exportEach, c.hub.now)
	var raw [24]byte
	c.hub.random(raw[:])
	token := base64.RawURLEncoding.EncodeToString(raw[:])
	c.hub.tickets[a.ID] = ticket{a.ID, sha256.Sum256([]byte(token)), c.hub.now.Add(ticketLasts), foreign}
	if foreign {
		c.audit("NICKSERV EXPORT", a.Name, "")
	}
	c.noticef("Everything that is kept of %s is one file (JSON), which this link gives once, until %s:", a.Name, c.hub.now.Add(ticketLasts).Format(untilFormat))
	c.notice(c.hub.downloads + "/export/" + token)
	return nil
}

// Download is a file that somebody may have.
type Download struct {
	Name string // that it might be given
	// Write writes all of it.
	Write func(context.Context, io.Writer) error
}

// Why there is no download.
var (
	ErrNoDownload    = errors.New("this link was used already, is too old, or never was one")
	ErrManyDownloads = errors.New("others are being handed their files just now: try again in a moment")
)

// Download takes in the token of a link, which is good once, and returns what it is
// good for. Whoever is given it says when it is done.
func (s *Server) Download(token string) (d Download, done func(), err error) {
	h := s.hub
	h.lock()
	defer h.unlock()
	sum := sha256.Sum256([]byte(token))
	for id, t := range h.tickets {
		if t.token != sum || !t.until.After(h.now) {
			continue
		}
		a, there := h.net.AccountByID(id)
		if !there {
			break
		}
		select {
		case s.handing <- struct{}{}:
		default:
			return d, nil, ErrManyDownloads
		}
		delete(h.tickets, id)
		name := a.Name
		return Download{
			Name:  "linnet-" + name + "-" + h.now.Format(time.DateOnly) + ".json",
			Write: func(ctx context.Context, w io.Writer) error { return s.Export(ctx, name, t.audit, w) },
		}, func() { <-s.handing }, nil
	}
	return d, nil, ErrNoDownload
}

// sweepTickets forgets those that are too old.
func (h *hub) sweepTickets(now time.Time) {
	for id, t := range h.tickets {
		if !t.until.After(now) {
			delete(h.tickets, id)
		}
	}
}

// tidyTicket forgets the link to what is kept of an account that is no more.
func (h *hub) tidyTicket(ev chat.Event) {
	if dropped, is := ev.(chat.AccountDropped); is {
		delete(h.tickets, dropped.Account)
	}
}
