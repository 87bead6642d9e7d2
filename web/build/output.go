package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/andybalholm/brotli"
)

// compress adds to each file its .gz and .br. It takes most of the build's time,
// so the files are done side by side.
func compress(files []file) ([]file, error) {
	variants := make([][]file, len(files))
	errs := make([]error, len(files))
	var wait sync.WaitGroup
	for i, f := range files {
		wait.Go(func() { variants[i], errs[i] = variantsOf(f) })
	}
	wait.Wait()
	return slices.Concat(files, slices.Concat(variants...)), errors.Join(errs...)
}

func variantsOf(f file) ([]file, error) {
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
	return []file{{f.name + ".gz", gz.Bytes()}, {f.name + ".br", br.Bytes()}}, nil
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
