package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// hexChatPerl is what lets a script of ours type into HexChat.
const hexChatPerl = "/usr/lib/*/hexchat/plugins/perl.so"

var hexChatWords = words{
	typed: but(slashed, map[string]phrase{
		"say":   {"{in}", "say {text}"},
		"topic": {"{in}", "/topic {text}"},
		"kick":  {"{in}", "/kick {whom} {text}"},
		"back":  {"", "/back"},
	}),
	shown: map[string]phrase{
		"welcome":       {"server", "Welcome to the Linnet Network"},
		"join":          {"{in}", "* {by} (*) has joined"},
		"join by me":    {"{in}", "* Now talking on {in}"},
		"part":          {"{in}", "* {by} (*) has left ({text})"},
		"part by me":    {"{in}", "* You have left channel {in} ({text})"},
		"say":           {"{in}", "<{by}> {text}"},
		"act":           {"{in}", "* {by} {text}"},
		"tell":          {"{by}", "<{by}> {text}"},
		"topic":         {"{in}", "* {by} has changed the topic to: {text}"},
		"topic is":      {"{in}", "* Topic for {in} is: {text}"},
		"mode":          {"{in}", "* {by} sets mode {text} on {in}"},
		"mode +o":       {"{in}", "* {by} gives channel operator status to {whom}"},
		"mode +v":       {"{in}", "* {by} gives voice to {whom}"},
		"mode +b":       {"{in}", "* {by} sets ban on {whom}"},
		"mode -b":       {"{in}", "* {by} removes ban on {whom}"},
		"kick":          {"{in}", "* {by} has kicked {whom} from {in} ({text})"},
		"kick to me":    {"{in}", "* You have been kicked from {in} by {by} ({text})"},
		"invite to me":  {"left", "* You have been invited to {in} by {by}"},
		"whois away":    {"{in}", "* [{whom}] is away ({text})"},
		"told away":     {"{in}", "* [{whom}] is away ({text})"},
		"away by me":    {"", "* You have been marked as being away"},
		"back by me":    {"", "* You are no longer marked as being away"},
		"nick":          {"{in}", "* {by} is now known as {text}"},
		"nick by me":    {"{in}", "* You are now known as {text}"},
		"quit":          {"{in}", "* {by} has quit (Quit: {text})"},
		"not operator":  {"{in}", "{in} *perator"},
		"cannot speak":  {"{in}", "Cannot send to channel"},
		"banned":        {"left", "* Cannot join {in} (You are banned)."},
		"invitees only": {"left", "* Cannot join {in} (Channel is invite only)"},
	},
}

// startHexChat runs HexChat on a screen that nobody looks at. A script in it
// types what comes through a FIFO; what it shows stands in its logs, a file for
// each tab.
func startHexChat(t *testing.T, at place, nick string) *foreignClient {
	t.Helper()
	needs(t, "hexchat", hexChatPerl, "Xvfb")
	dir := openTempDir(t)
	addons := filepath.Join(dir, "addons")
	script, err := os.ReadFile("testdata/clients/hexchat.pl")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(addons, 0o755); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, filepath.Join(addons, "typist.pl"), string(script))
	mustWrite(t, filepath.Join(dir, "hexchat.conf"), fmt.Sprintf(hexChatConfig, nick))
	fifo := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("hexchat", "-d", dir, "irc://"+at.address+"/")
	cmd.Env = append(os.Environ(), "DISPLAY="+startScreen(t), "HOME="+dir, "LC_ALL=C.UTF-8")
	spawnUnprivileged(t, cmd, dir)
	return &foreignClient{t: t, kind: "HexChat", nick: nick, words: hexChatWords, seen: map[string]int{},
		hands: func(where, line string) {
			t.Helper()
			post(t, fifo, where+"\t"+strings.TrimPrefix(line, "/"))
		},
		eyes: func(where string) string {
			switch where {
			case "":
				where = "linnet" // once it has heard the network's name
			case "left":
				where = "" // the tab of a channel that one is no longer in has no name
			}
			return fileText(filepath.Join(dir, "logs", where+".log"))
		},
	}
}

// hexChatConfig asks no questions at the start, logs, and does not space what
// it sends.
const hexChatConfig = `away_show_once = 0
gui_slist_skip = 1
gui_join_dialog = 0
irc_logging = 1
irc_logmask = %%c.log
net_throttle = 0
irc_nick1 = %[1]s
irc_user_name = %[1]s
irc_real_name = %[1]s
`

// startScreen starts an X server for one client, and returns its display.
func startScreen(t *testing.T) string {
	t.Helper()
	numberFrom, numberTo, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer numberFrom.Close()
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "640x480x24", "-nolisten", "tcp", "-ac")
	cmd.ExtraFiles = []*os.File{numberTo}
	spawn(t, cmd)
	numberTo.Close()
	number := bufio.NewScanner(numberFrom)
	if !number.Scan() {
		t.Fatalf("Xvfb did not say its display: %v", number.Err())
	}
	return ":" + number.Text()
}
