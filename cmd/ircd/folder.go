package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"linnet/internal/irc/store"
)

// What is done with a data folder is done by the server that has it in use, or by this
// process alone if none has.

// errNoFolder is what a command is told that needs one.
func errNoFolder(command string) error {
	return &typedWrong{
		fmt.Errorf("%s: there is nothing on disk: no data folder is set, and without one everything lives in memory", command),
		"say which by --data DIR, IRCD_DATA, or data.dir in the file of --config",
	}
}

// folderOf reads which folder is meant, and no other setting: the owner of the data need
// not be able to read the server's keys.
func folderOf(typed *commandLine, env lookup, command string) (string, error) {
	if dir, who := given(typed.Data, env, "--data", "IRCD_DATA"); who != "" && dir != "" {
		return dir, nil
	} else if who != "" {
		return "", errNoFolder(command)
	}
	f, err := readFile(typed, env)
	if err == nil && f.Data.Dir == "" {
		err = errNoFolder(command)
	}
	return f.Data.Dir, err
}

// readFile reads the settings file, if there is one, and nothing that it names.
func readFile(typed *commandLine, env lookup) (file, error) {
	name, who := given(typed.Config, env, "--config", "IRCD_CONFIG")
	if who == "" {
		return defaultFile(), nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return file{}, &typedWrong{err: fmt.Errorf("%s: %w", who, err)}
	}
	f, err := parseFile(name, text)
	if err != nil {
		return file{}, &typedWrong{err: err}
	}
	return f, nil
}

// startOrStop is how long a server is waited for that has the folder in use and does
// not answer yet, or no more.
const startOrStop = 15 * time.Second

// either does something by the running server or, if there is none, alone. What is
// done alone ends with store.ErrInUse if there is one after all.
func either(ctx context.Context, dir string, by func(*remote) error, alone func() error) error {
	for began := time.Now(); ; {
		r, err := reach(ctx, dir)
		if err == nil {
			return by(r)
		}
		if !errors.Is(err, errNoServer) {
			return fmt.Errorf("%s: %w", dir, err)
		}
		if err = alone(); !errors.Is(err, store.ErrInUse) {
			return err
		}
		if time.Since(began) > startOrStop {
			return fmt.Errorf("%s: a server has it in use and does not answer: see its log", dir)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(startOrStop / 100):
		}
	}
}

// remote is a running server.
type remote struct {
	http *http.Client
	status
}

// reach finds the server of a folder, or errNoServer.
func reach(ctx context.Context, dir string) (*remote, error) {
	r := &remote{http: &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext:       func(context.Context, string, string) (net.Conn, error) { return dialControl(dir) },
	}}}
	return r, r.ask(ctx, http.MethodGet, "/", nil, &r.status)
}

// ask sends a request, and reads its answer into a value, a writer, or (nil) nowhere.
func (r *remote) ask(ctx context.Context, method, path string, body io.Reader, into any) error {
	request, err := http.NewRequestWithContext(ctx, method, "http://ircd"+path, body)
	if err != nil {
		return err
	}
	response, err := r.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		why, err := io.ReadAll(io.LimitReader(response.Body, 4096))
		return errors.Join(errors.New(strings.TrimSpace(string(why))), err)
	}
	switch into := into.(type) {
	case nil:
		return nil
	case io.Writer:
		_, err = io.Copy(into, response.Body)
		return err
	default:
		return json.NewDecoder(response.Body).Decode(into)
	}
}

// isBack waits until a server answers that has started later.
func (r *remote) isBack(ctx context.Context, dir string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		again, err := reach(ctx, dir)
		if err == nil && again.Started.After(r.Started) {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.New("the server has not come back within a minute: see its log")
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// source opens what is to be read: a file, or "-" for stdin.
func source(name string, stdin io.Reader) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(stdin), nil
	}
	return os.Open(name)
}

// plural counts something.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}
