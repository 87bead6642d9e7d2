package irc

import (
	"strings"
	"testing"
)

// TestPack holds that words come out whole, in their order, and in lines that
// keep the limit.
func TestPack(t *testing.T) {
	c := &call{hub: &hub{cfg: DefaultConfig()}, s: &Session{reg: &registration{nick: "alice"}}}
	for _, count := range []int{0, 1, 2, 50, 500} {
		var words, got []string
		p := c.pack(',', func(text string) {
			line := ":" + c.hub.cfg.Name + " 734 alice 100 " + text + " :full"
			if len(line) > 510 {
				t.Errorf("%d words: a line of %d bytes", count, len(line))
			}
			if text == "" {
				t.Errorf("%d words: an empty line", count)
			}
			got = append(got, strings.Split(text, ",")...)
		}, ERR_MONLISTFULL, "100", ":full")
		for i := range count {
			word := strings.Repeat("w", 1+i%60)
			words = append(words, word+"!"+word)
			p.add(word, "!", word)
		}
		p.flush()
		p.flush()
		if strings.Join(got, " ") != strings.Join(words, " ") {
			t.Errorf("%d words: %d came out", count, len(got))
		}
	}
}
