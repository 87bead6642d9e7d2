package main

import (
	"bufio"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite" // for what another program has written
)

// TestScripts plays testdata/script: what an owner types, with the program itself.
// Besides the usual commands of testscript there are
//
//	serve [flags]    starts the server at the socket irc, and waits until it is there
//	slay, end        ends it by SIGKILL, or as it should be ended
//	irc WHO FILE     says the lines of a file and leaves; stdout is what it hears
//	linger WHO       connects somebody who stays
//	gone             stdout is what that one heard until the server ended it
//	sql FILE TEXT    carries out the SQL of a text in a database
//	wiped DIR TEXT   waits until there is no trace of a text
//	spoil FILE N     puts zeros in the place of the first bytes of a file
//	traces DIR TEXT  stdout names the files in which the text is, whatever its case
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve": scriptServe, "slay": scriptSlay, "end": scriptEnd, "irc": scriptIRC, "sql": scriptSQL,
			"linger": scriptLinger, "gone": scriptGone, "traces": scriptTraces, "wiped": scriptWiped, "spoil": scriptSpoil,
		},
		Setup: func(env *testscript.Env) error {
			env.Values[serverKey{}] = &scriptServer{}
			return nil
		},
	})
}

type serverKey struct{}

// scriptServer is the server of a script, if one runs.
type scriptServer struct {
	cmd     *exec.Cmd
	lingers []*bufio.Scanner // all of them: a connection that nobody knows any more is closed
}

func serverOf(ts *testscript.TestScript) *scriptServer {
	return ts.Value(serverKey{}).(*scriptServer)
}

func scriptServe(ts *testscript.TestScript, _ bool, args []string) {
	cmd := asProgram(append([]string{"--irc", "unix:" + ts.MkAbs("irc"), "--web="}, args...)...)
	cmd.Dir = ts.MkAbs(".")
	log, err := os.OpenFile(ts.MkAbs("log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	ts.Check(err)
	cmd.Stderr = log
	stdout, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Check(log.Close())
	serverOf(ts).cmd = cmd
	ts.Defer(func() { _ = cmd.Process.Kill() })
	if said, err := bufio.NewReader(stdout).ReadString('\n'); said != "Linnet is running\n" {
		ts.Fatalf("it said %q, %v; its log is\n%s", said, err, ts.ReadFile("log"))
	}
	go func() { _, _ = bufio.NewReader(stdout).WriteTo(discard{}) }() // it may start anew and say it again
}

func scriptSpoil(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_WRONLY, 0)
	ts.Check(err)
	_, err = f.WriteAt(make([]byte, n), 0)
	ts.Check(errors.Join(err, f.Close()))
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func scriptSlay(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(serverOf(ts).cmd.Process.Kill())
	_ = serverOf(ts).cmd.Wait() // it was killed
}

func scriptEnd(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(serverOf(ts).cmd.Process.Signal(os.Interrupt))
	ts.Check(serverOf(ts).cmd.Wait())
}

// scriptIRC says the lines of a file, each after the PONG of the one before, and is told
// what came, without the tags of what happened just now. When it is over the server has
// let go of the connection: whoever comes next by that name does not find it there.
func scriptIRC(ts *testscript.TestScript, _ bool, args []string) {
	stdout := ts.Stdout()
	nc, heard := scriptGreet(ts, args[0])
	defer nc.Close()
	for i, line := range strings.Split(strings.TrimSpace(ts.ReadFile(args[1])), "\n") {
		fmt.Fprintf(nc, "%s\r\nPING %d\r\n", line, i)
		for scriptHear(ts, heard) && !strings.Contains(heard.Text(), fmt.Sprintf("PONG linnet.local :%d", i)) {
			line := heard.Text()
			if strings.HasPrefix(line, "@") && !strings.Contains(line, "batch=") {
				_, line, _ = strings.Cut(line, " ")
			}
			fmt.Fprintln(stdout, line)
		}
	}
	fmt.Fprint(nc, "QUIT\r\n")
	for heard.Scan() {
	}
	ts.Check(heard.Err())
}

// scriptHear hears a line, for there has to be one.
func scriptHear(ts *testscript.TestScript, heard *bufio.Scanner) bool {
	if !heard.Scan() {
		ts.Fatalf("the server ended the connection: %v", heard.Err())
	}
	return true
}

// scriptGreet connects somebody, by NICK or as ACCOUNT=PASSWORD, up to the end of the
// welcome.
func scriptGreet(ts *testscript.TestScript, who string) (net.Conn, *bufio.Scanner) {
	nick, password, login := strings.Cut(who, "=")
	nc, err := net.Dial("unix", ts.MkAbs("irc"))
	ts.Check(err)
	ts.Check(nc.SetDeadline(time.Now().Add(patience)))
	fmt.Fprintf(nc, "CAP REQ :batch server-time message-tags draft/chathistory echo-message sasl\r\nNICK %s\r\nUSER u 0 * :r\r\n", nick)
	if login {
		fmt.Fprintf(nc, "AUTHENTICATE PLAIN\r\nAUTHENTICATE %s\r\n", base64.StdEncoding.EncodeToString([]byte("\x00"+nick+"\x00"+password)))
	}
	fmt.Fprint(nc, "CAP END\r\n")
	heard := bufio.NewScanner(nc)
	for scriptHear(ts, heard) && !strings.Contains(heard.Text(), " 422 ") {
	}
	return nc, heard
}

// scriptLinger connects somebody who stays.
func scriptLinger(ts *testscript.TestScript, _ bool, args []string) {
	_, heard := scriptGreet(ts, args[0])
	serverOf(ts).lingers = append(serverOf(ts).lingers, heard)
}

// scriptGone is told how the last of them was sent away.
func scriptGone(ts *testscript.TestScript, _ bool, _ []string) {
	stdout, lingers := ts.Stdout(), serverOf(ts).lingers
	heard := lingers[len(lingers)-1]
	for heard.Scan() {
		fmt.Fprintln(stdout, heard.Text())
	}
	ts.Check(heard.Err())
}

func scriptSQL(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o700))
	db, err := sql.Open("sqlite", name)
	ts.Check(err)
	_, err = db.Exec(ts.ReadFile(args[1]))
	ts.Check(errors.Join(err, db.Close()))
}

func scriptTraces(ts *testscript.TestScript, _ bool, args []string) {
	stdout := ts.Stdout()
	for _, name := range tracesOf(ts, args[0], args[1]) {
		fmt.Fprintln(stdout, name)
	}
}

func tracesOf(ts *testscript.TestScript, dir, text string) (found []string) {
	all, err := os.ReadDir(ts.MkAbs(dir))
	ts.Check(err)
	for _, f := range all {
		body, err := os.ReadFile(filepath.Join(ts.MkAbs(dir), f.Name()))
		if err == nil && strings.Contains(strings.ToLower(string(body)), strings.ToLower(text)) { // else it is a socket, or gone
			found = append(found, f.Name())
		}
	}
	return found
}

// scriptWiped looks until it is so: nothing tells when a server has done it by itself.
func scriptWiped(ts *testscript.TestScript, _ bool, args []string) {
	for until := time.Now().Add(patience); len(tracesOf(ts, args[0], args[1])) > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(until) {
			ts.Fatalf("%v has it still", tracesOf(ts, args[0], args[1]))
		}
	}
}
