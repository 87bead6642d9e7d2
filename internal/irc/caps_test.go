package irc

import (
	"strings"
	"testing"
)

// TestCapsFitTheirLine holds that a list is split between names, that no line is
// over the limit, and that nothing is lost on the way.
func TestCapsFitTheirLine(t *testing.T) {
	for _, size := range []int{0, 1, 3, 40, 200, 700} {
		var names []string
		for i := range size {
			names = append(names, strings.Repeat("x", 1+i%40))
		}
		c := &call{hub: &hub{cfg: DefaultConfig()}, s: &Session{reg: &registration{nick: "alice"}}}
		var got []string
		for head, rest := c.fitCaps("LS", names); ; head, rest = c.fitCaps("LS", rest) {
			line := ":" + c.hub.cfg.Name + " CAP alice LS * :" + strings.Join(head, " ")
			if len(line) > 510 {
				t.Errorf("%d names: a line of %d bytes", size, len(line))
			}
			if len(rest) > 0 && len(line)+1+len(rest[0]) <= 510 {
				t.Errorf("%d names: %q would have fitted", size, rest[0])
			}
			got = append(got, head...)
			if len(rest) == 0 {
				break
			}
		}
		if strings.Join(got, " ") != strings.Join(names, " ") {
			t.Errorf("%d names: %d came out", size, len(got))
		}
	}
}
