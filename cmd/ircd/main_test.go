package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary be the program itself, for what only a process
// of its own can show: signals and exit statuses.
func TestMain(m *testing.M) {
	if os.Getenv("IRCD_TEST_AS_PROGRAM") != "" {
		main()
		return
	}
	testscript.Main(m, map[string]func(){"ircd": main})
}

// sesame is the cheapest hash there is of that word.
const sesame = "$argon2id$v=19$m=8,t=1,p=1$bGlubmV0LXRlc3RzLXNhbHQ$AVRwngzDDXuG7Uh0Tk7z9nN1hBvbh03mb4QJVRxQkeY"

// typing is what a test types, what stands in the environment, and what in
// {dir}/ircd.toml; {dir} is a folder of its own.
type typing struct {
	args string
	env  map[string]string
	file string
}

// run runs the program. What it says of the folder is {dir} again.
func (typed typing) run(t *testing.T) (stdout, failure string, err error) {
	t.Helper()
	dir := t.TempDir()
	fill := func(s string) string { return strings.ReplaceAll(s, "{dir}", dir) }
	empty := func(s string) string { return strings.ReplaceAll(s, dir, "{dir}") }
	if err := os.WriteFile(filepath.Join(dir, "ircd.toml"), []byte(fill(typed.file)), 0o600); err != nil {
		t.Fatal(err)
	}
	env := func(name string) (string, bool) {
		value, found := typed.env[name]
		return fill(value), found
	}
	var out bytes.Buffer
	// A server that starts after all ends at once.
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err = run(ctx, strings.Fields(fill(typed.args)), strings.NewReader(""), &out, io.Discard, env)
	if err != nil {
		failure = empty(err.Error())
	}
	return empty(out.String()), failure, err
}

// What was typed wrong is named: the flag, variable or key, what it got, and
// what it expected.
func TestTypedWrong(t *testing.T) {
	for name, tt := range map[string]struct {
		typing
		want string
	}{
		"unknown flag":     {typing{args: "--wob 1"}, `unknown flag --wob, did you mean "--web"?`},
		"unknown command":  {typing{args: "walk"}, `unexpected argument walk`},
		"level":            {typing{args: "--log-level loud"}, `--log-level: "loud": expected debug, info, warn or error`},
		"level in the env": {typing{args: "check", env: map[string]string{"IRCD_LOG_LEVEL": ""}}, `IRCD_LOG_LEVEL: "": expected debug, info, warn or error`},
		"irc":              {typing{args: "--irc 6667"}, `--irc: "6667": expected HOST:PORT such as 127.0.0.1:6667, or unix:/PATH`},
		"irc without port": {typing{args: "--irc 127.0.0.1:"}, `--irc: "127.0.0.1:": expected HOST:PORT such as 127.0.0.1:6667, or unix:/PATH`},
		"irc in the env":   {typing{args: "check", env: map[string]string{"IRCD_IRC": ":1, x"}}, `IRCD_IRC: "x": expected HOST:PORT such as 127.0.0.1:6667, or unix:/PATH`},
		"web":              {typing{args: "--web localhost"}, `--web: "localhost": expected HOST:PORT such as 127.0.0.1:8080`},
		"web on a socket":  {typing{args: "--web unix:/x"}, `--web: "unix:/x": expected HOST:PORT such as 127.0.0.1:8080`},
		"no such file":     {typing{args: "--config {dir}/none.toml"}, `--config: open {dir}/none.toml: no such file or directory`},
		"unknown key":      {typing{file: "[server]\n\nnmae = 'x'"}, `{dir}/ircd.toml:3: server.nmae: no such setting: expected one of name, network, casemapping, icon, password, motd, motd_file`},
		"unknown table":    {typing{file: "[sever]\nname = 'x'"}, `{dir}/ircd.toml:1: sever: no such setting: expected one of server, listen, web, channels, oper_classes, opers, filters, admin, cloak, webirc, accounts, history, data, limits`},
		"unknown in list":  {typing{file: "[[channels.always]]\nnick = 'x'"}, `{dir}/ircd.toml:2: channels.always.nick: no such setting: expected one of name, topic, modes, max_age, max_count`},
		"not toml":         {typing{file: "[server\nname = 'x'"}, `{dir}/ircd.toml:1: expected ']' to close table name`},
		"a number":         {typing{file: "[server]\nname = 3"}, `{dir}/ircd.toml:2: server.name: 3: expected a text in quotes`},
		"a text":           {typing{file: "[limits]\nnick = 'x'"}, `{dir}/ircd.toml:2: limits.nick: 'x': expected a whole number`},
		"no duration":      {typing{file: "[limits]\nresume_grace = '90'"}, `{dir}/ircd.toml:2: limits.resume_grace: '90': expected a duration such as "90s"`},
		"no list":          {typing{file: "[listen]\nirc = ':6667'"}, `{dir}/ircd.toml:2: listen.irc: ':6667': expected a list of texts`},
		"name":             {typing{file: "[server]\nname = 'linnet'"}, `{dir}/ircd.toml: server.name: "linnet": expected a host name with a dot, such as irc.example.org`},
		"limit":            {typing{file: "[limits]\ntopic = 500"}, `{dir}/ircd.toml: limits.topic: 500: expected 1 to 390`},
		"origin":           {typing{file: "[web]\norigins = ['chat.test']"}, `{dir}/ircd.toml: web.origins: "chat.test": expected an origin such as https://chat.example.org, or "*"`},
		"public address":   {typing{file: "[web]\npublic_url = 'chat.test'"}, `{dir}/ircd.toml: web.public_url: "chat.test": expected an address without a path, such as https://chat.example.org`},
		"proxy":            {typing{file: "[web]\ntrusted_proxies = ['proxy']"}, `{dir}/ircd.toml: web.trusted_proxies: "proxy": expected a network such as 10.0.0.0/8, or an address`},
		"PROXY":            {typing{file: "[listen]\nproxies = ['proxy']"}, `{dir}/ircd.toml: listen.proxies: "proxy": expected a network such as 10.0.0.0/8, or an address`},
		"address":          {typing{file: "[listen]\nirc = ['x']"}, `{dir}/ircd.toml: listen.irc: "x": expected HOST:PORT such as 127.0.0.1:6667, or unix:/PATH`},
		"metrics":          {typing{file: "[listen]\nmetrics = 'unix:/x'"}, `{dir}/ircd.toml: listen.metrics: "unix:/x": expected HOST:PORT such as 127.0.0.1:9090`},
		"only metrics":     {typing{file: "[listen]\nirc = []\nweb = ''\nmetrics = ':9090'"}, `listen: nobody could come in: expected an address in listen.irc, listen.irc_tls or listen.web`},
		"durability":       {typing{file: "[data]\ndurability = 'slow'"}, `{dir}/ircd.toml: data.durability: "slow": expected fast, or strict to have every message on disk before anybody hears it`},
		"strict nowhere":   {typing{file: "[data]\ndurability = 'strict'"}, `{dir}/ircd.toml: data.durability: "strict": expected a folder to keep things in as well: data.dir, or --data`},
		"certificate":      {typing{file: "[[listen.irc_tls]]\naddress = ':6697'\ncert = '{dir}/c'\nkey = 'k'"}, `{dir}/ircd.toml: listen.irc_tls: :6697: open {dir}/c: no such file or directory`},
		"web certificate":  {typing{file: "[web]\ncert = '{dir}/c'"}, `{dir}/ircd.toml: web.cert, web.key: open {dir}/c: no such file or directory`},
		"two motds":        {typing{file: "[server]\nmotd = 'x'\nmotd_file = 'y'"}, `{dir}/ircd.toml: server.motd, server.motd_file: expected only one of them`},
		"no motd":          {typing{file: "[server]\nmotd_file = '{dir}/m'"}, `{dir}/ircd.toml: server.motd_file: open {dir}/m: no such file or directory`},
		"oper's name":      {typing{file: "[[opers]]\nname = 'a b'"}, `{dir}/ircd.toml: opers: name "a b": expected one word`},
		"oper's password":  {typing{file: "[[opers]]\nname = 'root'\npassword = 'sesame'"}, "{dir}/ircd.toml: opers.root.password: expected an argon2id hash as `ircd hash-password` prints it"},
		"oper's class":     {typing{file: "[[opers]]\nname = 'root'\nclass = 'boss'\npassword = '" + sesame + "'"}, `{dir}/ircd.toml: opers.root.class: "boss": expected one of admin`},
		"oper's key":       {typing{file: "[[opers]]\nnick = 'root'"}, `{dir}/ircd.toml:2: opers.nick: no such setting: expected one of name, password, class, hosts`},
		"class's name":     {typing{file: "[[oper_classes]]\nname = ''"}, `{dir}/ircd.toml: oper_classes: name "": expected one word`},
		"privilege":        {typing{file: "[[oper_classes]]\nname = 'x'\nprivileges = ['fly']"}, `{dir}/ircd.toml: oper_classes.x.privileges: "fly": expected some of kill ban rehash die wallops force chghost moderate oversee inspect`},
		"nowhere":          {typing{file: "[listen]\nirc = []\nweb = ''"}, `listen: nobody could come in: expected an address in listen.irc, listen.irc_tls or listen.web`},
		"nowhere by flag":  {typing{args: "check --web=", file: "[listen]\nirc = []"}, `listen: nobody could come in: expected an address in listen.irc, listen.irc_tls or listen.web`},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.file != "" {
				tt.args += " --config {dir}/ircd.toml"
			}
			_, failure, err := tt.run(t)
			var typed *typedWrong
			if !errors.As(err, &typed) {
				t.Fatalf("error %v, want something typed wrong", err)
			}
			if failure != tt.want {
				t.Errorf("\n got %s\nwant %s", failure, tt.want)
			}
		})
	}
}

func TestCommands(t *testing.T) {
	for name, tt := range map[string]struct {
		typing
		begin string
	}{
		"help":           {typing{args: "--help"}, "ircd runs Linnet"},
		"help of check":  {typing{args: "check --help"}, "ircd runs Linnet"},
		"version":        {typing{args: "version"}, "linnet-"},
		"check":          {typing{args: "check"}, "config ok\n"},
		"check a file":   {typing{args: "check --config {dir}/ircd.toml", file: "[server]\nname = 'a.test'"}, "config ok\n"},
		"file in env":    {typing{args: "check", env: map[string]string{"IRCD_CONFIG": "{dir}/ircd.toml"}}, "config ok\n"},
		"config":         {typing{args: "config"}, "# Settings of Linnet."},
		"no web is fine": {typing{args: "check --web="}, "config ok\n"},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, _, err := tt.run(t)
			if err != nil || !strings.HasPrefix(stdout, tt.begin) {
				t.Errorf("%q, %v; want %q", stdout, err, tt.begin)
			}
		})
	}
}
