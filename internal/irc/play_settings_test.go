package irc_test

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"linnet/internal/irc"
)

// sesame is the cheapest hash there is of that word.
const sesame = "$argon2id$v=19$m=8,t=1,p=1$bGlubmV0LXRlc3RzLXNhbHQ$AVRwngzDDXuG7Uh0Tk7z9nN1hBvbh03mb4QJVRxQkeY"

// settle makes the settings of a conversation: the defaults, but with neither
// flood control nor pings, which a script that needs them switches on.
func settle(settings []setting) (irc.Config, error) {
	cfg := irc.DefaultConfig()
	cfg.Name, cfg.Network = "irc.test", "TestNet"
	cfg.Channels = []irc.ChannelConfig{{Name: "#general"}, {Name: "#random"}}
	limits := &cfg.Limits
	rate := limits.FloodRate
	limits.FloodRate = 0
	limits.PingInterval = 1000 * time.Hour
	for _, s := range settings {
		var err error
		switch s.key {
		case "motd":
			cfg.MOTD += s.value + "\n"
		case "password":
			cfg.Password = s.value
		case "topic":
			name, topic, _ := strings.Cut(s.value, " ")
			cfg.Channels = append([]irc.ChannelConfig{{Name: name, Topic: topic}}, cfg.Channels...)
		case "cloak": // on
			cfg.Cloak = irc.CloakConfig{Enabled: true, Secret: s.value, Suffix: "ip"}
		case "webirc": // its password is sesame
			name, hosts, _ := strings.Cut(s.value, " ")
			cfg.WebIRC = append(cfg.WebIRC, irc.WebIRCConfig{Name: name, Password: sesame, Hosts: strings.Fields(hosts)})
		case "perminute":
			limits.ConnectionsPerMinute, err = strconv.Atoi(s.value)
		case "peraddress":
			limits.ConnectionsPerAddress, err = strconv.Atoi(s.value)
		case "sessions": // of one account
			limits.SessionsPerAccount, err = strconv.Atoi(s.value)
		case "admin":
			parts := strings.SplitN(s.value, "|", 3)
			cfg.Admin = irc.AdminConfig{Location: parts[0], Owner: parts[1], Email: parts[2]}
		case "modes": // of a channel that always exists
			name, modes, _ := strings.Cut(s.value, " ")
			cfg.Channels = append([]irc.ChannelConfig{{Name: name, Modes: modes}}, cfg.Channels...)
		case "registration":
			cfg.Accounts.Registration = irc.Registration(s.value)
		case "accountrequired":
			cfg.Accounts.Required = true
		case "customnames":
			cfg.Accounts.CustomNames = true
		case "alwayson":
			cfg.Accounts.AlwaysOn = true
		case "emailrequired":
			cfg.Accounts.EmailRequired = true
		case "accounts":
			cfg.Accounts.Most, err = strconv.Atoi(s.value)
		case "accountsperhour":
			cfg.Accounts.PerHour, err = strconv.Atoi(s.value)
		case "account": // added to the server once there is one
		case "store": // "none" where what is in memory must be all there is
		case "uploads": // "none" where there is no web door
		case "oper": // its password is sesame
			name, class, _ := strings.Cut(s.value, " ")
			class, hosts, _ := strings.Cut(class, " ")
			cfg.Opers = append(cfg.Opers, irc.OperConfig{Name: name, Password: sesame, Class: cmp.Or(class, "admin"), Hosts: strings.Fields(hosts)})
		case "operclass":
			name, privileges, _ := strings.Cut(s.value, " ")
			privileges, title, _ := strings.Cut(privileges, "|")
			cfg.OperClasses = append(cfg.OperClasses, irc.OperClass{Name: name, Privileges: strings.Fields(privileges), Title: title})
		case "casemapping":
			cfg.Casemapping = irc.Casemapping(s.value)
		case "icon":
			cfg.Icon = s.value
		case "metadatakeys":
			limits.MetadataKeys, err = strconv.Atoi(s.value)
		case "metadatasubs":
			limits.MetadataSubs, err = strconv.Atoi(s.value)
		case "filter": // kind, action, pattern and, behind a bar, a reason
			fields := strings.SplitN(s.value, " ", 3)
			pattern, reason, _ := strings.Cut(fields[2], "|")
			cfg.Filters = append(cfg.Filters, irc.FilterConfig{Kind: fields[0], Action: fields[1], Pattern: pattern, Reason: reason})
		case "flood":
			limits.FloodRate = rate
		case "maxchannels":
			limits.ChannelsPerUser, err = strconv.Atoi(s.value)
		case "monitor":
			limits.Monitor, err = strconv.Atoi(s.value)
		case "targets":
			limits.Targets, err = strconv.Atoi(s.value)
		case "accountchannels":
			limits.ChannelsPerAccount, err = strconv.Atoi(s.value)
		case "refusedemail":
			cfg.Accounts.RefusedEmails = append(cfg.Accounts.RefusedEmails, s.value)
		case "channelsexpire":
			cfg.Accounts.ChannelsExpire, err = time.ParseDuration(s.value)
		case "accessentries":
			limits.AccessEntries, err = strconv.Atoi(s.value)
		case "bans":
			limits.BansPerChannel, err = strconv.Atoi(s.value)
		case "serverbans":
			limits.ServerBans, err = strconv.Atoi(s.value)
		case "history":
			limits.Replay, err = strconv.Atoi(s.value)
		case "maxage":
			cfg.History.MaxAge, err = time.ParseDuration(s.value)
		case "maxcount":
			cfg.History.MaxCount, err = strconv.Atoi(s.value)
		case "channelkeeps": // of a channel that always exists: for how long, and how many
			fields := strings.Fields(s.value)
			kept := irc.HistoryConfig{}
			if kept.MaxAge, err = time.ParseDuration(fields[1]); err == nil {
				kept.MaxCount, err = strconv.Atoi(fields[2])
			}
			cfg.Channels = append([]irc.ChannelConfig{{Name: fields[0], History: kept}}, cfg.Channels...)
		case "historymemory":
			limits.HistoryMemory, err = strconv.Atoi(s.value)
		case "redactwindow":
			limits.RedactWindow, err = time.ParseDuration(s.value)
		case "multilinebytes":
			limits.MultilineBytes, err = strconv.Atoi(s.value)
		case "multilinelines":
			limits.MultilineLines, err = strconv.Atoi(s.value)
		case "batchtimeout":
			limits.BatchTimeout, err = time.ParseDuration(s.value)
		case "grace":
			limits.ResumeGrace, err = time.ParseDuration(s.value)
		case "pinginterval":
			limits.PingInterval, err = time.ParseDuration(s.value)
		case "pingtimeout":
			limits.PingTimeout, err = time.ParseDuration(s.value)
		default:
			return cfg, fmt.Errorf("config %s: no such setting", s.key)
		}
		if err != nil {
			return cfg, fmt.Errorf("config %s=%s: %w", s.key, s.value, err)
		}
	}
	return cfg, nil
}
