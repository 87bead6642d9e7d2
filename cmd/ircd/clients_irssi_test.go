package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var irssiWords = words{
	typed: but(slashed, map[string]phrase{
		"say": {"{in}", "/window goto {in}\n{text}"},
	}),
	shown: map[string]phrase{
		"welcome":       {"", "Welcome to the Linnet Network"},
		"join":          {"{in}", "-!- {by} [*] has joined {in}"},
		"part":          {"{in}", "-!- {by} [*] has left {in} [{text}]"},
		"say":           {"{in}", "<{rank}{by}> {text}"},
		"act":           {"{in}", "* {by} {text}"},
		"tell":          {"{by}", "<{by}> {text}"},
		"topic":         {"{in}", "-!- {by} changed the topic of {in} to: {text}"},
		"topic is":      {"{in}", "-!- Topic for {in}: {text}"},
		"mode":          {"{in}", "-!- mode/{in} [{text}] by {by}"},
		"kick":          {"{in}", "-!- {whom} was kicked from {in} by {by} [{text}]"},
		"kick to me":    {"{in}", "-!- You were kicked from {in} by {by} [{text}]"},
		"invite by me":  {"", "-!- Inviting {whom} to {in}"},
		"invite to me":  {"", "-!- {by} [*] invites you to {in}"},
		"whois away":    {"{whom}", "-!-  away     : {text}"},
		"told away":     {"{whom}", "-!- {whom} is away: {text}"},
		"away by me":    {"", "-!- You have been marked as being away"},
		"back by me":    {"", "-!- You are no longer marked as being away"},
		"nick":          {"{in}", "-!- {by} is now known as {text}"},
		"nick by me":    {"{in}", "-!- You're now known as {text}"},
		"quit":          {"{in}", "-!- {by} [*] has quit [Quit: {text}]"},
		"not operator":  {"{in}", "-!- {in} You're not channel operator"},
		"cannot speak":  {"{in}", "-!- Cannot send to channel {in}"},
		"banned":        {"", "-!- Cannot join to channel {in} (You are banned)"},
		"invitees only": {"", "-!- Cannot join to channel {in} (Channel is invite only)"},
	},
}

// startIrssi runs irssi in a terminal of a tmux server of its own. What it shows
// stands in its logs.
func startIrssi(t *testing.T, at place, nick string) *foreignClient {
	t.Helper()
	needs(t, "irssi", "tmux")
	home := t.TempDir()
	mustWrite(t, filepath.Join(home, "config"), irssiConfig(home))
	socket := fmt.Sprintf("ircd-test-%d-%s", os.Getpid(), nick)
	tmux := func(args ...string) {
		t.Helper()
		cmd := exec.Command("tmux", append([]string{"-u", "-L", socket}, args...)...)
		// Started within a tmux, another one would refuse to.
		cmd.Env = append(os.Environ(), "TMUX=", "TERM=xterm-256color", "LC_ALL=C.UTF-8")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("tmux %s: %v: %s", strings.Join(args, " "), err, out)
		}
	}
	t.Cleanup(func() { _ = exec.Command("tmux", "-L", socket, "kill-server").Run() })
	host, port, _ := net.SplitHostPort(at.address)
	run := []string{"-f", os.DevNull, "new-session", "-d", "-x", "180", "-y", "60", "env", "LC_ALL=C.UTF-8", "HOME=" + home,
		"irssi", "--home=" + home, "-c", host, "-p", port, "-n", nick, "-w", at.password}
	tmux(run...)
	return &foreignClient{t: t, kind: "irssi", nick: nick, words: irssiWords, seen: map[string]int{},
		hands: func(_, text string) {
			t.Helper()
			for line := range strings.SplitSeq(text, "\n") {
				tmux("send-keys", "-l", line)
				tmux("send-keys", "Enter")
			}
		},
		eyes: func(where string) string {
			if where == "" {
				where = "status"
			}
			return fileText(filepath.Join(home, where+".log"))
		},
	}
}

// irssiConfig makes irssi log each conversation, and its first window, into a
// file of its own; and not space what it sends, which a test need not wait for.
func irssiConfig(home string) string {
	return fmt.Sprintf(`settings = {
  "irc/core" = { cmd_queue_speed = "1msec"; cmds_max_at_once = "100"; };
  "fe-common/core" = {
    autolog = "yes"; autolog_level = "all"; autolog_path = "%[1]s/$0.log";
    show_nickmode_empty = "no";
  };
  "fe-common/irc" = { group_multi_mode = "no"; };
  "fe-text" = { paste_verify_line_count = "0"; };
};
logs = {
  "%[1]s/status.log" = {
    auto_open = "yes"; level = "ALL"; items = ( { type = "window"; name = "1"; } );
  };
};
`, home)
}
