package main

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var weeChatWords = words{
	typed: slashed,
	shown: map[string]phrase{
		"welcome":       {"", "Welcome to the Linnet Network"},
		"join":          {"{in}", "--> {by} (*) has joined {in}"},
		"part":          {"{in}", "<-- {by} (*) has left {in} ({text})"},
		"say":           {"{in}", " {rank}{by} {text}"},
		"act":           {"{in}", " * {by} {text}"},
		"tell":          {"{by}", " {by} {text}"},
		"topic":         {"{in}", "-- {by} has changed topic for {in} *to \"{text}\""},
		"topic is":      {"{in}", "-- Topic for {in} is \"{text}\""},
		"mode":          {"{in}", "-- Mode {in} [{text}] by {by}"},
		"kick":          {"{in}", "<-- {by} has kicked {whom} ({text})"},
		"invite to me":  {"", "-- You have been invited to {in} by {by}"},
		"whois away":    {"{whom}", "-- [{whom}] is away: {text}"},
		"told away":     {"{whom}", "-- [{whom}] is away: {text}"},
		"away by me":    {"", "-- You have been marked as being away"},
		"back by me":    {"", "-- You are no longer marked as being away"},
		"nick":          {"{in}", "-- {by} is now known as {text}"},
		"nick by me":    {"{in}", "-- You are now known as {text}"},
		"quit":          {"{in}", "<-- {by} (*) has quit (Quit: {text})"},
		"not operator":  {"{in}", "-- {in}: *perator"},
		"cannot speak":  {"{in}", "-- {in}: Cannot send to channel"},
		"banned":        {"{in}", "-- {in}: Cannot join channel (+b)"},
		"invitees only": {"{in}", "-- {in}: Cannot join channel (+i)"},
	},
}

// startWeeChat runs WeeChat without a screen: it is spoken to through its FIFO,
// and what it shows stands in its logs, one for each of its buffers.
func startWeeChat(t *testing.T, at place, nick string) *foreignClient {
	t.Helper()
	needs(t, "weechat-headless")
	dir := t.TempDir()
	secure := "off"
	if at.tls {
		secure = "on"
	}
	account, secret, password := "", "", at.password
	if at.sasl != "" {
		account, secret, password = nick, at.password, ""
	}
	cmd := exec.Command("weechat-headless", "--dir", dir,
		"-r", "/set logger.file.flush_delay 0",
		"-r", "/set fifo.file.path "+dir+"/fifo",
		"-r", "/server add linnet "+strings.Replace(at.address, ":", "/", 1),
		// The options are called ssl before version 4, and tls since.
		"-r", "/set irc.server.linnet.ssl "+secure, "-r", "/set irc.server.linnet.tls "+secure,
		"-r", "/set irc.server.linnet.ssl_verify off", "-r", "/set irc.server.linnet.tls_verify off",
		"-r", "/set irc.server.linnet.anti_flood_prio_high 0",
		"-r", "/set irc.server.linnet.anti_flood_prio_low 0",
		"-r", "/set irc.look.display_pv_away_once off",
		"-r", "/set irc.server.linnet.nicks "+nick,
		"-r", "/set irc.server.linnet.password \""+password+"\"",
		"-r", "/set irc.server.linnet.sasl_mechanism "+cmp.Or(at.sasl, "plain"),
		"-r", "/set irc.server.linnet.sasl_username \""+account+"\"",
		"-r", "/set irc.server.linnet.sasl_password \""+secret+"\"",
		"-r", "/connect linnet")
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+dir)
	spawn(t, cmd)
	buffer := func(where string) string {
		if where == "" {
			return "irc.server.linnet"
		}
		return "irc.linnet." + where
	}
	return &foreignClient{t: t, kind: "WeeChat", nick: nick, words: weeChatWords, seen: map[string]int{},
		hands: func(where, line string) {
			t.Helper()
			post(t, filepath.Join(dir, "fifo"), buffer(where)+" *"+line)
		},
		eyes: func(where string) string {
			return fileText(filepath.Join(dir, "logs", buffer(where)+".weechatlog"))
		},
	}
}
