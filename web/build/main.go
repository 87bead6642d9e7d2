// Command build bundles the web client into web/dist, ready to be embedded:
// hashed names, and compressed variants beside each file, so that the server
// never compresses anything. Run it as `go run ./web/build`.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
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
	assets, err := bundle(dir)
	if err != nil {
		return err
	}
	index, err := page(filepath.Join(dir, "index.html"), assets)
	if err != nil {
		return err
	}
	files := []file{{name: "index.html", data: index}}
	for _, a := range assets {
		files = append(files, a.file)
	}
	if files, err = compress(files); err != nil {
		return err
	}
	if err := write(out, files); err != nil {
		return err
	}
	report(files, time.Since(start))
	return nil
}

// report says what a first visit costs: every file of the build is part of it.
func report(files []file, took time.Duration) {
	total := 0
	for _, f := range files {
		if filepath.Ext(f.name) == ".gz" {
			total += len(f.data)
			fmt.Printf("  %-36s %6.1f KB gzipped\n", f.name[:len(f.name)-3], kilobytes(len(f.data)))
		}
	}
	fmt.Printf("web client: %.1f KB gzipped, made in %d ms\n", kilobytes(total), took.Milliseconds())
}

func kilobytes(n int) float64 { return float64(n) / 1024 }
