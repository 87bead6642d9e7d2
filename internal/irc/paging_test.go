package irc

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// scribe is a client in #tea that can be asked what it heard.
type scribe struct {
	t        *rapid.T
	s        *Session
	released bool
}

func (*scribe) Wake()      {}
func (c *scribe) Release() { c.released = true }
func (*scribe) Close()     {}

// says sends lines and returns what comes of them.
func (c *scribe) says(lines ...string) []string {
	var heard []string
	for _, line := range lines {
		if c.released = false; !c.s.Line([]byte(line)) && !c.released {
			c.t.Fatalf("held at %q", line)
		}
	}
	for took := c.s.Take(nil); len(took) > 0; took = c.s.Take(nil) {
		for _, line := range took {
			heard = append(heard, strings.TrimSuffix(string(line), "\r\n"))
		}
		c.s.Drained()
	}
	return heard
}

// told reads a page of history: each entry as its id and its texts.
func (c *scribe) told(page []string) (entries []string, ids []string) {
	for _, line := range page[1 : len(page)-1] {
		tags, _, command, params := parts(line + "\r\n")
		for tag := range strings.SplitSeq(tags, ";") {
			if id, ok := strings.CutPrefix(tag, "msgid="); ok {
				ids = append(ids, id)
				entries = append(entries, id)
			}
		}
		if len(entries) == 0 {
			c.t.Fatalf("no id before %q", line)
		}
		if command != "BATCH" {
			entries[len(entries)-1] += fmt.Sprint(" ", command, params)
		}
	}
	return entries, ids
}

func newScribe(t *rapid.T, srv *Server, nick, caps string) *scribe {
	c := &scribe{t: t}
	c.s = srv.Attach(c, Peer{Kind: "pipe"})
	c.says("CAP REQ :"+caps, "NICK "+nick, "USER u 0 * :u", "CAP END", "JOIN #tea")
	return c
}

// TestPagingByCommand: whatever was said in between, and taken back, paging either
// way gives what one question for everything gives, once and in order: multiline
// messages whole, and with events or without, as the client has asked.
func TestPagingByCommand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cfg := DefaultConfig()
		cfg.Limits.FloodRate, cfg.Limits.Replay = 0, 60
		clock := &siegeClock{now: time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)}
		srv, err := New(cfg, Options{Clock: clock})
		if err != nil {
			t.Fatal(err)
		}
		const caps = "batch message-tags server-time draft/chathistory draft/message-redaction"
		writer := newScribe(t, srv, "writer", caps+" echo-message draft/multiline")
		more := rapid.SampledFrom([]string{"", " draft/multiline", " draft/event-playback", " draft/multiline draft/event-playback"}).Draw(t, "caps")
		reader := newScribe(t, srv, "reader", caps+more)
		var said, messages []string // ids: of all that may be taken back, and of what is a message
		for i := range rapid.IntRange(1, 40).Draw(t, "lines") {
			clock.advance(time.Duration(rapid.IntRange(0, 2).Draw(t, "passes")) * time.Millisecond)
			switch rapid.IntRange(0, 6).Draw(t, "what") {
			case 0:
				writer.says(fmt.Sprintf("TOPIC #tea :%d", i))
				continue
			case 1:
				said = append(said, id(writer.says("@+draft/react=x TAGMSG #tea")))
				continue
			case 2:
				said = append(said, id(writer.says("BATCH +a draft/multiline #tea",
					fmt.Sprintf("@batch=a PRIVMSG #tea :%d", i), "@batch=a PRIVMSG #tea :", "@batch=a PRIVMSG #tea :more", "BATCH -a")))
			case 3:
				if len(said) > 0 {
					victim := rapid.SampledFrom(said).Draw(t, "redacted")
					writer.says("REDACT #tea " + victim)
					messages = slices.DeleteFunc(messages, func(id string) bool { return id == victim })
				}
				continue
			default:
				said = append(said, id(writer.says(fmt.Sprintf("PRIVMSG #tea :%d", i))))
			}
			messages = append(messages, said[len(said)-1])
		}
		reader.says("PING x") // what was told live is not the question
		want, ids := reader.told(reader.says("CHATHISTORY LATEST #tea * 60"))
		if !strings.Contains(more, "event") && !slices.Equal(ids, messages) {
			t.Errorf("the past is %v, expected %v", ids, messages)
		}
		page := rapid.IntRange(1, 7).Draw(t, "page")
		checkPaging(t, reader, want, page)
	})
}

func checkPaging(t *rapid.T, reader *scribe, want []string, page int) {
	var forwards, backwards []string
	place := "timestamp=2020-01-01T00:00:00.000Z"
	for {
		entries, ids := reader.told(reader.says(fmt.Sprintf("CHATHISTORY AFTER #tea %s %d", place, page)))
		if len(entries) == 0 {
			break
		}
		forwards = append(forwards, entries...)
		place = "msgid=" + ids[len(ids)-1]
	}
	place = "timestamp=2030-01-01T00:00:00.000Z"
	for {
		entries, ids := reader.told(reader.says(fmt.Sprintf("CHATHISTORY BEFORE #tea %s %d", place, page)))
		if len(entries) == 0 {
			break
		}
		backwards = append(slices.Clone(entries), backwards...)
		place = "msgid=" + ids[0]
	}
	all := strings.Join(want, "\n")
	if len(want) < 60 && strings.Join(forwards, "\n") != all {
		t.Errorf("pages of %d forwards:\n%s\nexpected\n%s", page, strings.Join(forwards, "\n"), all)
	}
	if len(want) < 60 && strings.Join(backwards, "\n") != all {
		t.Errorf("pages of %d backwards:\n%s\nexpected\n%s", page, strings.Join(backwards, "\n"), all)
	}
}

// id returns the first message id in some lines.
func id(lines []string) string {
	for _, line := range lines {
		if _, rest, ok := strings.Cut(line, "msgid="); ok {
			return rest[:idLen]
		}
	}
	return ""
}
