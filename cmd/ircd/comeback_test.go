package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Whoever was here when the server was killed goes on where she was: a guest by her
// token, an account that is always on by logging in, in a channel that is nobody's.
// What was said while they were away they are shown once, and in order.
func TestComingBack(t *testing.T) {
	dir := t.TempDir()
	server := killable{t: t, dir: dir}
	server.start()
	anna, dave := server.visit(), server.visit()
	anna.say("NICK Anna", "USER anna 0 * :Anna", "NS REGISTER sesame")
	anna.hear(" 900 Anna ")
	anna.say("NS SET ALWAYS-ON on")
	anna.hear("You stay in your channels")
	dave.say("CAP REQ :linnet.chat/resume", "NICK dave", "USER dave 0 * :Dave", "CAP END", "JOIN #tea", "MODE #tea +k leaves", "TOPIC #tea :what we drink")
	token := dave.token()
	dave.hear(" TOPIC #tea ")
	anna.say("JOIN #tea leaves")
	anna.hear(" 366 ")
	for round := range 3 {
		bob := server.visit()
		bob.say("NICK bob", "USER bob 0 * :Bob", "JOIN #tea leaves")

		bob.hear(" 366 ")
		seen := fmt.Sprint("seen ", round)
		bob.say("PRIVMSG #tea :"+seen, "PRIVMSG Anna :"+seen, "PRIVMSG dave :"+seen)
		for _, c := range []*talker{anna, dave} {
			c.hear("PRIVMSG #tea :" + seen)
		}
		server.flush() // TestKilled holds how long that takes by itself
		server.kill()
		server.start()

		carol := server.visit()
		carol.say("NICK carol", "USER carol 0 * :Carol", "JOIN #tea")
		carol.hear(" 475 carol #tea ")
		carol.say("JOIN #tea leaves")
		if names := strings.Fields(carol.line(" 353 carol = #tea :")); !slices.Contains(names, ":@dave") && !slices.Contains(names, "@dave") {
			t.Fatalf("round %d: #tea is without its operator: %q", round, names)
		}
		var want []string
		for n := range 20 {
			text := fmt.Sprintf("missed %d.%d", round, n)
			carol.say("PRIVMSG #tea :"+text, "PRIVMSG Anna :"+text, "PRIVMSG dave :"+text)
			want = append(want, text)
		}
		carol.say("PING done")
		carol.hear(" PONG ")

		dave = server.visit()
		dave.say("CAP REQ :linnet.chat/resume server-time", "RESUME "+token, "CAP END")
		token = dave.hasMissed("dave", want)
		anna = server.visit()
		login := base64.StdEncoding.EncodeToString([]byte("\x00Anna\x00sesame"))
		anna.say("CAP REQ :sasl server-time", "NICK Anna", "USER anna 0 * :Anna", "AUTHENTICATE PLAIN", "AUTHENTICATE "+login, "CAP END")
		anna.hasMissed("Anna", want)
	}
}

// killable is the program with a folder of its own.
type killable struct {
	t       *testing.T
	dir     string
	cmd     *exec.Cmd
	address string
}

func (k *killable) start() {
	k.t.Helper()
	k.cmd = asProgram("--data", k.dir, "--irc", "127.0.0.1:0", "--web=", "--log-level", "warn")
	stdout, err := k.cmd.StdoutPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	if err := k.cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	cmd := k.cmd
	k.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for said := bufio.NewScanner(stdout); ; {
		if !said.Scan() {
			k.t.Fatalf("the server says nothing of where it is: %v", said.Err())
		}
		if _, address, found := strings.Cut(said.Text(), "irc://"); found {
			k.address = address
			return
		}
	}
}

// flush has all that was said on disk.
func (k *killable) flush() {
	k.t.Helper()
	r, err := reach(k.t.Context(), k.dir)
	if err != nil {
		k.t.Fatal(err)
	}
	if err := r.ask(k.t.Context(), http.MethodPost, "/flush", nil, nil); err != nil {
		k.t.Fatal(err)
	}
}

func (k *killable) kill() {
	k.t.Helper()
	if err := k.cmd.Process.Kill(); err != nil {
		k.t.Fatal(err)
	}
	_ = k.cmd.Wait()
}

func (k *killable) visit() *talker {
	k.t.Helper()
	return newTalker(k.t, mustDial(k.t, "tcp", k.address))
}

// line waits for a line with a part, and returns it.
func (c *talker) line(part string) string {
	c.Helper()
	c.hear(part)
	return c.lines.Text()
}

// token waits for a token to resume by.
func (c *talker) token() string {
	c.Helper()
	return strings.Fields(c.line(" RESUME TOKEN "))[3]
}

// hasMissed reads what a client is sent that has come back, up to what it is told
// last: exactly these messages, in the channel and in private. It returns the token.
func (c *talker) hasMissed(nick string, want []string) (token string) {
	c.Helper()
	c.say("PING done")
	heard := map[string][]string{}
	topic := false
	for c.lines.Scan() {
		line := c.lines.Text()
		if _, said, is := strings.Cut(line, " PRIVMSG "); is {
			target, text, _ := strings.Cut(said, " :")
			heard[target] = append(heard[target], text)
		}
		topic = topic || strings.Contains(line, " 332 "+nick+" #tea :what we drink")
		if _, given, is := strings.Cut(line, " RESUME TOKEN "); is {
			token, _, _ = strings.Cut(given, " ")
		}
		if strings.Contains(line, " PONG ") {
			break
		}
	}
	if !topic || !slices.Equal(heard["#tea"], want) || !slices.Equal(heard[nick], want) {
		c.Fatalf("%s comes back and hears %q, expected %q: %v", nick, heard, want, c.lines.Err())
	}
	return token
}
