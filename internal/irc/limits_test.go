package irc_test

import (
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"linnet/internal/irc"
)

// limitCase is what happens to somebody who goes past a limit: what is said, in
// #tea where mallory is operator, and a line that is heard then. A limit that
// shows in time or in a crowd is tried elsewhere.
type limitCase struct {
	set       func(*irc.Limits)
	say       []string
	want      string
	elsewhere string // a file that tries it, or keeps it if only a slow network could
}

// limitCases are written by hand: a refusal has the numeric or FAIL of its
// specification, a text is cut after the last character that fits.
var limitCases = map[string]limitCase{
	"NickLen":     {set: func(l *irc.Limits) { l.NickLen = 8 }, say: []string{"NICK malloryyy"}, want: ":irc.test 432 mallory malloryyy :Erroneous nickname"},
	"ChannelLen":  {set: func(l *irc.Limits) { l.ChannelLen = 8 }, say: []string{"JOIN #toolongg"}, want: ":irc.test 476 mallory #toolongg :"},
	"TopicLen":    {set: func(l *irc.Limits) { l.TopicLen = 10 }, say: []string{"TOPIC #tea :€€€€"}, want: ":mallory!~mallory@localhost TOPIC #tea :€€€"},
	"AwayLen":     {set: func(l *irc.Limits) { l.AwayLen = 10 }, say: []string{"AWAY :€€€€", "WHOIS mallory"}, want: ":irc.test 301 mallory mallory :€€€"},
	"KickLen":     {set: func(l *irc.Limits) { l.KickLen = 10 }, say: []string{"KICK #tea mallory :€€€€"}, want: ":mallory!~mallory@localhost KICK #tea mallory :€€€"},
	"RealnameLen": {set: func(l *irc.Limits) { l.RealnameLen = 10 }, say: []string{"SETNAME :€€€€"}, want: ":irc.test FAIL SETNAME INVALID_REALNAME :"},
	"UserLen":     {set: func(l *irc.Limits) { l.UserLen = 5 }, say: []string{"WHOIS mallory"}, want: ":irc.test 311 mallory mallory ~mall localhost * :mallory"},
	"KeyLen":      {set: func(l *irc.Limits) { l.KeyLen = 3 }, say: []string{"MODE #tea +k milk"}, want: ":irc.test 696 mallory #tea k milk :"},

	"MetadataKeys":     {set: func(l *irc.Limits) { l.MetadataKeys = 0 }, say: []string{"METADATA * SET avatar x"}, want: ":irc.test FAIL METADATA LIMIT_REACHED mallory :"},
	"MetadataSubs":     {set: func(l *irc.Limits) { l.MetadataSubs = 0 }, say: []string{"METADATA * SUB avatar"}, want: ":irc.test FAIL METADATA TOO_MANY_SUBS avatar :"},
	"MetadataValueLen": {set: func(l *irc.Limits) { l.MetadataValueLen = 2 }, say: []string{"METADATA * SET avatar xyz"}, want: ":irc.test FAIL METADATA VALUE_INVALID :"},

	"ChannelsPerUser": {set: func(l *irc.Limits) { l.ChannelsPerUser = 1 }, say: []string{"JOIN #more"}, want: ":irc.test 405 mallory #more :You have joined too many channels"},
	"BansPerChannel":  {set: func(l *irc.Limits) { l.BansPerChannel = 1 }, say: []string{"MODE #tea +bb x y"}, want: ":irc.test 478 mallory #tea "},
	"Targets":         {set: func(l *irc.Limits) { l.Targets = 1 }, say: []string{"PRIVMSG mallory,#tea :hi"}, want: ":irc.test 407 mallory mallory,#tea :"},
	"Monitor":         {set: func(l *irc.Limits) { l.Monitor = 1 }, say: []string{"MONITOR + alice,bob"}, want: ":irc.test 734 mallory 1 bob :"},
	"ModesPerCommand": {set: func(l *irc.Limits) { l.ModesPerCommand = 1 }, say: []string{"MODE #tea +bb x y"}, want: ":mallory!~mallory@localhost MODE #tea +b x!*@*"},

	"ChannelsPerAccount":    {elsewhere: "testdata/chanserv/register.txt"},
	"AccessEntries":         {elsewhere: "testdata/chanserv/access.txt"},
	"Replay":                {elsewhere: "testdata/history/limit_capped.txt"},
	"HistoryMemory":         {elsewhere: "history/memory_test.go"},
	"RedactWindow":          {elsewhere: "testdata/redact/window.txt"},
	"MultilineBytes":        {elsewhere: "testdata/multiline/max_bytes.txt"},
	"MultilineLines":        {elsewhere: "testdata/multiline/max_lines.txt"},
	"BatchTimeout":          {elsewhere: "testdata/multiline/timeout.txt"},
	"KeepHistory":           {elsewhere: "testdata/replay/emptied_too_long.txt"},
	"ResumeGrace":           {elsewhere: "testdata/resume/expired.txt"},
	"Registration":          {elsewhere: "testdata/registration/timeout.txt"},
	"PingInterval":          {elsewhere: "testdata/connection/ping_timeout.txt"},
	"PingTimeout":           {elsewhere: "testdata/connection/ping_timeout.txt"},
	"WriteTimeout":          {elsewhere: "stream.go"},
	"ConnectionsPerAddress": {elsewhere: "crowding_test.go"},
	"ConnectionsPerMinute":  {elsewhere: "testdata/connection/too_fast.txt"},
	"SessionsPerAccount":    {elsewhere: "testdata/devices/limit.txt"},
	"ServerBans":            {elsewhere: "testdata/moderation/bans_full.txt"},
	"SendQ":                 {elsewhere: "outbox_test.go"},
	"FloodBurst":            {elsewhere: "flood_test.go"},
	"FloodRate":             {elsewhere: "flood_test.go"},
}

// TestEveryLimit goes past each of them.
func TestEveryLimit(t *testing.T) {
	for i := range reflect.TypeFor[irc.Limits]().NumField() {
		if name := reflect.TypeFor[irc.Limits]().Field(i).Name; limitCases[name].want == "" && limitCases[name].elsewhere == "" {
			t.Errorf("Limits.%s: say in the table what happens past it", name)
		}
	}
	for name, limit := range limitCases {
		t.Run(name, func(t *testing.T) { limit.try(t) })
	}
}

func (l limitCase) try(t *testing.T) {
	if l.elsewhere != "" {
		if _, err := os.Stat(filepath.FromSlash(l.elsewhere)); err != nil {
			t.Error(err)
		}
		return
	}
	cfg, err := settle(nil)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Channels = nil
	l.set(&cfg.Limits)
	srv, err := irc.New(cfg, irc.Options{Clock: newClock(), Version: "linnet-test"})
	if err != nil {
		t.Fatal(err)
	}
	c := newClient("mallory", pipeClient{newPipe(srv, netip.Addr{})})
	t.Cleanup(func() { _ = c.conn.Close() })
	if err := c.register("mallory", "setname"); err != nil {
		t.Fatal(err)
	}
	c.say("JOIN #tea")
	for _, line := range l.say {
		c.say(line)
	}
	if err := c.sync(); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(c.heard, func(line string) bool {
		open := strings.HasSuffix(l.want, ":") || strings.HasSuffix(l.want, " ") // its words are free
		return line == l.want || open && strings.HasPrefix(line, l.want)
	}) {
		t.Errorf("expected %q, heard\n%s", l.want, strings.Join(c.heard, "\n"))
	}
}
