package irc_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestConversations plays every file of testdata by every door. What is expected
// was written by hand from the specification that each file names; a line that
// nobody listed is a failure like one that did not come.
func TestConversations(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("testdata", "*", "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(path), "testdata/"), ".txt")
		t.Run(name, func(t *testing.T) {
			sc, err := readScript(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range doors {
				t.Run(d.name, func(t *testing.T) { play(t, sc, d) })
			}
		})
	}
}

// TestScriptLines proves that a line nobody can play is refused, not passed over.
func TestScriptLines(t *testing.T) {
	for _, bad := range []string{"shout alice", "alice: hello", "config x", "advance soon", "connect alice user=x", "open alice nick=x"} {
		if err := new(script).readLine(1, bad); err == nil {
			t.Errorf("%q: expected an error", bad)
		}
	}
}
