package irc

import "testing"

// TestFanOutTakesNothingPerRecipient: what a message takes, it takes once, for however
// many. The half leaves room for pools: the race detector makes them lose things.
func TestFanOutTakesNothingPerRecipient(t *testing.T) {
	for _, caps := range []string{"", "message-tags server-time"} {
		for _, line := range []string{"PRIVMSG #general :hello there", "MODE #general +t-t", "TOPIC #general :tea"} {
			taken := func(members int) float64 {
				speaker := crowd(t, members, caps)[0]
				quietly(speaker, rule("#general"))
				return testing.AllocsPerRun(20, func() { speaker.Line([]byte(line)) })
			}
			const few, many = 10, 400
			if each := (taken(many) - taken(few)) / (many - few); each > 0.5 {
				t.Errorf("%s with %q: %.1f allocations for each recipient", line, caps, each)
			}
		}
	}
}
