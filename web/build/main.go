// Command build bundles the web client into web/dist, ready to be embedded:
// hashed names, and compressed variants beside each file, so that the server
// never compresses anything. Run it as `go run ./web/build`.
package main

import (
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	dir := flag.String("dir", "web", "the folder of the web client")
	out := flag.String("out", "", "the folder to write (default: dist in the client's folder)")
	flag.Parse()
	if *out == "" {
		*out = filepath.Join(*dir, "dist")
	}
	if err := run(*dir, *out); err != nil {
		fmt.Fprintln(os.Stderr, "web/build:", err)
		os.Exit(1)
	}
}

func run(dir, out string) error {
	start := time.Now()
	css, err := bundle(dir, style, nil)
	if err != nil {
		return err
	}
	chat, err := bundle(dir, chatStyle, nil)
	if err != nil {
		return err
	}
	// The script asks for it by a name that is beside its own.
	code, err := bundle(dir, script, map[string]string{"CHAT_STYLE": strconv.Quote(path.Base(chat.entry.name))})
	if err != nil {
		return err
	}
	index, err := page(dir, code, css)
	if err != nil {
		return err
	}
	first := append([]file{{name: "index.html", data: index}, css.entry, code.entry}, code.needed...)
	files, err := compress(slices.Concat(first, code.later, []file{chat.entry}))
	if err != nil {
		return err
	}
	if err := write(out, files); err != nil {
		return err
	}
	report(first, files, time.Since(start))
	return nil
}

// report says what a first visit costs, and what comes after it.
func report(first, files []file, took time.Duration) {
	sum, rest := 0, 0
	for _, f := range files {
		name, ok := strings.CutSuffix(f.name, ".gz")
		if !ok {
			continue
		}
		when := "later"
		if slices.ContainsFunc(first, func(one file) bool { return one.name == name }) {
			when = "first"
			sum += len(f.data)
		} else {
			rest += len(f.data)
		}
		fmt.Printf("  %s %-32s %6.1f KB gzipped\n", when, name, kilobytes(len(f.data)))
	}
	fmt.Printf("web client: first load %.1f KB gzipped in %d requests, %.1f KB later; made in %d ms\n",
		kilobytes(sum), len(first), kilobytes(rest), took.Milliseconds())
}

func kilobytes(n int) float64 { return float64(n) / 1024 }
