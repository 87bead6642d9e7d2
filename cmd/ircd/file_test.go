package main

import (
	"bytes"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linnet/internal/irc"
	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// The sample is the defaults, and says of each table and each first key what it
// is for.
func TestSampleIsTheDefaults(t *testing.T) {
	var sample bytes.Buffer
	if err := printSample(&sample); err != nil {
		t.Fatal(err)
	}
	parsed, err := parseFile("sample", sample.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(defaultFile(), parsed); diff != "" {
		t.Errorf("the sample is not the defaults (-defaults +sample):\n%s", diff)
	}
	if diff := cmp.Diff(irc.DefaultConfig(), parsed.config("")); diff != "" {
		t.Errorf("the sample is not the daemon's defaults (-daemon +sample):\n%s", diff)
	}
	for _, key := range []string{"name", "password", "irc", "origins", "new_modes", "replay", "ping_timeout", "flood_rate"} {
		if !strings.Contains(sample.String(), "\n"+key+" = ") {
			t.Errorf("the sample lacks %s", key)
		}
	}
}

// What the sample has as examples is right once the '#' is taken away.
func TestExamplesCanBeSwitchedOn(t *testing.T) {
	text := regexp.MustCompile(`(?m)^#(\S)`).ReplaceAllString(examples, "$1")
	hash := account.HashPassword("sesame", func(b []byte) { clear(b) })
	text = strings.ReplaceAll(text, "$argon2id$...", hash)
	f, err := parseFile("examples", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	cfg := f.config("")
	if err := cfg.Validate(); err != nil {
		t.Error(err)
	}
	if len(f.Listen.IRCTLS) != 1 || len(cfg.Opers) != 1 || len(cfg.OperClasses) != 1 || len(cfg.WebIRC) != 1 || cfg.Accounts.SMTP.User == "" || len(cfg.Filters) != 1 {
		t.Errorf("some examples are not there: %+v", f)
	}
	for _, row := range chat.Privileges {
		if !regexp.MustCompile(`[ ,]` + row.Name + `[,.]`).MatchString(examples) {
			t.Errorf("the example of a class does not name %s", row.Name)
		}
	}
}

// Every setting of the daemon's can be made in the file: each is given a value of
// its own there and must arrive.
func TestEverySettingArrives(t *testing.T) {
	f := defaultFile()
	n := int64(1000)
	fillIn(reflect.ValueOf(&f.Limits).Elem(), &n)
	want := map[any]bool{}
	limits := reflect.ValueOf(f.config("").Limits)
	for i := range limits.NumField() {
		value := limits.Field(i).Interface()
		if limits.Field(i).IsZero() || want[value] {
			t.Errorf("limits: %s does not come from the file: %v", limits.Type().Field(i).Name, value)
		}
		want[value] = true
	}
	if limits.NumField() != reflect.TypeFor[limitsTable]().NumField() {
		t.Error("limits: the file and the daemon have not the same number of settings")
	}
	f, err := parseFile("test", []byte(`
		[server]
		name = "a.test"
		network = "Net"
		password = "secret"
		[channels]
		new_modes = "s"
		[[channels.always]]
		name = "#one"
		topic = "first"
		modes = "m"
		max_age = "2h"
		max_count = 3
		[history]
		max_age = "30d"
		max_count = 4
		[admin]
		location = "here"
		owner = "me"
		email = "me@a.test"
		[cloak]
		enabled = true
		secret = "more than twenty characters"
		suffix = "cloak"
		[[oper_classes]]
		name = "helper"
		privileges = ["kill"]
		title = "a helper"
		[[opers]]
		name = "root"
		password = "hash"
		class = "helper"
		hosts = ["*@192.0.2.*"]
		[[webirc]]
		name = "gate"
		password = "hash"
		hosts = ["192.0.2.1"]
		[accounts]
		registration = "invitation"
		required = true
		custom_names = true
		email_required = true
		refused_emails = ["*@b.test"]
		min_password = 9
		per_hour = 7
		most = 8
		channels_expire = "240h"
		always_on = true
		[accounts.smtp]
		address = "mail.test:25"
		from = "irc@a.test"
		user = "irc"
		password = "secret"
		tls = "none"
		within = "1h"
		[[filters]]
		pattern = "one two"
		kind = "word"
		action = "mute"
		reason = "no counting"
		lasts = "1h"
	`))
	if err != nil {
		t.Fatal(err)
	}
	expected := irc.DefaultConfig()
	expected.Name, expected.Network, expected.Password, expected.MOTD = "a.test", "Net", "secret", "hello"
	expected.ChannelModes = "s"
	expected.Channels = []irc.ChannelConfig{{Name: "#one", Topic: "first", Modes: "m", History: irc.HistoryConfig{MaxAge: 2 * time.Hour, MaxCount: 3}}}
	expected.History = irc.HistoryConfig{MaxAge: 720 * time.Hour, MaxCount: 4}
	expected.Admin = irc.AdminConfig{Location: "here", Owner: "me", Email: "me@a.test"}
	expected.Cloak = irc.CloakConfig{Enabled: true, Secret: "more than twenty characters", Suffix: "cloak"}
	expected.OperClasses = []irc.OperClass{{Name: "helper", Privileges: []string{"kill"}, Title: "a helper"}}
	expected.Opers = []irc.OperConfig{{Name: "root", Password: "hash", Class: "helper", Hosts: []string{"*@192.0.2.*"}}}
	expected.WebIRC = []irc.WebIRCConfig{{Name: "gate", Password: "hash", Hosts: []string{"192.0.2.1"}}}
	expected.Accounts = irc.AccountsConfig{
		Registration: irc.RegistrationInvite, Required: true, CustomNames: true, EmailRequired: true, RefusedEmails: []string{"*@b.test"}, MinPassword: 9, PerHour: 7, Most: 8, ChannelsExpire: 240 * time.Hour, AlwaysOn: true,
		SMTP: irc.SMTPConfig{Address: "mail.test:25", From: "irc@a.test", User: "irc", Password: "secret", TLS: "none", Within: time.Hour},
	}
	expected.Filters = []irc.FilterConfig{{Pattern: "one two", Kind: "word", Action: "mute", Reason: "no counting", Lasts: time.Hour}}
	if diff := cmp.Diff(expected, f.config("hello")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// fillIn gives each number its own value.
func fillIn(v reflect.Value, n *int64) {
	for i := range v.NumField() {
		*n++
		if v.Field(i).CanFloat() {
			v.Field(i).SetFloat(float64(*n))
		} else {
			v.Field(i).SetInt(*n)
		}
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		90 * time.Second: "1m30s", time.Minute: "1m", time.Hour: "1h", 24 * time.Hour: "24h",
		time.Hour + time.Second: "1h0m1s", 10 * time.Second: "10s", 0: "0s", 10 * time.Minute: "10m", 20 * time.Hour: "20h",
	} {
		text, err := duration(d).MarshalText()
		if err != nil || string(text) != want {
			t.Errorf("%v is written %s (%v), want %s", d, text, err, want)
		}
		var back duration
		if err := back.UnmarshalText(text); err != nil || back != duration(d) {
			t.Errorf("%s is read as %v (%v), want %v", text, time.Duration(back), err, d)
		}
	}
}
