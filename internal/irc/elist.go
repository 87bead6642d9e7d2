package irc

import (
	"slices"
	"strings"
	"time"

	"linnet/internal/irc/chat"
)

// listQuery is what one LIST asks for: any of the masks, none of the others, and
// all of the conditions (Modern IRC ELIST: CMNTU).
type listQuery struct {
	masks, others []string // folded
	conditions    []listCondition
}

// listCondition is one of "<n", ">n", "C<n", "C>n", "T<n" and "T>n".
type listCondition struct {
	of   byte // U members, C minutes since creation, T minutes since the topic was set
	more bool
	n    int
}

// readList reads both parameters, which clients fill as they like. A second one
// may also be the server's name (RFC 2812 3.2.6).
func readList(c *call) *listQuery {
	q := &listQuery{}
	items := c.list(c.Param(0))
	if second := c.Param(1); c.net().Fold(second) != c.net().Fold(c.hub.cfg.Name) {
		items = append(items, c.list(second)...)
	}
	for _, item := range items {
		condition, ok := parseCondition(item)
		switch {
		case ok:
			q.conditions = append(q.conditions, condition)
		case item[0] == '!':
			q.others = append(q.others, c.net().Fold(item[1:]))
		default:
			q.masks = append(q.masks, c.net().Fold(item))
		}
	}
	return q
}

// parseCondition reads a condition, or says that the item is none.
func parseCondition(item string) (listCondition, bool) {
	condition := listCondition{of: 'U'}
	if item[0] == 'C' || item[0] == 'c' || item[0] == 'T' || item[0] == 't' {
		condition.of = item[0] &^ 0x20 // ELIST's letters have no case
		item = item[1:]
	}
	if item == "" || item[0] != '<' && item[0] != '>' {
		return listCondition{}, false
	}
	condition.more = item[0] == '>'
	condition.n = parseNumber(item[1:])
	return condition, condition.n >= 0
}

// isExact says whether only channels of certain names are asked for.
func (q *listQuery) isExact() bool {
	isPattern := func(mask string) bool { return strings.ContainsAny(mask, "*?") }
	return len(q.masks) > 0 && !slices.ContainsFunc(q.masks, isPattern)
}

// takes says whether a channel is among those asked for.
func (q *listQuery) takes(folded string, ch *chat.Channel, now time.Time) bool {
	matches := func(mask string) bool { return chat.Match(mask, folded) }
	if len(q.masks) > 0 && !slices.ContainsFunc(q.masks, matches) || slices.ContainsFunc(q.others, matches) {
		return false
	}
	for _, condition := range q.conditions {
		if !condition.holds(ch, now) {
			return false
		}
	}
	return true
}

// holds says whether the condition is true of a channel. A topic that was never
// set is neither old nor new.
func (l listCondition) holds(ch *chat.Channel, now time.Time) bool {
	value := float64(len(ch.Members))
	switch l.of {
	case 'C':
		value = now.Sub(ch.Created).Minutes()
	case 'T':
		if ch.Topic.Text == "" {
			return false
		}
		value = now.Sub(ch.Topic.At).Minutes()
	}
	if l.more {
		return value > float64(l.n)
	}
	return value < float64(l.n)
}
