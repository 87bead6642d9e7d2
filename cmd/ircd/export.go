package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"linnet/internal/irc"
)

// export writes all that is kept of somebody with an account into a file, or to stdout.
func export(ctx context.Context, typed *commandLine, stdout, stderr io.Writer, env lookup) error {
	const command = "export-account"
	dir, err := folderOf(typed, env, command)
	if err != nil {
		return err
	}
	name, file := typed.Export.Name, typed.Export.File
	write := func(w io.Writer) error {
		by := func(r *remote) error {
			return r.ask(ctx, http.MethodGet, "/export?"+url.Values{"account": {name}}.Encode(), nil, w)
		}
		alone := func() error {
			return atRest(typed, env, dir, func(kept *irc.AtRest) error { return kept.Export(ctx, name, w) })
		}
		return either(ctx, dir, by, alone)
	}
	if file == "" || file == "-" {
		err = write(stdout)
	} else {
		err = writeFile(file, typed.Export.Force, write)
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		return errThere(command, file)
	case err != nil:
		return fmt.Errorf("%s: %s: %w", command, name, err)
	case file == "" || file == "-":
		return nil
	}
	_, err = fmt.Fprintf(stderr, "%s has all that is kept of %s\n", file, name)
	return err
}

// errThere is that a file is not to be replaced.
func errThere(command, file string) error {
	return &typedWrong{fmt.Errorf("%s: %s is there already", command, file), "choose another name, or say --force to replace it"}
}

// writeFile has a file written that only its owner may read, and named when it is whole
// and on disk.
func writeFile(name string, replace bool, write func(io.Writer) error) (err error) {
	if _, err := os.Lstat(name); err == nil && !replace {
		return fmt.Errorf("%s: %w", name, fs.ErrExist)
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err = errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
