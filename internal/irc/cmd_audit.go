package irc

import (
	"cmp"
	"fmt"

	"linnet/internal/irc/wire"
)

// auditShown is how many entries AUDIT shows that was not told.
const auditShown = 20

// cmdAudit shows the newest entries of the audit log, the newest last: AUDIT
// [count] [mask], where the mask is of who, operator, action or target.
func cmdAudit(c *call) error {
	count, mask := auditShown, c.Param(0)
	if given := parseNumber(c.Param(0)); given > 0 {
		count, mask = given, c.Param(1)
	}
	mask = c.net().Fold(cmp.Or(mask, "*"))
	entries := c.net().Audit(count, mask)
	shown := len(entries)
	c.pages(func() bool {
		if len(entries) == 0 {
			c.notice(fmt.Sprintf("End of AUDIT: %d of %d entries", shown, c.net().AuditSize()))
			return false
		}
		c.notice("[" + wire.FormatTime(entries[0].At) + "] " + auditText(entries[0]))
		entries = entries[1:]
		return true
	})
	return nil
}

// notice answers with words where no numeric has a place for them.
func (c *call) notice(text string) {
	if c.service != nil {
		c.send(c.hub.serviceLine(c.service, c.s.name(), text))
		return
	}
	c.send(c.hub.noticeTo(c.s.name(), text))
}
