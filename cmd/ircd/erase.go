package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/term"

	"linnet/internal/irc"
	"linnet/internal/irc/store"
)

// erase gives an account up and, unless its messages are kept, takes all that was
// written under it out of every file.
func erase(ctx context.Context, typed *commandLine, stdin io.Reader, stdout, stderr io.Writer, env lookup) error {
	const command = "erase-account"
	dir, err := folderOf(typed, env, command)
	if err != nil {
		return err
	}
	name, keep := typed.Erase.Name, typed.Erase.KeepMessages
	if !typed.Erase.Yes {
		if err := confirm(stdin, stderr, name, keep); err != nil {
			return err
		}
	}
	var ended irc.EndedAccount
	by := func(r *remote) error {
		form := url.Values{"account": {name}}
		if keep {
			form.Set("keep", "messages")
		}
		return r.ask(ctx, http.MethodPost, "/erase?"+form.Encode(), nil, &ended)
	}
	alone := func() error {
		return atRest(typed, env, dir, func(kept *irc.AtRest) (err error) {
			ended, err = kept.Erase(ctx, name, keep)
			return err
		})
	}
	if err := either(ctx, dir, by, alone); err != nil {
		return fmt.Errorf("%s: %s: %w", command, name, err)
	}
	what := "nothing that was written as " + ended.Name + " is in " + filepath.Join(dir, store.FileName) + " any more"
	if keep {
		what = "what was written as " + ended.Name + " stays"
	}
	fmt.Fprintf(stdout, "%s is given up; %s\n", ended.Name, what)
	for _, channel := range ended.Channels {
		fmt.Fprintln(stdout, channel)
	}
	if !keep {
		tellCopies(stdout, dir)
	}
	return nil
}

// tellCopies lists the files that were made before, and have what was erased.
func tellCopies(stdout io.Writer, dir string) {
	all, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, f := range all {
		if strings.HasPrefix(f.Name(), store.FileName+".before-") {
			fmt.Fprintf(stdout, "%s was made before: delete it when you no longer need it\n", filepath.Join(dir, f.Name()))
		}
	}
}

// atRest does something with what is kept in a folder while no server runs.
func atRest(typed *commandLine, env lookup, dir string, do func(*irc.AtRest) error) (err error) {
	if _, err := store.Schema(dir); err != nil { // nothing is made here that is not there
		return err
	}
	s, err := store.Open(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	f, err := readFile(typed, env)
	if err != nil {
		return err
	}
	kept, err := irc.OpenAtRest(s, irc.Casemapping(f.Server.Casemapping), time.Now())
	if err != nil {
		return err
	}
	return do(kept)
}

// confirm asks a person at a terminal whether this is meant. Nobody else can be asked.
func confirm(stdin io.Reader, stderr io.Writer, name string, keep bool) error {
	file, is := stdin.(*os.File)
	if !is || !term.IsTerminal(int(file.Fd())) {
		return &typedWrong{errors.New("erase-account: nobody is there to be asked whether this is meant"), "say --yes if it is"}
	}
	return ask(stdin, stderr, name, keep)
}

func ask(stdin io.Reader, stderr io.Writer, name string, keep bool) error {
	also := ", and deletes all that was written under it"
	if keep {
		also = "; what was written under it stays"
	}
	fmt.Fprintf(stderr, "This gives the account %s up for good%s.\nType its name to go on: ", name, also)
	line, err := bufio.NewReader(stdin).ReadString('\n')
	if strings.TrimSpace(line) != name {
		return errors.Join(errors.New("erase-account: nothing was done"), ignoreEOF(err))
	}
	return nil
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
