package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// clientPatience is how long a real client may take until something is seen: a
// loaded machine starts one slowly.
const clientPatience = 20 * time.Second

// program is the server as a process of its own.
type program struct {
	irc string // HOST:PORT
	web string // HOST:PORT
}

// startProgram starts the program at places that nobody else is at.
func startProgram(t *testing.T) *program {
	t.Helper()
	cmd := exec.Command(os.Args[0], "--irc", "127.0.0.1:0", "--web", "127.0.0.1:0", "--log-level", "warn")
	cmd.Env = append(os.Environ(), "IRCD_TEST_AS_PROGRAM=1")
	lines := launch(t, cmd)
	p := &program{}
	address := regexp.MustCompile(`^ +(?:IRC  irc|web  http)://([0-9.:]+)`)
	for (p.irc == "" || p.web == "") && lines.Scan() {
		switch found := address.FindStringSubmatch(lines.Text()); {
		case found == nil:
		case strings.Contains(found[0], "irc://"):
			p.irc = found[1]
		default:
			p.web = found[1]
		}
	}
	if p.irc == "" || p.web == "" {
		t.Fatalf("the program said irc %q and web %q", p.irc, p.web)
	}
	return p
}

// launch starts a server as a process that is asked to end with the test, and
// must do so properly. It returns what the server says.
func launch(t *testing.T, cmd *exec.Cmd) *bufio.Scanner {
	t.Helper()
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		kill := time.AfterFunc(clientPatience, func() { _ = cmd.Process.Kill() })
		defer kill.Stop()
		if err := cmd.Wait(); err != nil {
			t.Errorf("the program ended with: %v", err)
		}
	})
	return bufio.NewScanner(stdout)
}

// browser is somebody at the WebSocket.
type browser struct {
	t     *testing.T
	ws    *websocket.Conn
	heard []string
	next  int // in heard: what hears has not looked at
}

// browser lets somebody in through the WebSocket, as the web client does.
func (p *program) browser(t *testing.T, nick string) *browser {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), clientPatience)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, "ws://"+p.web+"/ws", &websocket.DialOptions{
		Subprotocols: []string{"text.ircv3.net"}, HTTPHeader: map[string][]string{"Origin": {"http://" + p.web}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.CloseNow() })
	b := &browser{t: t, ws: ws}
	b.send("CAP REQ :message-tags server-time echo-message")
	b.send("NICK " + nick)
	b.send("USER " + nick + " 0 * :" + nick)
	b.send("CAP END")
	b.hears(" 001 " + nick + " ")
	return b
}

func (b *browser) send(line string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), clientPatience)
	defer cancel()
	if err := b.ws.Write(ctx, websocket.MessageText, []byte(line)); err != nil {
		b.t.Fatal(err)
	}
}

// hears waits for a line with all the parts in it, after those already heard.
func (b *browser) hears(parts ...string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), clientPatience)
	defer cancel()
	for {
		for ; b.next < len(b.heard); b.next++ {
			if containsAll(b.heard[b.next], parts) {
				b.next++
				return
			}
		}
		_, line, err := b.ws.Read(ctx)
		if err != nil {
			b.t.Fatalf("waiting for %q: %v; heard\n%s", parts, err, strings.Join(b.heard, "\n"))
		}
		b.heard = append(b.heard, string(line))
	}
}

// heardNot says that none of the parts came; a PING makes sure that everything
// that was to come is here.
func (b *browser) heardNot(parts ...string) {
	b.t.Helper()
	b.send("PING :all is here")
	b.hears("PONG", "all is here")
	for _, line := range b.heard {
		for _, part := range parts {
			if strings.Contains(line, part) {
				b.t.Errorf("heard %q in %q", part, line)
			}
		}
	}
}

func containsAll(text string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
