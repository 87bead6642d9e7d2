package irc

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// TestRollOfAChangingCrowd: whoever comes, goes, or is shown as another, every way to
// ask for the names of a large channel gives those who are there as they are now, in
// lines that could not be fuller. They are as many as fill a few leaves of the roster.
func TestRollOfAChangingCrowd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cfg := DefaultConfig()
		cfg.Name, cfg.Channels, cfg.Limits.FloodRate = "irc.test", nil, 0
		srv, err := New(cfg, Options{})
		if err != nil {
			t.Fatal(err)
		}
		p := &party{T: t, h: srv.hub}
		var askers []*scribe
		for i, caps := range []string{"batch", "multi-prefix", "userhost-in-names", "multi-prefix userhost-in-names", "batch labeled-response"} {
			askers = append(askers, newScribe(t, srv, fmt.Sprintf("asker%d", i), caps))
		}
		for range rapid.IntRange(chat.LeafSize-8, 3*chat.LeafSize).Draw(t, "crowd") {
			p.arrive()
		}
		for range rapid.IntRange(0, 60).Draw(t, "turns") {
			p.turn()
			asker := rapid.SampledFrom(askers).Draw(t, "asker")
			want := p.names(asker.s)
			if got := p.heard(asker); !slices.Equal(got, want) {
				t.Fatalf("%d members:\n%s\nwant\n%s", len(p.h.net.Channel("#tea").Members), strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	})
}

// party is a crowd in #tea.
type party struct {
	*rapid.T
	h     *hub
	count int
	crowd []*chat.User
}

func (p *party) happen(ev chat.Event) {
	p.h.lock()
	defer p.h.unlock()
	p.h.happen(nil, ev)
}

func (p *party) arrive() {
	p.count++
	id := chat.UserID(p.h.nextID())
	p.happen(chat.UserArrived{
		User: id, Session: chat.SessionID(p.h.nextID()), Nick: p.nick(), Ident: "~u",
		Host: p.word(), Realname: "r", At: p.h.now,
	})
	u := p.h.net.UserByID(id)
	p.crowd = append(p.crowd, u)
	p.join(u)
}

func (p *party) nick() string { return fmt.Sprintf("%s%d", p.word(), p.count) }

// word makes names of many lengths, so that lines break anywhere.
func (p *party) word() string {
	return strings.Repeat("n", 1+p.count*7%24)
}

func (p *party) join(u *chat.User) {
	p.happen(chat.Joined{Channel: p.h.net.Channel("#tea").ID, User: u.ID, At: p.h.now})
}

// turn lets one thing happen.
func (p *party) turn() {
	kind := rapid.IntRange(0, 5).Draw(p.T, "turn")
	if kind == 0 || len(p.crowd) == 0 {
		p.arrive()
		return
	}
	i := rapid.IntRange(0, len(p.crowd)-1).Draw(p.T, "who")
	u, ch := p.crowd[i], p.h.net.Channel("#tea")
	isIn := u.In(ch) != nil
	switch {
	case kind == 1:
		p.happen(chat.SessionEnded{Session: u.Sessions[0], Reason: "bye", At: p.h.now})
		p.crowd = slices.Delete(p.crowd, i, i+1)
	case kind == 2:
		p.count++
		p.happen(chat.NickChanged{User: u.ID, Nick: p.nick(), At: p.h.now})
	case kind == 3:
		p.count++
		p.happen(chat.HostChanged{User: u.ID, Ident: "i", Host: p.word(), At: p.h.now})
	case kind == 4 && isIn:
		letter := rapid.SampledFrom([]byte("ov")).Draw(p.T, "letter")
		add := rapid.Bool().Draw(p.T, "add")
		p.happen(chat.ModesChanged{Channel: ch.ID, At: p.h.now, Changes: []chat.ModeChange{{Add: add, Letter: letter, Member: u.ID, Param: u.Nick}}})
	case isIn:
		p.happen(chat.Parted{Channel: ch.ID, User: u.ID, At: p.h.now})
	default:
		p.join(u)
	}
}

// heard is what NAMES shows somebody, without what goes around it.
func (p *party) heard(asker *scribe) []string {
	label := ""
	if asker.s.caps.has(capLabeledResponse) {
		label = "@label=l "
	}
	asker.says() // what happened meanwhile
	var lines []string
	for _, line := range asker.says(label + "NAMES #tea") {
		_, _, command, _ := parts(line + "\r\n")
		if command == RPL_NAMREPLY.String() {
			if tags, rest, tagged := strings.Cut(line, " "); tagged && tags[0] == '@' {
				line = rest
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// names is what it has to show: made without anything that is kept.
func (p *party) names(s *Session) []string {
	ch := p.h.net.Channel("#tea")
	head := fmt.Sprintf(":irc.test 353 %s = #tea :", s.name())
	lines := []string{head}
	for _, m := range ch.Members {
		name := m.User.Nick
		if s.caps.has(capUserhostInNames) {
			name = m.User.Mask()
		}
		if s.caps.has(capMultiPrefix) {
			name = m.Rank.Prefixes() + name
		} else {
			name = m.Rank.Prefix() + name
		}
		last := &lines[len(lines)-1]
		switch {
		case *last == head:
			*last += name
		case len(*last)+1+len(name) <= wire.MaxBody:
			*last += " " + name
		default:
			lines = append(lines, head+name)
		}
	}
	return lines
}

// TestRollsAreFew: a channel more does not keep its names in addition to all others.
func TestRollsAreFew(t *testing.T) {
	all := rolls{}
	for i := range 3 * mostRolls {
		all.of(&chat.Channel{ID: chat.ChannelID(i + 1)})
	}
	if len(all) > mostRolls {
		t.Errorf("%d rolls are kept", len(all))
	}
}
