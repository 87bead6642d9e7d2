package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// needs skips a test that lacks a program; where nobody would see the skip, it fails.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, name := range programs {
		if _, err := exec.LookPath(name); err == nil {
			continue
		}
		missing := fmt.Sprintf("%s is not here: apt-get install %s", name, name)
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
}

// eventually asks until the answer is yes, or fails with the last thing seen.
func eventually(t *testing.T, what string, ask func() (yes bool, seen string)) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(clientPatience); ; <-tick.C {
		yes, seen := ask()
		if yes {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: not seen in\n%s", what, seen)
		}
	}
}

// irssi runs in a terminal of a tmux server of its own.
type irssi struct {
	t      *testing.T
	socket string // of tmux
}

func startIrssi(t *testing.T, ircAddress, nick string) foreignClient {
	t.Helper()
	needs(t, "irssi", "tmux")
	host, port, err := net.SplitHostPort(ircAddress)
	if err != nil {
		t.Fatal(err)
	}
	c := &irssi{t: t, socket: fmt.Sprintf("ircd-test-%d-%s", os.Getpid(), nick)}
	home := t.TempDir()
	// irssi spaces what it sends; a test need not wait for that.
	config := `settings = { "irc/core" = { cmd_queue_speed = "1msec"; cmds_max_at_once = "100"; }; };`
	if err := os.WriteFile(filepath.Join(home, "config"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = c.tmux("kill-server") })
	_, err = c.tmux("-f", os.DevNull, "new-session", "-d", "-x", "180", "-y", "60",
		"env", "LC_ALL=C.UTF-8", "HOME="+home, "irssi", "--home="+home, "-c", host, "-p", port, "-n", nick)
	if err != nil {
		t.Fatal(err)
	}
	c.shows("irssi connected", "Welcome to the Linnet Network")
	c.types("/join #general")
	c.sees("#general", "[#general]")
	return c
}

func (c *irssi) tmux(args ...string) (string, error) {
	cmd := exec.Command("tmux", append([]string{"-u", "-L", c.socket}, args...)...)
	// Started within a tmux, another one would refuse to.
	cmd.Env = append(os.Environ(), "TMUX=", "TERM=xterm-256color", "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("tmux %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return string(out), nil
}

func (c *irssi) types(text string) {
	c.t.Helper()
	if _, err := c.tmux("send-keys", "-l", text); err != nil {
		c.t.Fatal(err)
	}
	if _, err := c.tmux("send-keys", "Enter"); err != nil {
		c.t.Fatal(err)
	}
}

func (c *irssi) shows(what, text string) {
	c.t.Helper()
	eventually(c.t, what, func() (bool, string) {
		screen, err := c.tmux("capture-pane", "-p")
		if err != nil {
			c.t.Fatal(err)
		}
		return strings.Contains(screen, text), screen
	})
}

func (c *irssi) say(target, text string) {
	c.t.Helper()
	if strings.HasPrefix(target, "#") {
		c.types("/window goto " + target)
	} else {
		c.types("/query " + target)
	}
	c.shows("the window of "+target, "["+target+"]")
	c.types(text)
}

func (c *irssi) sees(target, text string) {
	c.t.Helper()
	eventually(c.t, "the window of "+target, func() (bool, string) {
		c.types("/window goto " + target)
		screen, err := c.tmux("capture-pane", "-p")
		return err == nil && strings.Contains(screen, "["+target+"]"), screen
	})
	c.shows(target+": "+text, text)
}

func (c *irssi) quit() {
	c.t.Helper()
	c.types("/quit")
}

// weeChat runs without a screen: it is spoken to through its FIFO, and what it
// shows stands in its logs, one for each of its buffers.
type weeChat struct {
	t   *testing.T
	dir string
}

func startWeeChat(t *testing.T, ircAddress, nick string) foreignClient {
	t.Helper()
	needs(t, "weechat-headless")
	c := &weeChat{t: t, dir: t.TempDir()}
	cmd := exec.Command("weechat-headless", "--dir", c.dir,
		"-r", "/set logger.file.flush_delay 0",
		"-r", "/set fifo.file.path "+c.dir+"/fifo",
		"-r", "/server add linnet "+strings.Replace(ircAddress, ":", "/", 1),
		// Plain text; the option is called ssl before version 4, and tls since.
		"-r", "/set irc.server.linnet.ssl off", "-r", "/set irc.server.linnet.tls off",
		"-r", "/set irc.server.linnet.anti_flood_prio_high 0",
		"-r", "/set irc.server.linnet.nicks "+nick,
		"-r", "/set irc.server.linnet.autojoin #general",
		"-r", "/connect linnet")
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+c.dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	c.sees("#general", nick)
	return c
}

func (c *weeChat) types(line string) {
	c.t.Helper()
	// Without waiting for a reader: a WeeChat that is gone must not hang the test.
	var fifo *os.File
	eventually(c.t, "weechat's FIFO", func() (bool, string) {
		f, err := os.OpenFile(filepath.Join(c.dir, "fifo"), os.O_WRONLY|syscall.O_NONBLOCK, 0)
		fifo = f
		return err == nil, fmt.Sprint(err)
	})
	_, err := fifo.WriteString(line + "\n")
	if err := errors.Join(err, fifo.Close()); err != nil {
		c.t.Fatal(err)
	}
}

func (c *weeChat) say(target, text string) {
	c.t.Helper()
	if !strings.HasPrefix(target, "#") {
		c.types("irc.server.linnet */query -noswitch " + target)
	}
	c.types("irc.linnet." + target + " *" + text)
}

func (c *weeChat) sees(target, text string) {
	c.t.Helper()
	eventually(c.t, target+": "+text, func() (bool, string) {
		log, err := os.ReadFile(filepath.Join(c.dir, "logs", "irc.linnet."+target+".weechatlog"))
		shown := strings.ReplaceAll(string(log), "\t", " ")
		return err == nil && strings.Contains(shown, text), shown
	})
}

func (c *weeChat) quit() {
	c.t.Helper()
	c.types("core.weechat */quit")
}
