package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"linnet/internal/irc"
	"linnet/internal/irc/store"
)

// A running server is told what only its owner may tell it by a socket in its data
// folder, which nobody else can open: HTTP, since that knows how to stream a file
// and how to refuse. Without a folder there is no socket.

// controlName is what the socket is called.
const controlName = "control.sock"

// control is the server's end of the socket.
type control struct {
	server  *irc.Server
	dir     string
	log     *slog.Logger
	check   func() error // whether the server could start with the settings as they are now
	restart func()
	started time.Time
	http    *http.Server

	restoring sync.Mutex // one at a time
}

// status is what the server tells of itself.
type status struct {
	Started     time.Time `json:"started"`
	Connections int       `json:"connections"`
}

// restored is what has come of a restoration.
type restored struct {
	store.Summary
	Former      string
	Connections int // that were cut
}

// serve answers at the socket until it is closed.
func (c *control) serve(l net.Listener) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", c.status)
	mux.HandleFunc("POST /flush", c.flush)
	mux.HandleFunc("POST /restore", c.restore)
	mux.HandleFunc("POST /erase", c.erase)
	mux.HandleFunc("GET /export", c.export)
	c.http = &http.Server{Handler: mux, ReadHeaderTimeout: patient, ErrorLog: slog.NewLogLogger(c.log.Handler(), slog.LevelDebug)}
	go func() {
		if err := c.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			c.log.Warn("the control socket is closed", "err", err)
		}
	}()
}

// patient is how long the other end may take to say what it wants, and ours to do what
// takes no time.
const patient = 10 * time.Second

// close answers what is under way, if that is soon, and takes the socket away.
func (c *control) close() {
	ctx, cancel := context.WithTimeout(context.Background(), graceful)
	defer cancel()
	if err := c.http.Shutdown(ctx); err != nil {
		_ = c.http.Close()
	}
	_ = os.Remove(filepath.Join(c.dir, controlName))
}

func (c *control) status(w http.ResponseWriter, _ *http.Request) {
	c.answer(w, status{c.started, c.server.Connections()})
}

func (c *control) flush(w http.ResponseWriter, r *http.Request) {
	if err := c.server.Flush(r.Context()); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// restore puts the database in the body in the place of the server's own. From the
// moment it counts nothing more is kept of what people do: they are told that the
// server starts anew, and it does.
func (c *control) restore(w http.ResponseWriter, r *http.Request) {
	if !c.restoring.TryLock() {
		http.Error(w, "another database is being restored", http.StatusConflict)
		return
	}
	defer c.restoring.Unlock()
	next, err := store.Prepare(c.dir, r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	former, err := c.take(next)
	if err != nil {
		next.Drop()
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	c.log.Warn("another database is restored: starting anew", "former", former)
	c.answer(w, restored{next.Summary, former, c.server.Connections()})
	c.server.LastWords("Server is restarting with restored data")
	c.restart()
}

// take makes a database count, unless the server could not start with it.
func (c *control) take(next *store.Candidate) (former string, err error) {
	if err := c.check(); err != nil {
		return "", fmt.Errorf("the server could not start anew: %w", err)
	}
	return next.Take()
}

func (c *control) erase(w http.ResponseWriter, r *http.Request) {
	ended, err := c.server.Erase(r.Context(), r.FormValue("account"), r.FormValue("keep") != "")
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	c.answer(w, ended)
}

func (c *control) export(w http.ResponseWriter, r *http.Request) {
	out := &begun{Writer: w}
	err := c.server.Export(r.Context(), r.FormValue("account"), true, out)
	if err != nil && out.is {
		panic(http.ErrAbortHandler) // what ends early must not look whole
	} else if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
	}
}

// begun knows whether anything was written.
type begun struct {
	io.Writer
	is bool
}

func (b *begun) Write(p []byte) (int, error) {
	b.is = true
	return b.Writer.Write(p)
}

func (c *control) answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(value); err != nil {
		c.log.Debug("control", "err", err)
	}
}

// listenForControl opens the socket of a folder that is in use by this process alone:
// one that is there was left by a server that was killed. It is made where nobody else
// can reach it, and then named.
func listenForControl(dir string) (net.Listener, error) {
	if err := forgetHidden(dir); err != nil {
		return nil, err
	}
	hidden, err := os.MkdirTemp(dir, hiddenName+"*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(hidden) }()
	var l *net.UnixListener
	err = shortPath(hidden, func(hidden string) (err error) {
		l, err = net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(hidden, controlName), Net: "unix"})
		return err
	})
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false) // it has another name by then
	made := filepath.Join(hidden, controlName)
	err = os.Chmod(made, 0o600)
	if err == nil {
		err = os.Rename(made, filepath.Join(dir, controlName))
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// hiddenName begins the names of folders in which a socket is made.
const hiddenName = ".control-"

// forgetHidden removes those of servers that were killed at it.
func forgetHidden(dir string) error {
	all, err := os.ReadDir(dir)
	for _, f := range all {
		if strings.HasPrefix(f.Name(), hiddenName) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, f.Name())))
		}
	}
	return err
}

// errNoServer is that nobody answers at the socket of a folder.
var errNoServer = errors.New("no server answers there")

// dialControl connects to the socket of a folder.
func dialControl(dir string) (nc net.Conn, err error) {
	err = shortPath(dir, func(dir string) (err error) {
		nc, err = net.Dial("unix", filepath.Join(dir, controlName))
		return err
	})
	if errors.Is(err, fs.ErrNotExist) || isRefused(err) {
		err = errNoServer
	}
	return nc, err
}
