package irc

import (
	"fmt"
	"strings"
	"testing"

	"linnet/internal/irc/chat"
)

// TestLongAnswers asks for everything on a large network, by a client that reads
// now and then while others come and go: no page may be lost, none come twice,
// and no more may wait than fits.
func TestLongAnswers(t *testing.T) {
	const crowd = 3000
	for _, question := range []struct {
		line string
		end  numeric
		word func(params []string) []string // what a line names
	}{
		{"LIST", RPL_LISTEND, func(p []string) []string { return p[1:2] }},
		{"LIST >0", RPL_LISTEND, func(p []string) []string { return p[1:2] }},
		{"WHO * %n", RPL_ENDOFWHO, func(p []string) []string { return p[1:2] }},
		{"WHO u*", RPL_ENDOFWHO, func(p []string) []string { return p[5:6] }},
		{"NAMES", RPL_ENDOFNAMES, func(p []string) []string { return strings.Fields(p[len(p)-1]) }},
	} {
		t.Run(question.line, func(t *testing.T) {
			srv, _ := newServer(t, func(cfg *Config) {
				cfg.Channels, cfg.Limits.SendQ, cfg.Limits.FloodRate = nil, 64<<10, 0
			})
			h := srv.hub
			h.lock()
			for i := range crowd {
				populate(h, i)
			}
			h.unlock()
			d := doorway{Peer{Kind: "tcp"}}
			s := srv.Attach(d, d.Peer())
			d.says(s, "NICK asker", "USER asker 0 * :asker")
			s.Line([]byte(question.line))
			seen := map[string]int{}
			for turn := 0; ; turn++ {
				if turn > crowd {
					t.Fatal("it never ends")
				}
				if n := s.out.size(); n > 128<<10 {
					t.Fatalf("%d bytes wait", n)
				}
				h.lock()
				populate(h, crowd+turn)
				h.unlock()
				if collect(t, d.says(s), question.end, question.word, seen) {
					if turn == 0 {
						t.Error("it came all at once")
					}
					break
				}
				s.Drained()
			}
			for i := range crowd {
				if n := seen[fmt.Sprintf("u%d", i)] + seen[fmt.Sprintf("#c%d", i)] + seen[fmt.Sprintf("@u%d", i)]; n != 1 {
					t.Fatalf("number %d is named %d times", i, n)
				}
			}
		})
	}
}

// populate brings a user and a channel with nobody else in it.
func populate(h *hub, i int) {
	id := chat.UserID(h.nextID())
	h.happen(nil, chat.UserArrived{
		User: id, Session: chat.SessionID(h.nextID()), Nick: fmt.Sprintf("u%d", i),
		Ident: "~u", Host: "h", Realname: "r", At: h.now,
	})
	ch := chat.ChannelID(h.nextID())
	h.happen(nil, chat.ChannelOpened{Channel: ch, Name: fmt.Sprintf("#c%d", i), At: h.now})
	h.happen(nil, chat.Joined{Channel: ch, User: id, Rank: chat.Operator, At: h.now})
}

// collect counts what the lines name, and says whether the end was among them.
func collect(t *testing.T, lines []string, end numeric, word func([]string) []string, seen map[string]int) bool {
	t.Helper()
	for _, line := range lines {
		_, _, command, params := parts(line + "\r\n")
		switch {
		case command == end.String():
			return true
		case command == RPL_LISTSTART.String():
		default:
			for _, name := range word(params) {
				seen[name]++
			}
		}
	}
	return false
}
