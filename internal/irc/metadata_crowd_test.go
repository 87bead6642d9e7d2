package irc_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestMetadataOfALargeChannelWaits: who joins one is told to ask later, and then
// gets everything. Spec: IRCv3 metadata "Postponed synchronization".
func TestMetadataOfALargeChannelWaits(t *testing.T) {
	s := newBadStage(t)
	for i := range 100 {
		c := s.open(fmt.Sprint("c", i))
		if err := c.register(c.name, ""); err != nil {
			t.Fatal(err)
		}
		c.say("METADATA * SET avatar x")
		c.say("JOIN #tea")
		s.hears(c)
	}
	for _, dialect := range []struct{ name, later, line string }{
		{"draft/metadata-2", ":irc.test 774 late #tea 2", "METADATA "},
		{"draft/metadata-3", ":irc.test 774 late #tea 2 :", "761 late "},
	} {
		t.Run(dialect.name, func(t *testing.T) {
			late := s.open("late")
			if err := late.register("late", dialect.name+",batch"); err != nil {
				t.Fatal(err)
			}
			late.say("METADATA * SUB avatar")
			s.hears(late)
			late.say("JOIN #tea")
			if err := late.sync(); err != nil {
				t.Fatal(err)
			}
			heard := late.heard
			late.heard = nil
			if last := heard[len(heard)-1]; !strings.HasPrefix(last, dialect.later) {
				t.Errorf("after the names came %q", last)
			}
			late.say("METADATA #tea SYNC")
			if err := late.sync(); err != nil {
				t.Fatal(err)
			}
			values := 0
			for _, line := range late.heard {
				if strings.Contains(line, dialect.line) {
					values++
				}
			}
			if values != 100 {
				t.Errorf("%d values came", values)
			}
			late.say("QUIT")
			for !late.gone {
				if _, err := late.receive(); err != nil && !late.gone {
					t.Fatal(err)
				}
			}
		})
	}
}
