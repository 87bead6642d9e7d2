package irc

import (
	"fmt"
	"strings"
	"time"

	"linnet/internal/irc/wire"
)

// statsDisk tells how the disk fares, a line each (RPL_STATSDEBUG).
func statsDisk(c *call) {
	d := c.hub.disk
	if d == nil {
		c.replyText(RPL_STATSDEBUG, "Nothing is stored: everything lives in memory")
		return
	}
	p := d.pace
	last := "never"
	if !p.at.IsZero() {
		last = wire.FormatTime(p.at)
	}
	c.replyText(RPL_STATSDEBUG, fmt.Sprintf("durability %s, %d entries stored in %d writes, the last at %s", c.hub.cfg.Durability, p.stored, p.commits, last))
	c.replyText(RPL_STATSDEBUG, fmt.Sprintf("a write takes %v, the slowest of the last few %v; %d came later than is promised", millis(p.mean()), millis(p.slowest), p.late))
	entries, states := len(d.changes)+len(d.flight.Changes), len(d.states.events)+len(d.flight.Events)
	c.replyText(RPL_STATSDEBUG, fmt.Sprintf("waiting: %d entries (%d bytes), %d states, %d records", entries, d.bytes, states, len(d.records)))
	trouble := "none"
	if t := d.trouble; t.is() {
		trouble = fmt.Sprintf("since %s: %s", wire.FormatTime(t.since), strings.Join(strings.Fields(t.err.Error()), " "))
	}
	c.replyText(RPL_STATSDEBUG, fmt.Sprintf("lost to the disk: %d messages; trouble: %s", d.trouble.lost, trouble))
}

// millis is a duration as a person reads it.
func millis(d time.Duration) time.Duration { return d.Round(10 * time.Microsecond) }
