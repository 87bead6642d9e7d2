package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// limnoriaWords: what the bot is told, by its own commands where it has one, and
// what it logs of a channel; of the rest it logs the lines.
var limnoriaWords = words{
	typed: map[string]phrase{
		"join":   {"", "join {in}"},
		"part":   {"", "part {in} {text}"},
		"say":    {"", "say {in} {text}"},
		"act":    {"", "do {in} {text}"},
		"tell":   {"", "ircquote PRIVMSG {whom} :{text}"},
		"topic":  {"", "topic set {in} {text}"},
		"mode":   {"", "mode {in} {text}"},
		"kick":   {"", "kick {in} {whom} {text}"},
		"invite": {"", "invite {in} {whom}"},
		"whois":  {"", "ircquote WHOIS {whom}"},
		"away":   {"", "ircquote AWAY :{text}"},
		"back":   {"", "ircquote AWAY"},
		"nick":   {"", "nick {text}"},
		"quit":   {"", "quit {text}"},
	},
	shown: but(observerWords.shown, map[string]phrase{
		"welcome":  {"", "Got end of MOTD"},
		"join":     {"{in}", "*** {by} <*> has joined {in}"},
		"part":     {"{in}", "*** {by} <*> has left {in}"},
		"say":      {"{in}", "<{by}> {text}"},
		"act":      {"{in}", "* {by} *{text}"},
		"topic":    {"{in}", "*** {by} changes topic to \"{text}\""},
		"topic is": {"", " 332 * {in} :{text}"},
		"mode":     {"{in}", "*** {by} sets mode: {text}"},
		"kick":     {"{in}", "*** {whom} was kicked by {by} ({text})"},
		"nick":     {"{in}", "*** {by} is now known as {text}"},
		// It does not even try.
		"not operator": {"", "I can't change the topic, I'm not (half)opped and {in} is +t"},
		"quit":         {"{in}", "*** {by} <*> has quit IRC (Quit: {text})"},
	}),
}

// startLimnoria runs the bot Limnoria, which does what its owner tells it in
// private. It logs what it sees in a channel, and everything that it hears.
func startLimnoria(t *testing.T, at place, nick string) *foreignClient {
	t.Helper()
	needs(t, "supybot")
	dir := t.TempDir()
	owner := observer(t, at, nick+"_owner")
	if err := os.Mkdir(filepath.Join(dir, "conf"), 0o700); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, filepath.Join(dir, "conf", "users.conf"), fmt.Sprintf(limnoriaUsers, owner.nick))
	config := filepath.Join(dir, "limnoria.conf")
	mustWrite(t, config, fmt.Sprintf(limnoriaConfig, nick, at.address, dir))
	cmd := exec.Command("supybot", "--allow-root", config)
	cmd.Dir = dir
	spawn(t, cmd)
	c := &foreignClient{t: t, kind: "Limnoria", nick: nick, words: limnoriaWords, seen: map[string]int{}}
	c.hands = func(_, line string) {
		t.Helper()
		owner.does(deed{what: "tell", whom: c.nick, text: line})
	}
	c.eyes = func(where string) string {
		if where == "" {
			return fileText(filepath.Join(dir, "log", "messages.log"))
		}
		return fileText(filepath.Join(dir, "log", "ChannelLogger", "linnet", where, where+".log"))
	}
	return c
}

const limnoriaUsers = `user 1
  name owner
  ignore False
  secure False
  hashed False
  password unused
  hostmask %s!*@*
  capability owner
`

const limnoriaConfig = `supybot.nick: %[1]s
supybot.networks: linnet
supybot.networks.linnet.servers: %[2]s
supybot.networks.linnet.ssl: False
supybot.directories.conf: %[3]s/conf
supybot.directories.data: %[3]s/data
supybot.directories.log: %[3]s/log
supybot.directories.plugins: %[3]s/plugins
supybot.directories.backup: %[3]s/backup
supybot.plugins: Admin Anonymous Channel ChannelLogger Owner Topic
supybot.plugins.Admin: True
supybot.plugins.Anonymous: True
supybot.plugins.Anonymous.requirePresenceInChannel: False
supybot.plugins.Channel: True
supybot.plugins.Channel.alwaysRejoin: False
supybot.plugins.ChannelLogger: True
supybot.plugins.ChannelLogger.flushImmediately: True
supybot.plugins.Owner: True
supybot.plugins.Topic: True
supybot.reply.whenNotCommand: False
supybot.log.level: DEBUG
supybot.log.stdout: False
supybot.protocols.irc.throttleTime: 0.0
`
