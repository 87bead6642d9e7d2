package chat

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkLongBanList asks whether somebody whom no ban means may speak.
func BenchmarkLongBanList(b *testing.B) {
	for name, mask := range map[string]string{
		"hosts":    "*!*@spam%d.example",
		"globs":    "*bad%d*!*@*.example",
		"hostile":  "*!*@" + strings.Repeat("*h", 40) + "%d",
		"accounts": "~account:spammer%d",
	} {
		b.Run(name, func(b *testing.B) {
			n, users := arrived(testSettings, "alice", "bob")
			users[1].Host = strings.Repeat("h", 60)
			ch := opened(n, 1, "#tea", users[0], noon)
			n.Apply(Joined{Channel: 1, User: 2, At: noon})
			for i := range 100 {
				put(n, ch, 'b', fmt.Sprintf(mask, i), true)
			}
			for b.Loop() {
				if n.isQuieted(ch, users[1]) {
					b.Fatal("a stranger's ban means him")
				}
			}
		})
	}
}
