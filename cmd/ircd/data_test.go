package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// promised is how long after its echo a message is on disk.
const promised = 100 * time.Millisecond

// A server that is killed while people talk has lost nothing that it said was
// kept: what was echoed a tenth of a second ago, and what an operator was told of a
// channel that stays, at once.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	config := dir + "/ircd.toml"
	text := "[[opers]]\nname = 'root'\npassword = '$argon2id$v=19$m=8,t=1,p=1$bGlubmV0LXRlc3RzLXNhbHQ$AVRwngzDDXuG7Uh0Tk7z9nN1hBvbh03mb4QJVRxQkeY'\nclass = 'admin'\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for round := range 5 {
		cmd := asProgram("--config", config, "--data", dir+"/data", "--irc", "127.0.0.1:0", "--web=")
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		address := ""
		for said := bufio.NewScanner(stdout); address == "" && said.Scan(); {
			_, address, _ = strings.Cut(said.Text(), "irc://")
		}
		nc := mustDial(t, "tcp", address)
		lines := greet(t, nc)
		heard := func(what string) {
			t.Helper()
			for lines.Scan() {
				if strings.Contains(lines.Text(), what) {
					return
				}
			}
			t.Fatalf("round %d: %q was not heard: %v", round, what, lines.Err())
		}
		fmt.Fprint(nc, "CAP REQ :echo-message\r\nJOIN #general\r\n")
		if round > 0 {
			heard(fmt.Sprintf(" 332 alice #general :topic %d", round-1))
			heard(fmt.Sprintf("] message %d", round-1))
		}
		say := func() {
			fmt.Fprintf(nc, "PRIVMSG #general :message %d\r\n", round)
			heard(fmt.Sprintf("PRIVMSG #general :message %d", round))
		}
		fmt.Fprint(nc, "OPER root sesame\r\nSAMODE #general -t\r\n")
		if round%2 == 0 {
			say()
		}
		fmt.Fprintf(nc, "TOPIC #general :topic %d\r\n", round)
		heard(fmt.Sprintf("TOPIC #general :topic %d", round))
		if round%2 == 1 { // with nothing behind it that would take it along to the disk
			say()
			time.Sleep(promised) // nothing tells when it is there: the promise is a time
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
	}
}

// Without a data directory nothing is ever written.
func TestNothingIsWritten(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("TMPDIR", dir)
	s := start(t, "--irc", "127.0.0.1:0", "--web", "127.0.0.1:0")
	nc := mustDial(t, "tcp", s.doors["irc"])
	lines := greet(t, nc)
	fmt.Fprint(nc, "JOIN #tea\r\nTOPIC #tea :leaves\r\nPRIVMSG #tea :hello\r\nPING :done\r\n")
	for lines.Scan() && !strings.Contains(lines.Text(), "PONG") {
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("there is now %v, %v", left, err)
	}
}
