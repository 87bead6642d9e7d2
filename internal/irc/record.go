package irc

import "linnet/internal/irc/chat"

// record lets an event happen that nobody may be told of before it outlives the
// process: a change of accounts, of channels that stay, of the server's bans. Then
// it answers; then is nil if there is nothing to say. Nothing of a command may
// come after it but what is in there.
func (c *call) record(ev chat.Event, then func() error) {
	c.recordAll([]chat.Event{ev}, then)
}

// recordAll is record for events of which all happen or none.
func (c *call) recordAll(events []chat.Event, then func() error) {
	for _, ev := range events {
		c.happen(ev)
	}
	if then != nil {
		c.explain(then())
	}
}
