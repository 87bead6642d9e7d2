package main

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"linnet/internal/irc"
)

// defaultFile is the file of a server that was told nothing.
func defaultFile() file {
	cfg := irc.DefaultConfig()
	l := cfg.Limits
	f := file{
		Server:   serverTable{Name: cfg.Name, Network: cfg.Network, Icon: cfg.Icon, Casemapping: string(cfg.Casemapping), Password: cfg.Password, MOTD: cfg.MOTD},
		Listen:   listenTable{IRC: []string{"127.0.0.1:6667"}, Web: "127.0.0.1:8080", Proxies: []string{}},
		Web:      webTable{Origins: []string{}, TrustedProxies: []string{}},
		Channels: channelsTable{NewModes: cfg.ChannelModes},
		Cloak:    cloakTable(cfg.Cloak),
		Data:     dataTable{Durability: string(cfg.Durability)},
		History:  historyTable{MaxAge: duration(cfg.History.MaxAge), MaxCount: cfg.History.MaxCount},
		Accounts: accountsTable{
			Registration: string(cfg.Accounts.Registration), Required: cfg.Accounts.Required, CustomNames: cfg.Accounts.CustomNames,
			EmailRequired: cfg.Accounts.EmailRequired, MinPassword: cfg.Accounts.MinPassword, PerHour: cfg.Accounts.PerHour, Most: cfg.Accounts.Most, AlwaysOn: cfg.Accounts.AlwaysOn,
		},
		Limits: limitsTable{
			Nick: l.NickLen, Channel: l.ChannelLen, Topic: l.TopicLen, Away: l.AwayLen, Kick: l.KickLen,
			Realname: l.RealnameLen, User: l.UserLen, Key: l.KeyLen,
			MetadataValue: l.MetadataValueLen, MetadataKeys: l.MetadataKeys, MetadataSubs: l.MetadataSubs,
			PerAccount: l.ChannelsPerAccount, AccessEntries: l.AccessEntries,
			ChannelsPerUser: l.ChannelsPerUser, Bans: l.BansPerChannel, Targets: l.Targets, Modes: l.ModesPerCommand, Monitor: l.Monitor,
			Replay: l.Replay, KeepHistory: duration(l.KeepHistory), ResumeGrace: duration(l.ResumeGrace),
			HistoryMemory: l.HistoryMemory, RedactWindow: duration(l.RedactWindow),
			MultilineBytes: l.MultilineBytes, MultilineLines: l.MultilineLines, BatchTimeout: duration(l.BatchTimeout),
			Registration: duration(l.Registration), PingInterval: duration(l.PingInterval),
			PingTimeout: duration(l.PingTimeout), WriteTimeout: duration(l.WriteTimeout),
			PerAddress: l.ConnectionsPerAddress, PerMinute: l.ConnectionsPerMinute, AccountSessions: l.SessionsPerAccount, ServerBans: l.ServerBans,
			SendQ: l.SendQ, FloodBurst: l.FloodBurst, FloodRate: l.FloodRate,
		},
	}
	for _, ch := range cfg.Channels {
		f.Channels.Always = append(f.Channels.Always, standingTable{
			Name: ch.Name, Topic: ch.Topic, Modes: ch.Modes, MaxAge: duration(ch.History.MaxAge), MaxCount: ch.History.MaxCount,
		})
	}
	return f
}

// config makes the daemon's settings of the file's. The message of the day is
// given, since it may lie in a file of its own.
func (f *file) config(motd string) irc.Config {
	l := f.Limits
	cfg := irc.Config{
		Name: f.Server.Name, Network: f.Server.Network, Icon: f.Server.Icon, Casemapping: irc.Casemapping(f.Server.Casemapping), Password: f.Server.Password, MOTD: motd,
		STS:          irc.STS{Port: f.Listen.STS.Port, Duration: time.Duration(f.Listen.STS.Duration), Hosts: f.Listen.STS.Hosts, Preload: f.Listen.STS.Preload},
		ChannelModes: f.Channels.NewModes, Admin: irc.AdminConfig(f.Admin), Cloak: irc.CloakConfig(f.Cloak),
		Accounts: f.Accounts.config(), Durability: irc.Durability(f.Data.Durability),
		History: irc.HistoryConfig{MaxAge: time.Duration(f.History.MaxAge), MaxCount: f.History.MaxCount},
		Limits: irc.Limits{
			NickLen: l.Nick, ChannelLen: l.Channel, TopicLen: l.Topic, AwayLen: l.Away, KickLen: l.Kick,
			RealnameLen: l.Realname, UserLen: l.User, KeyLen: l.Key,
			MetadataValueLen: l.MetadataValue, MetadataKeys: l.MetadataKeys, MetadataSubs: l.MetadataSubs,
			ChannelsPerAccount: l.PerAccount, AccessEntries: l.AccessEntries,
			ChannelsPerUser: l.ChannelsPerUser, BansPerChannel: l.Bans, Targets: l.Targets, ModesPerCommand: l.Modes, Monitor: l.Monitor,
			Replay: l.Replay, KeepHistory: time.Duration(l.KeepHistory), ResumeGrace: time.Duration(l.ResumeGrace),
			HistoryMemory: l.HistoryMemory, RedactWindow: time.Duration(l.RedactWindow),
			MultilineBytes: l.MultilineBytes, MultilineLines: l.MultilineLines, BatchTimeout: time.Duration(l.BatchTimeout),
			Registration: time.Duration(l.Registration), PingInterval: time.Duration(l.PingInterval),
			PingTimeout: time.Duration(l.PingTimeout), WriteTimeout: time.Duration(l.WriteTimeout),
			ConnectionsPerAddress: l.PerAddress, ConnectionsPerMinute: l.PerMinute, SessionsPerAccount: l.AccountSessions, ServerBans: l.ServerBans,
			SendQ: l.SendQ, FloodBurst: l.FloodBurst, FloodRate: l.FloodRate,
		},
	}
	for _, ch := range f.Channels.Always {
		cfg.Channels = append(cfg.Channels, irc.ChannelConfig{
			Name: ch.Name, Topic: ch.Topic, Modes: ch.Modes,
			History: irc.HistoryConfig{MaxAge: time.Duration(ch.MaxAge), MaxCount: ch.MaxCount},
		})
	}
	for _, class := range f.OperClasses {
		cfg.OperClasses = append(cfg.OperClasses, irc.OperClass(class))
	}
	for _, gateway := range f.WebIRC {
		cfg.WebIRC = append(cfg.WebIRC, irc.WebIRCConfig(gateway))
	}
	for _, oper := range f.Opers {
		cfg.Opers = append(cfg.Opers, irc.OperConfig(oper))
	}
	for _, row := range f.Filters {
		cfg.Filters = append(cfg.Filters, irc.FilterConfig{
			Pattern: row.Pattern, Kind: row.Kind, Action: row.Action, Reason: row.Reason, Lasts: time.Duration(row.Lasts),
		})
	}
	return cfg
}

// config leaves to the daemon's defaults what is not set of the mail.
func (a accountsTable) config() irc.AccountsConfig {
	cfg := irc.AccountsConfig{
		Registration: irc.Registration(a.Registration), Required: a.Required, CustomNames: a.CustomNames,
		EmailRequired: a.EmailRequired, RefusedEmails: a.RefusedEmails, MinPassword: a.MinPassword, PerHour: a.PerHour, Most: a.Most, ChannelsExpire: time.Duration(a.Expire), AlwaysOn: a.AlwaysOn,
		SMTP: irc.SMTPConfig{
			Address: a.SMTP.Address, From: a.SMTP.From, User: a.SMTP.User, Password: a.SMTP.Password,
			TLS: a.SMTP.TLS, Within: time.Duration(a.SMTP.Within),
		},
	}
	defaults := irc.DefaultConfig().Accounts.SMTP
	cfg.SMTP.TLS = cmp.Or(cfg.SMTP.TLS, defaults.TLS)
	cfg.SMTP.Within = cmp.Or(cfg.SMTP.Within, defaults.Within)
	return cfg
}

// duration is a time.Duration as a person writes it: "90s", "1m30s", "24h", "30d".
type duration time.Duration

func (d *duration) UnmarshalText(text []byte) error {
	if number, isDays := strings.CutSuffix(string(text), "d"); isDays {
		days, err := strconv.ParseUint(number, 10, 16)
		*d = duration(days) * duration(24*time.Hour)
		return err
	}
	parsed, err := time.ParseDuration(string(text))
	*d = duration(parsed)
	return err
}

func (d duration) MarshalText() ([]byte, error) {
	text := time.Duration(d).String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return []byte(text), nil
}
