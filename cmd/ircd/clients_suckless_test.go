package main

import (
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// sicWords: sic prints a line much as it came.
var sicWords = words{
	typed: but(spelled(":"), map[string]phrase{
		"join": {"", ":j {in}"},
		"part": {"", ":l {in} {text}"},
		"say":  {"", ":m {in} {text}"},
		"tell": {"", ":m {whom} {text}"},
	}),
	shown: map[string]phrase{
		"welcome":       {"", ">< 001 (*): Welcome to the Linnet Network"},
		"join":          {"", "{by} *>< JOIN ({in})"},
		"part":          {"", "{by} *>< PART ({in}): {text}"},
		"say":           {"", "{in} *<{by}> {text}"},
		"act":           {"", "{in} *<{by}> \x01ACTION *{text}"},
		"tell":          {"", "{whom} *<{by}> {text}"},
		"topic":         {"", "{by} *>< TOPIC ({in}): {text}"},
		"topic is":      {"", ">< 332 (* {in}): {text}"},
		"mode":          {"", "{by} *>< MODE ({in} {text})"},
		"kick":          {"", "{by} *>< KICK ({in} {whom}): {text}"},
		"invite to me":  {"", "{by} *>< INVITE ({whom} {in})"},
		"whois away":    {"", ">< 301 (* {whom}): {text}"},
		"told away":     {"", ">< 301 (* {whom}): {text}"},
		"away by me":    {"", ">< 306 ("},
		"back by me":    {"", ">< 305 ("},
		"nick":          {"", "{by} *>< NICK (): {text}"},
		"quit":          {"", "{by} *>< QUIT (): Quit: {text}"},
		"not operator":  {"", ">< 482 (* {in})"},
		"cannot speak":  {"", ">< 404 (* {in})"},
		"banned":        {"", ">< 474 (* {in})"},
		"invitees only": {"", ">< 473 (* {in})"},
	},
}

// startSic runs sic, which has one conversation: its standard input and output.
func startSic(t *testing.T, at place, nick string) *foreignClient {
	t.Helper()
	needs(t, "sic")
	host, port, _ := net.SplitHostPort(at.address)
	args := []string{"-h", host, "-p", port, "-n", nick}
	if at.password != "" {
		args = append(args, "-k", at.password)
	}
	c := throughPipes(t, exec.Command("sic", args...))
	c.kind, c.nick, c.words = "sic", nick, sicWords
	return c
}

// throughPipes starts a client that is spoken to through its standard input, and
// shows everything on its standard output. Who it is, is left to the caller.
func throughPipes(t *testing.T, cmd *exec.Cmd) *foreignClient {
	t.Helper()
	output := filepath.Join(t.TempDir(), "output")
	shown, err := os.Create(output)
	if err != nil {
		t.Fatal(err)
	}
	defer shown.Close()
	cmd.Stdout, cmd.Stderr = shown, shown
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	spawn(t, cmd)
	return &foreignClient{t: t, seen: map[string]int{},
		hands: func(_, line string) {
			t.Helper()
			if _, err := io.WriteString(input, line+"\n"); err != nil {
				t.Fatal(err)
			}
		},
		eyes: func(string) string { return fileText(output) },
	}
}

// iiWords: what ii knows, it words; everything else stands as it came in the
// conversation with the server.
var iiWords = words{
	typed: but(spelled("/"), map[string]phrase{
		"join":  {"", "/j {in}"},
		"say":   {"{in}", "{text}"},
		"tell":  {"", "/j {whom} {text}"},
		"topic": {"{in}", "/t {text}"},
		"part":  {"{in}", "/l {text}"},
		"away":  {"", "/a {text}"},
		"nick":  {"", "/n {text}"},
		"quit":  {"", "/q {text}"},
	}),
	shown: map[string]phrase{
		"welcome":       {"", "Welcome to the Linnet Network"},
		"join":          {"{in}", "-!- {by}(*) has joined {in}"},
		"part":          {"{in}", "-!- {by}(*) has left {in}"},
		"part by me":    {}, // the conversation is closed by then
		"say":           {"{in}", "<{by}> {text}"},
		"act":           {"{in}", "<{by}> \x01ACTION *{text}"},
		"tell":          {"{by}", "<{by}> {text}"},
		"topic":         {"{in}", "-!- {by} changed topic to \"{text}\""},
		"topic is":      {"", "{in} {text}"},
		"mode":          {"{in}", "-!- {by} changed mode/{in} -> {text}"},
		"kick":          {"{in}", "-!- {by} kicked {whom} *(\"{text}\")"},
		"invite to me":  {}, // it does not know of invitations
		"whois away":    {"", "{whom} {text}"},
		"told away":     {"", "{whom} {text}"},
		"away by me":    {"", "You have been marked as being away"},
		"back by me":    {"", "You are no longer marked as being away"},
		"nick":          {"", "-!- {by} changed nick to {text}"},
		"nick by me":    {"", "-!- changed nick to \"{text}\""},
		"quit":          {"", "-!- {by}(*) has quit \"Quit: {text}\""},
		"not operator":  {"", "{in} *perator"},
		"cannot speak":  {"", "{in} Cannot send to channel"},
		"banned":        {"", "{in} Cannot join channel (+b)"},
		"invitees only": {"", "{in} Cannot join channel (+i)"},
	},
}

// startII runs ii, whose conversations are folders with a FIFO to write to and a
// file to read.
func startII(t *testing.T, at place, nick string) *foreignClient {
	t.Helper()
	needs(t, "ii")
	dir := t.TempDir()
	const name = "linnet.local"
	args := []string{"-i", dir, "-n", nick, "-s"}
	if at.socket != "" {
		args = append(args, name, "-u", at.socket)
	} else {
		host, port, _ := net.SplitHostPort(at.address)
		args = append(args, host, "-p", port)
	}
	cmd := exec.Command("ii", args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	spawn(t, cmd)
	file := func(where, name string) string {
		server := args[5]
		return filepath.Join(dir, server, strings.ToLower(where), name)
	}
	return &foreignClient{t: t, kind: "ii", nick: nick, words: iiWords, seen: map[string]int{},
		hands: func(where, line string) {
			t.Helper()
			post(t, file(where, "in"), line)
		},
		eyes: func(where string) string { return fileText(file(where, "out")) },
	}
}
