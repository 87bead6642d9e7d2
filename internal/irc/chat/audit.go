package chat

import (
	"slices"
	"time"
)

// Audited: an operator did something, or something happened that operators want
// to know of. Each text is cut already; Who is a mask, or the server's name.
type Audited struct {
	Who    string // nick!user@host
	Oper   string // the name given to OPER, "" for who is no operator
	Action string // what was done, in capitals: a command, or a word like one
	Target string // to whom or to what, "" if to nobody
	Reason string
	At     time.Time
}

// Audit returns the newest entries of the audit log that match a folded mask in
// who, operator, action or target, at most so many, the newest last.
func (n *Network) Audit(most int, mask string) []Audited {
	var found []Audited
	for i := range n.audited.size() {
		if len(found) == most {
			break
		}
		entry := n.audited.newest(i)
		if slices.ContainsFunc(
			[]string{entry.Who, entry.Oper, entry.Action, entry.Target},
			func(text string) bool { return Match(mask, n.Fold(text)) },
		) {
			found = append(found, entry)
		}
	}
	slices.Reverse(found)
	return found
}

// AuditSize is how many entries the audit log holds.
func (n *Network) AuditSize() int { return n.audited.size() }

func (n *Network) audit(ev Audited) Effect {
	n.audited.add(ev, n.settings.AuditEntries)
	return Effect{}
}

// auditRing holds the newest entries; next is where the one after them goes.
type auditRing struct {
	entries []Audited
	next    int
}

func (r *auditRing) size() int { return len(r.entries) }

func (r *auditRing) add(entry Audited, most int) {
	if len(r.entries) < most {
		r.entries = append(r.entries, entry)
		return
	}
	r.entries[r.next] = entry
	r.next = (r.next + 1) % most
}

// newest returns the entry with so many newer ones after it.
func (r *auditRing) newest(newer int) Audited {
	last := len(r.entries)
	return r.entries[(r.next+2*last-1-newer)%last]
}
