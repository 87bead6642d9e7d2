package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

// compress adds to each file its .gz and .br.
func compress(files []file) ([]file, error) {
	all := files
	for _, f := range files {
		var gz, br bytes.Buffer
		zip, err := gzip.NewWriterLevel(&gz, gzip.BestCompression)
		if err != nil {
			return nil, err
		}
		if err := pour(zip, f.data); err != nil {
			return nil, fmt.Errorf("gzip %s: %w", f.name, err)
		}
		if err := pour(brotli.NewWriterLevel(&br, brotli.BestCompression), f.data); err != nil {
			return nil, fmt.Errorf("brotli %s: %w", f.name, err)
		}
		all = append(all, file{f.name + ".gz", gz.Bytes()}, file{f.name + ".br", br.Bytes()})
	}
	return all, nil
}

func pour(w io.WriteCloser, data []byte) error {
	if _, err := w.Write(data); err != nil {
		return err
	}
	return w.Close()
}

// write replaces the folder out by one that holds just these files. It writes
// beside it first, so that a failed build leaves the last good one.
func write(out string, files []file) error {
	// The name must not begin as the embedded folders do.
	next, err := os.MkdirTemp(filepath.Dir(out), ".building-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(next)
	if err := os.Chmod(next, 0o755); err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(next, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.data, 0o644); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	return os.Rename(next, out)
}
