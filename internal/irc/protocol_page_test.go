package irc

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"linnet/internal/irc/chat"
)

var update = flag.Bool("update", false, "write docs/protocol.md anew")

// TestProtocolPage compares docs/protocol.md with the tables that it is made of.
// `make protocol` writes it anew.
func TestProtocolPage(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "protocol.md")
	want := protocolPage(t)
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/protocol.md is not what the tables say: run make protocol")
	}
}

// protocolPage makes the page: a chapter for each table, a line for each row.
func protocolPage(t *testing.T) string {
	p := page{tried: readTried(t)}
	p.WriteString("# The protocol\n\nWhat Linnet speaks, made from the tables that it runs by (`make protocol`). The last column is a\n" +
		"conversation in `internal/irc/testdata` that tries the row, by every door. Specifications without a name in front are\n" +
		"[Modern IRC](https://modern.ircdocs.horse).\n")
	p.commands()
	p.capabilities()
	p.channelModes()
	p.userModes()
	p.tokens(t)
	p.numerics()
	return p.String()
}

type page struct {
	strings.Builder
	tried tried
}

// chapter begins a table.
func (p *page) chapter(title string, columns ...string) {
	fmt.Fprintf(p, "\n## %s\n\n| %s |\n|%s\n", title, strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
}

func (p *page) row(cells ...string) {
	for i := range cells {
		cells[i] = strings.ReplaceAll(cells[i], "|", `\|`)
	}
	fmt.Fprintf(p, "| %s |\n", strings.Join(cells, " | "))
}

// in says where a row is tried.
func (p *page) in(key string) string {
	if file := p.tried[key]; file != "" {
		return "`" + file + "`"
	}
	return triedElsewhere[key]
}

func spec(text string) string { return strings.TrimPrefix(text, "Modern IRC ") }

func (p *page) commands() {
	p.chapter("Commands", "command", "what it does", "for whom", "specification", "tried in")
	for _, name := range slices.Sorted(maps.Keys(commands)) {
		row := commands[name]
		lines := strings.Split(row.help, "\n")
		var syntax []string
		for len(lines) > 1 && strings.HasPrefix(lines[0], name) {
			syntax = append(syntax, "`"+lines[0]+"`")
			lines = lines[1:]
		}
		p.row(strings.Join(syntax, "<br>"), strings.ReplaceAll(strings.Join(lines, " "), "<", "&lt;"), forWhom(row), spec(row.spec), p.in(name))
	}
}

// forWhom says who may use a command.
func forWhom(row command) string {
	var who []string
	if row.early {
		before := "also before registration"
		if row.earlyWith != 0 {
			before += " with `" + strings.Join(row.earlyWith.names(), " ") + "`"
		}
		who = append(who, before)
	}
	if row.oper != 0 {
		who = append(who, "operators who may `"+row.oper.String()+"`")
	}
	if row.needs != 0 {
		who = append(who, "with `"+strings.Join(row.needs.names(), " ")+"`")
	}
	return strings.Join(who, ", ")
}

func (p *page) capabilities() {
	p.chapter("Capabilities", "name", "specification", "tried in")
	for _, row := range capabilities {
		p.row("`"+row.name+"`", spec(row.spec), p.in(triedCap(row.name)))
	}
}

var modeKinds = map[chat.ModeKind]string{
	chat.ModeList: "A, a list", chat.ModeParam: "B", chat.ModeSet: "C", chat.ModeFlag: "D, a flag", chat.ModeMember: "a rank",
}

var rankNames = map[chat.Rank]string{
	chat.Voice: "voice", chat.HalfOp: "half-operator", chat.Operator: "operator", chat.Admin: "admin", chat.Owner: "owner",
}

func (p *page) channelModes() {
	p.chapter("Channel modes", "letter", "name", "type", "who may change it", "specification", "tried in")
	rows := slices.Clone(chat.ChannelModes)
	slices.SortStableFunc(rows, func(a, b chat.ChannelMode) int { return cmp.Compare(a.Letter, b.Letter) })
	for _, row := range rows {
		kind := modeKinds[row.Kind]
		if row.Rank != 0 {
			kind += ", `" + row.Rank.Prefix() + "`"
		}
		p.row("`"+string(row.Letter)+"`", row.Name, kind, rankNames[row.Needs], spec(row.Spec), p.in(triedChanMode(row.Letter)))
	}
}

func (p *page) userModes() {
	p.chapter("User modes", "letter", "name", "who may set it", "specification", "tried in")
	for _, row := range chat.UserModes {
		who := "anybody"
		if row.Granted {
			who = "the server; anybody may drop it"
		}
		p.row("`"+string(row.Letter)+"`", row.Name, who, spec(row.Spec), p.in(triedUserMode(row.Letter)))
	}
}

func (p *page) tokens(t *testing.T) {
	srv, err := New(DefaultConfig(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	p.chapter("Tokens of 005 (RPL_ISUPPORT)", "token", "with no settings", "specification", "tried in")
	for _, row := range isupportRows {
		value := "not sent"
		if row.shown == nil || row.shown(srv.hub) {
			value = ""
		}
		if value == "" && row.value != nil {
			value = "`" + row.value(srv.hub) + "`"
		}
		p.row("`"+row.name+"`", value, spec(cmp.Or(row.spec, `"RPL_ISUPPORT Parameters"`)), p.in(triedToken(row.name)))
	}
}

func (p *page) numerics() {
	p.chapter("Numerics", "number", "name", "text, where it never changes", "specification", "tried in")
	for _, num := range slices.Sorted(maps.Keys(numerics)) {
		row := numerics[num]
		p.row(num.String(), "`"+row.name+"`", row.text, spec(cmp.Or(row.spec, `"Numerics"`)), p.in(num.String()))
	}
}
