package irc

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"linnet/internal/irc/chat"
)

// tried tells in which conversation of testdata a row of the tables is tried:
// said by a client, heard by one, asked for or advertised. The first in the
// order of names stands for all.
type tried map[string]string

// Keys of tried; a command and a numeric are their own.
func triedCap(name string) string      { return "cap " + name }
func triedToken(name string) string    { return "token " + name }
func triedChanMode(letter byte) string { return "channel mode " + string(letter) }
func triedUserMode(letter byte) string { return "user mode " + string(letter) }

// note keeps the first file in which a row is tried, or the first that is named
// for it.
func (t tried) note(key, file string) {
	isNamed := func(file string) bool { return strings.Contains(file, strings.ToLower(key)) }
	if known := t[key]; known == "" || !isNamed(known) && isNamed(file) {
		t[key] = file
	}
}

var (
	saidLine     = regexp.MustCompile(`^\w+> +(?:@\S+ +)?(?::\S+ +)?(\w+) *(.*)`)
	heardLine    = regexp.MustCompile(`^\w+<[<&?]? +(.*)`)
	heardNumeric = regexp.MustCompile(`(?:^|irc\.test |[{|])(\d{3})\b`)
	capsAsked    = regexp.MustCompile(`\bcaps=(\S+)|^\w+> +CAP REQ :?(.*)`)
	tokensAsked  = regexp.MustCompile(`^isupport \w+ (.*)`)
	modeSaid     = regexp.MustCompile(`^(\S+) :?([-+]?[a-zA-Z+-]+)`)
)

// readTried reads all conversations.
func readTried(t *testing.T) tried {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "*", "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	slices.Sort(paths)
	all := tried{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file := strings.TrimPrefix(filepath.ToSlash(path), "testdata/")
		for line := range strings.Lines(string(text)) {
			all.read(strings.TrimSpace(line), file)
		}
	}
	return all
}

func (t tried) read(line, file string) {
	if said := saidLine.FindStringSubmatch(line); said != nil {
		command := strings.ToUpper(said[1])
		t.note(command, file)
		if command == "MODE" {
			t.readMode(said[2], file)
		}
	}
	if heard := heardLine.FindStringSubmatch(line); heard != nil {
		for _, found := range heardNumeric.FindAllStringSubmatch(heard[1], -1) {
			t.note(found[1], file)
		}
	}
	if asked := capsAsked.FindStringSubmatch(line); asked != nil {
		for _, name := range strings.FieldsFunc(asked[1]+" "+asked[2], func(r rune) bool { return r == ',' || r == ' ' }) {
			t.note(triedCap(strings.TrimPrefix(name, "-")), file)
		}
	}
	if tokens := tokensAsked.FindStringSubmatch(line); tokens != nil {
		for token := range strings.FieldsSeq(tokens[1]) {
			name, _, _ := strings.Cut(token, "=")
			t.note(triedToken(name), file)
		}
	}
}

func (t tried) readMode(params, file string) {
	mode := modeSaid.FindStringSubmatch(params)
	if mode == nil {
		return
	}
	key := triedUserMode
	if chat.LooksLikeChannel(mode[1]) {
		key = triedChanMode
	}
	for i := range len(mode[2]) {
		t.note(key(mode[2][i]), file)
	}
}

// TestEveryRowIsTried finds what the tables promise and no conversation tries.
func TestEveryRowIsTried(t *testing.T) {
	all := readTried(t)
	want := map[string]string{}
	for name := range commands {
		want[name] = "the command " + name
	}
	for num, row := range numerics {
		want[num.String()] = "the numeric " + row.name
	}
	for _, row := range capabilities {
		want[triedCap(row.name)] = "the capability " + row.name
	}
	for _, row := range isupportRows {
		want[triedToken(row.name)] = "the token " + row.name
	}
	for _, row := range chat.ChannelModes {
		want[triedChanMode(row.Letter)] = "the channel mode " + string(row.Letter)
	}
	for _, row := range chat.UserModes {
		want[triedUserMode(row.Letter)] = "the user mode " + string(row.Letter)
	}
	for key, what := range want {
		_, elsewhere := triedElsewhere[key]
		switch {
		case all[key] == "" && !elsewhere:
			t.Errorf("no conversation tries %s", what)
		case all[key] != "" && elsewhere:
			t.Errorf("%s is tried in %s: it is no exception any more", what, all[key])
		}
	}
	for key := range triedElsewhere {
		if want[key] == "" {
			t.Errorf("%s is excused, and no row", key)
		}
	}
}

// triedElsewhere are the rows that no conversation can try, and the test that does.
var triedElsewhere = map[string]string{
	"cap sts": "irc: TestSTS, since it depends on the door",
	"276":     "cmd/ircd: a client certificate over TLS",
	"902":     "irc: TestUnverified",
	"907":     "irc: TestReauthenticationOfMany",
}
