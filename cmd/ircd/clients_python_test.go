package main

import (
	"net"
	"os/exec"
	"testing"
)

const (
	// debianPython is the Python that Debian's packages are for, whichever other
	// is found first.
	debianPython    = "/usr/bin/python3"
	pythonIRCModule = "/usr/lib/python3/dist-packages/irc/bot.py"
)

// pythonWords are the library's methods and the names of its events.
var pythonWords = words{
	typed: map[string]phrase{
		"join":   {"", "join {in}"},
		"part":   {"", "part {in} ::{text}"}, // the library forgets the colon
		"say":    {"", "privmsg {in} :{text}"},
		"act":    {"", "action {in} :{text}"},
		"tell":   {"", "privmsg {whom} :{text}"},
		"topic":  {"", "topic {in} :{text}"},
		"mode":   {"", "mode {in} :{text}"},
		"kick":   {"", "kick {in} {whom} :{text}"},
		"invite": {"", "invite {whom} {in}"},
		"whois":  {"", "send_raw :WHOIS {whom}"},
		"away":   {"", "send_raw :AWAY :{text}"},
		"back":   {"", "send_raw :AWAY"},
		"nick":   {"", "nick {text}"},
		"quit":   {"", "quit :{text}"},
	},
	shown: map[string]phrase{
		"welcome":       {"", "welcome * Welcome to the Linnet Network"},
		"join":          {"", "join {by}!*@* {in}"},
		"part":          {"", "part {by}!*@* {in} {text}"},
		"say":           {"", "pubmsg {by}!*@* {in} {text}"},
		"act":           {"", "action {by}!*@* {in} *{text}"},
		"tell":          {"", "privmsg {by}!*@* {whom} {text}"},
		"topic":         {"", "topic {by}!*@* {in} {text}"},
		"topic is":      {"", "currenttopic * {in} {text}"},
		"mode":          {"", "mode {by}!*@* {in} {text}"},
		"kick":          {"", "kick {by}!*@* {in} {whom} {text}"},
		"invite to me":  {"", "invite {by}!*@* {whom} {in}"},
		"whois away":    {"", "away * {whom} {text}"},
		"told away":     {"", "away * {whom} {text}"},
		"away by me":    {"", "nowaway "},
		"back by me":    {"", "unaway "},
		"nick":          {"", "nick {by}!*@* {text}"},
		"quit":          {"", "quit {by}!*@* * Quit: {text}"},
		"not operator":  {"", "chanoprivsneeded * {in}"},
		"cannot speak":  {"", "cannotsendtochan * {in}"},
		"banned":        {"", "bannedfromchan * {in}"},
		"invitees only": {"", "inviteonlychan * {in}"},
	},
}

// startPython runs a bot on the irc library, which tells what the library makes
// of each line.
func startPython(t *testing.T, at place, nick string) *foreignClient {
	t.Helper()
	needs(t, debianPython, pythonIRCModule)
	host, port, _ := net.SplitHostPort(at.address)
	args := []string{"testdata/clients/bot.py", host, port, nick}
	if at.password != "" {
		args = append(args, at.password)
	}
	c := throughPipes(t, exec.Command(debianPython, args...))
	c.kind, c.nick, c.words = "python-irc", nick, pythonWords
	return c
}
