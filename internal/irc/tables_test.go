package irc

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"linnet/internal/irc/chat"
)

func TestEveryCommandIsExplained(t *testing.T) {
	for name, row := range commands {
		syntax, rest, _ := strings.Cut(row.help, "\n")
		if row.run == nil || row.spec == "" || strings.TrimSpace(rest) == "" || !strings.HasPrefix(syntax, name) {
			t.Errorf("%s: its row is not complete: %+v", name, row)
		}
		if name != strings.ToUpper(name) {
			t.Errorf("%s cannot be found: commands arrive in capitals", name)
		}
		for line := range strings.SplitSeq(row.help, "\n") {
			if len(line) > 400 {
				t.Errorf("%s: a line of its help does not fit: %q", name, line)
			}
		}
	}
}

func TestEveryCapabilityIsOneBitWithOneName(t *testing.T) {
	var bits capability
	names := map[string]bool{}
	for _, row := range capabilities {
		if row.bit&(row.bit-1) != 0 || bits&row.bit != 0 || names[row.name] || row.spec == "" {
			t.Errorf("%s: %+v", row.name, row)
		}
		bits |= row.bit
		names[row.name] = true
	}
}

func TestEveryRefusalHasANumeric(t *testing.T) {
	for why := chat.NoSuchNick; why <= chat.Whys; why++ {
		num, ok := refusalNumerics[why]
		if _, other := refusalFailures[why]; other && !ok {
			continue
		}
		if !ok || numerics[num].text == "" {
			t.Errorf("refusal %d is told as %03d %q", why, num, numerics[num].text)
		}
	}
	if len(refusalNumerics)+len(refusalFailures) != chat.Whys {
		t.Errorf("%d refusals are told, %d exist", len(refusalNumerics)+len(refusalFailures), chat.Whys)
	}
}

// TestEveryNumericHasItsText reads the sources: what is sent by reply has a text
// in the table, or is meant to have none. A numeric without would be a line that
// ends in an empty parameter, and nobody would see it.
func TestEveryNumericHasItsText(t *testing.T) {
	byReply := regexp.MustCompile(`\.reply\(([A-Z]+_[A-Z]+)`)
	asError := regexp.MustCompile(`numericError\{num: ([A-Z]+_[A-Z]+)([^\n]*)`)
	sources := readSources(t)
	numbers := declaredNumerics(t, sources)
	var sent int
	for _, found := range byReply.FindAllStringSubmatch(sources, -1) {
		sent++
		if numerics[numbers[found[1]]].text == "" {
			t.Errorf("%s is sent without a text", found[1])
		}
	}
	for _, found := range asError.FindAllStringSubmatch(sources, -1) {
		sent++
		if numerics[numbers[found[1]]].text == "" && !strings.Contains(found[2], "text:") {
			t.Errorf("%s is answered without a text", found[1])
		}
	}
	if sent < 50 {
		t.Fatalf("only %d numerics found: this test no longer reads the code", sent)
	}
}

// TestEveryNumericHasItsRow compares the names with the table: each has a row of
// that name, and is sent by something.
func TestEveryNumericHasItsRow(t *testing.T) {
	sources := readSources(t)
	for name, num := range declaredNumerics(t, sources) {
		if numerics[num].name != name {
			t.Errorf("%s has the row %+v", name, numerics[num])
		}
		const inTable = 3 // its constant, and its row with its name
		if n := len(regexp.MustCompile(`\b`+name+`\b`).FindAllString(sources, -1)); n <= inTable {
			t.Errorf("nothing sends %s", name)
		}
	}
}

func TestEveryNumericIsOneNumber(t *testing.T) {
	names := map[numeric]string{}
	for name, num := range declaredNumerics(t, readSources(t)) {
		if other := names[num]; other != "" {
			t.Errorf("%s and %s are both %03d", name, other, num)
		}
		names[num] = name
	}
}

// readSources returns the package's code in one piece, without its tests.
func readSources(t *testing.T) string {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// declaredNumerics reads the numbers that the names stand for.
func declaredNumerics(t *testing.T, sources string) map[string]numeric {
	t.Helper()
	numbers := map[string]numeric{}
	for _, found := range regexp.MustCompile(`(?m)^\t((?:RPL|ERR)_[A-Z]+) +numeric = (\d+)`).FindAllStringSubmatch(sources, -1) {
		numbers[found[1]] = numeric(parseNumber(found[2]))
	}
	if len(numbers) < 80 {
		t.Fatalf("only %d numerics are declared", len(numbers))
	}
	return numbers
}
