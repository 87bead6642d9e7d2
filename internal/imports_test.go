package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows says what a package may import of ours, and of whom else it alone may
// speak. Whatever is not listed has nothing below it. Arrows run down only
// (ARCHITECTURE.md): one look at this table tells what rests on what.
var arrows = map[string][]string{
	"linnet/bench":                      {"linnet/internal/irc/netloop"},
	"linnet/bench/loops":                {"linnet/internal/irc/netloop"}, // a module of its own
	"linnet/cmd/ircd":                   {"linnet/internal/irc", "linnet/internal/irc/account", "linnet/internal/irc/store", "linnet/internal/webbridge", "linnet/web"},
	"linnet/internal/webbridge":         {"linnet/internal/irc"},
	"linnet/internal/irc":               {"linnet/internal/irc/account", "linnet/internal/irc/chat", "linnet/internal/irc/history", "linnet/internal/irc/mail", "linnet/internal/irc/netloop", "linnet/internal/irc/picture", "linnet/internal/irc/wire"},
	"linnet/internal/irc/picture":       {"linnet/internal/irc/account"},
	"linnet/internal/irc/netloop":       nil,
	"linnet/internal/irc/history":       {"linnet/internal/irc/chat", "linnet/internal/irc/wire"},
	"linnet/internal/irc/account":       nil,
	"linnet/internal/irc/chat":          {"linnet/internal/irc/account"},
	"linnet/internal/irc/mail":          nil,
	"linnet/internal/irc/mail/mailtest": nil,
	"linnet/internal/irc/store":         {"linnet/internal/irc/account", "linnet/internal/irc/chat", "linnet/internal/irc/history", "linnet/internal/irc/picture", "linnet/internal/irc/wire"},
	"linnet/internal/irc/wire":          nil,
	"linnet/web":                        nil,
	"linnet/web/build":                  nil,
}

// owners are the libraries that one package alone may touch.
var owners = map[string]string{
	"gopkg.in/irc.v4":            "linnet/internal/irc/wire",
	"github.com/coder/websocket": "linnet/internal/webbridge",
	"github.com/go-chi/chi/v5":   "linnet/internal/webbridge",
	"github.com/alecthomas/kong": "linnet/cmd/ircd",
	"github.com/xdg-go/scram":    "linnet/internal/irc/account",
	"net/smtp":                   "linnet/internal/irc/mail",
	"database/sql":               "linnet/internal/irc/store",
	"golang.org/x/image/webp":    "linnet/internal/irc/picture",
	"modernc.org/sqlite":         "linnet/internal/irc/store",
	"modernc.org/sqlite/lib":     "linnet/internal/irc/store",

	// What the loop was compared with.
	"github.com/panjf2000/gnet/v2":     "linnet/bench/loops",
	"github.com/cloudwego/netpoll":     "linnet/bench/loops",
	"github.com/cloudwego/netpoll/mux": "linnet/bench/loops",
}

// chat decides from the network and the event alone: no time but the event's, no
// randomness, no input or output (law 1).
var forbidden = map[string][]string{
	"linnet/internal/irc/chat": {"crypto/rand", "io", "log", "log/slog", "math/rand", "math/rand/v2", "net", "os", "sync"},
	"linnet/internal/irc/wire": {"log", "log/slog", "net", "os"},
	"linnet/internal/irc":      {"net/http"},
}

func TestImports(t *testing.T) {
	packages := imports(t, "..")
	for name, imported := range packages {
		allowed, known := arrows[name]
		if !known {
			t.Errorf("%s: a new package: say in the table what it may import", name)
		}
		for other := range imported {
			if strings.HasPrefix(other, "linnet/") && !slices.Contains(allowed, other) {
				t.Errorf("%s imports %s: no arrow runs there", name, other)
			}
			if owner, owned := owners[other]; owned && owner != name {
				t.Errorf("%s imports %s, which only %s may", name, other, owner)
			}
			if slices.Contains(forbidden[name], other) {
				t.Errorf("%s imports %s, which it must not know", name, other)
			}
		}
	}
	for name := range arrows {
		if packages[name] == nil {
			t.Errorf("%s: in the table, but there is no such package", name)
		}
	}
}

// imports reads what each package of the module imports, its tests left out.
func imports(t *testing.T, root string) map[string]map[string]bool {
	t.Helper()
	found := map[string]map[string]bool{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != root && (d.Name() == "node_modules" || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		name := path.Join("linnet", filepath.ToSlash(folder))
		if found[name] == nil {
			found[name] = map[string]bool{}
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[name][imported] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
