package irc_test

import (
	"fmt"
	"os"
	"strings"
	"time"
	"unicode/utf8"
)

// A script is one file of testdata: a conversation and what each line of it
// means. The format is described in testdata/README.md.
type script struct {
	path     string
	title    string
	spec     string
	settings []setting
	steps    []step
	binary   bool // it sends what is not UTF-8
}

type setting struct{ key, value string }

// step is one line of a script.
type step struct {
	line   int
	verb   verb
	client string // who speaks, hears, connects
	text   string // what is said or heard, or the verb's argument
	args   map[string]string
	d      time.Duration
}

type verb int

const (
	connects verb = iota
	opens
	closes
	isClosed
	isDeaf
	says
	hears        // exactly this
	hearsInGroup // this, in any order among its neighbours
	mayHear      // this or nothing
	hearsUpTo    // anything, up to this command
	timePasses
	isupportHas // tokens of 005
	valuesDiffer
	rewrites // a setting, for who reads them again
	restarts
)

// readScript parses a file of testdata.
func readScript(path string) (*script, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	sc := &script{path: path}
	for i, line := range strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n") {
		if err := sc.readLine(i+1, line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, i+1, err)
		}
	}
	if sc.title == "" || sc.spec == "" {
		return nil, fmt.Errorf("%s: a conversation begins with a title and its specification", path)
	}
	return sc, nil
}

func (sc *script) readLine(number int, line string) error {
	switch {
	case strings.TrimSpace(line) == "":
		return nil
	case strings.HasPrefix(line, "# Spec: "):
		sc.spec = strings.TrimPrefix(line, "# Spec: ")
		return nil
	case strings.HasPrefix(line, "#"):
		if sc.title == "" {
			sc.title = strings.TrimSpace(line[1:])
		}
		return nil
	}
	word, rest, _ := strings.Cut(line, " ")
	if word == "config" {
		key, value, found := strings.Cut(rest, "=")
		if !found || len(sc.steps) > 0 {
			return fmt.Errorf("%q: expected config key=value, before anybody connects", line)
		}
		sc.settings = append(sc.settings, setting{key, value})
		return nil
	}
	st, err := readStep(word, rest)
	if err != nil {
		return err
	}
	if st.verb == says {
		sent, err := expand(st.text, nil)
		sc.binary = sc.binary || err == nil && !utf8.ValidString(sent)
	}
	st.line = number
	sc.steps = append(sc.steps, st)
	return nil
}

// readStep reads a line that is not a comment or a setting.
func readStep(word, rest string) (step, error) {
	for _, mark := range []struct {
		suffix string
		verb   verb
	}{{"<<", hearsUpTo}, {"<&", hearsInGroup}, {"<?", mayHear}, {"<", hears}, {">", says}} {
		if name, found := strings.CutSuffix(word, mark.suffix); found && name != "" {
			return step{verb: mark.verb, client: name, text: rest}, nil
		}
	}
	name, more, _ := strings.Cut(rest, " ")
	switch word {
	case "connect", "open":
		args := map[string]string{}
		for field := range strings.FieldsSeq(more) {
			key, value, found := strings.Cut(field, "=")
			if !found || key != "from" && (word == "open" || key != "nick" && key != "caps" && key != "account" && key != "password") {
				return step{}, fmt.Errorf("%q: expected from=, and after connect nick=, caps=, account= or password=", field)
			}
			args[key] = value
		}
		if word == "open" {
			return step{verb: opens, client: name, args: args}, nil
		}
		return step{verb: connects, client: name, args: args}, nil
	case "close":
		return step{verb: closes, client: name}, nil
	case "closed":
		return step{verb: isClosed, client: name}, nil
	case "deaf":
		return step{verb: isDeaf, client: name}, nil
	case "isupport":
		return step{verb: isupportHas, client: name, text: more}, nil
	case "differ":
		return step{verb: valuesDiffer, text: rest}, nil
	case "rewrite":
		key, value, found := strings.Cut(rest, "=")
		if !found {
			return step{}, fmt.Errorf("%q: expected key=value", rest)
		}
		return step{verb: rewrites, args: map[string]string{"key": key, "value": value}}, nil
	case "restart":
		return step{verb: restarts}, nil
	case "advance":
		d, err := time.ParseDuration(rest)
		return step{verb: timePasses, d: d}, err
	}
	return step{}, fmt.Errorf("%q: expected connect, open, close, closed, deaf, isupport, advance, differ, rewrite, or NAME with > < << <& <?", word)
}
