// Package web holds the web client: its source, and its build once it is made.
//
// It knows nothing of HTTP: it hands out files, and internal/webbridge serves them.
package web

import (
	"embed"
	"io/fs"
)

// The pattern finds dist/, which `make web` makes, and dist-unbuilt/, which is
// committed: a pattern that matches nothing would not compile, so this is what
// lets the binary be built on a machine without Node.
//
//go:embed dist*
var embedded embed.FS

// Built tells whether the binary carries the client, or only the page that says
// how to make it.
func Built() bool {
	_, err := fs.Stat(embedded, "dist/index.html")
	return err == nil
}

// Files is what a web server offers: index.html, and under assets/ the files it
// names. Their names hold a hash of their bytes, so they never change; beside
// each file that gains by it lie its .gz and .br. Of a client that was not built
// there is only index.html.
func Files() fs.FS {
	folder := "dist-unbuilt"
	if Built() {
		folder = "dist"
	}
	files, err := fs.Sub(embedded, folder)
	if err != nil {
		panic(err) // both names are constant and valid
	}
	return files
}
