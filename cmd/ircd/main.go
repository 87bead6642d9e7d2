// Command ircd runs Linnet: an IRC server, and a web client of it, in one
// program. It reads settings, wires the parts, and decides nothing.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		stop()
		<-signals // whoever asks twice does not want to wait
		os.Exit(1)
	}()
	err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.LookupEnv)
	if errors.Is(err, errRestart) {
		err = startAnew()
	}
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, "ircd:", err)
	var typed *typedWrong
	if !errors.As(err, &typed) {
		os.Exit(1)
	}
	if typed.hint != "" {
		fmt.Fprintln(os.Stderr, typed.hint)
	}
	os.Exit(2)
}

// startAnew puts the program, as it lies on disk now, in this process's place. It
// returns only if that fails: with status 1 a supervisor may do better.
func startAnew() error {
	path, err := os.Executable()
	if err == nil {
		err = syscall.Exec(path, os.Args, os.Environ())
	}
	return fmt.Errorf("restart: %w", err)
}

// typedWrong is what somebody wrote that cannot be meant: exit status 2.
type typedWrong struct {
	err  error
	hint string // on the next line, if any
}

func (e *typedWrong) Error() string { return e.err.Error() }
func (e *typedWrong) Unwrap() error { return e.err }

const usage = `ircd runs Linnet: an IRC server and its web client.

Usage: ircd [run] [flags]      run the server
       ircd check [flags]      say whether the settings are right
       ircd config             print every setting with its default
       ircd hash-password      read a password, print what the settings take for it
       ircd version            say which version this is

  With --data, or what else names the data folder, and whether or not a server runs:
       ircd backup FILE        write all that is kept into one file ("-" is stdout)
       ircd restore FILE       put a backup in its place; a running server starts anew
       ircd salvage            save what can be read of a damaged database
       ircd migrate [--check]  bring what is kept to what this ircd knows, or say so
       ircd export-account NAME [FILE]
                               write all that is kept of somebody, as JSON
       ircd erase-account NAME give an account up, and delete all that it has written

Without any flag IRC is at 127.0.0.1:6667 and the web at 127.0.0.1:8080.

  --config FILE      settings in TOML; "ircd config" prints such a file
  --irc ADDR         a door for IRC: HOST:PORT, or unix:/PATH (may be repeated)
  --web ADDR         the door for browsers: HOST:PORT, or "" for none
  --data DIR         a folder: remember across restarts what is said and who is who
  --log-level LEVEL  debug, info, warn or error
  --force            backup, export-account: replace a file that is there
  --yes              erase-account: do not ask whether it is meant
  --keep-messages    erase-account: give the account up, and delete nothing else
  --help             print this

A flag counts more than the environment (IRCD_CONFIG, IRCD_IRC, IRCD_WEB,
IRCD_DATA, IRCD_LOG_LEVEL), and that more than the file.

SIGHUP makes a running server read its settings again.
`

// commandLine is what can be typed. A flag that was not is nil.
type commandLine struct {
	Config   *string
	IRC      []string `name:"irc"`
	Web      *string
	Data     *string
	LogLevel *string

	Run     struct{} `cmd:"" default:"1"`
	Check   struct{} `cmd:""`
	Sample  struct{} `cmd:"" name:"config"`
	Hash    struct{} `cmd:"" name:"hash-password"`
	Version struct{} `cmd:""`

	Backup struct {
		File  string `arg:""`
		Force bool
	} `cmd:""`
	Restore struct {
		File string `arg:""`
	} `cmd:""`
	Salvage struct{} `cmd:""`
	Migrate struct {
		Check bool
	} `cmd:""`
	Export struct {
		Name  string `arg:""`
		File  string `arg:"" optional:""`
		Force bool
	} `cmd:"" name:"export-account"`
	Erase struct {
		Name         string `arg:""`
		Yes          bool
		KeepMessages bool
	} `cmd:"" name:"erase-account"`
}

// run is the whole program, for main and for tests.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, env lookup) error {
	var typed commandLine
	helped := false
	parser, err := kong.New(&typed, kong.Name("ircd"), kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }),
		kong.Help(func(kong.HelpOptions, *kong.Context) error {
			_, err := io.WriteString(stdout, usage)
			return err
		}))
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if helped {
		return nil
	}
	if err != nil {
		return &typedWrong{err, `"ircd --help" lists the commands and flags`}
	}
	switch name, _, _ := strings.Cut(command.Command(), " "); name {
	case "config":
		return printSample(stdout)
	case "hash-password":
		return hashPassword(stdin, stdout, stderr)
	case "version":
		return printVersion(stdout)
	case "check":
		return check(&typed, stdout, env)
	case "backup":
		return backup(ctx, &typed, stdout, stderr, env)
	case "restore":
		return restore(ctx, &typed, stdin, stdout, env)
	case "export-account":
		return export(ctx, &typed, stdout, stderr, env)
	case "erase-account":
		return erase(ctx, &typed, stdin, stdout, stderr, env)
	case "salvage":
		return salvage(&typed, stdout, env)
	case "migrate":
		return migrate(&typed, stdout, env)
	default:
		return serve(ctx, &typed, stdout, stderr, env)
	}
}
