package main

import (
	"strings"
	"time"

	"linnet/internal/irc"
)

// file is the settings file. The comments in its tags are the documentation of
// each setting: "ircd config" prints them.
type file struct {
	Server      serverTable   `toml:"server" comment:"Settings of Linnet. Everything is optional; what is written here are the defaults."`
	Listen      listenTable   `toml:"listen" comment:"Where clients come in. For IRC over TLS add one or more of:\n  [[listen.irc_tls]]\n  address = \":6697\"\n  cert = \"/path/fullchain.pem\"\n  key = \"/path/privkey.pem\""`
	Web         webTable      `toml:"web" comment:"The web client and its WebSocket."`
	Channels    channelsTable `toml:"channels"`
	OperClasses []classTable  `toml:"oper_classes,omitempty"`
	Opers       []operTable   `toml:"opers,omitempty"`
	Limits      limitsTable   `toml:"limits" comment:"Who may become an operator of the server (OPER). Classes say what theirs may do; the class \"admin\" may do everything.\nFor each operator add:\n  [[opers]]\n  name = \"root\"\n  password = \"$argon2id$...\"   # as ircd hash-password prints it\n  class = \"admin\"\n  hosts = [\"*@192.0.2.*\"]        # optional\nand for a class of your own:\n  [[oper_classes]]\n  name = \"helper\"\n  privileges = [\"kill\", \"ban\", \"moderate\"]\n\nNumbers that keep one client from being everybody's problem. Lengths are in bytes."`
}

type serverTable struct {
	Name     string `toml:"name" comment:"The server's name, as clients see it. It must contain a dot."`
	Network  string `toml:"network" comment:"The network's name, one word."`
	Password string `toml:"password" comment:"What every client must give (PASS), if set: as it is, or as ircd hash-password prints it."`
	MOTD     string `toml:"motd" comment:"The message of the day, or a file that holds it."`
	MOTDFile string `toml:"motd_file"`
}

type listenTable struct {
	IRC    []string  `toml:"irc" comment:"Plain IRC: \"HOST:PORT\", \":PORT\" for every address of the machine, or \"unix:/PATH\"."`
	IRCTLS []tlsDoor `toml:"irc_tls,omitempty"`
	Web    string    `toml:"web" comment:"Browsers. Empty means none."`
}

// tlsDoor is one place where IRC is spoken over TLS.
type tlsDoor struct {
	Address string `toml:"address"`
	Cert    string `toml:"cert"`
	Key     string `toml:"key"`
}

type webTable struct {
	Origins        []string `toml:"origins" comment:"Web origins besides our own whose pages may connect, such as \"https://chat.example.org\"; \"*\" for all."`
	TrustedProxies []string `toml:"trusted_proxies" comment:"Networks whose X-Forwarded-For and X-Forwarded-Proto are believed, such as \"127.0.0.1\" or \"10.0.0.0/8\"."`
	Cert           string   `toml:"cert" comment:"Files of a certificate and its key, to serve https by itself."`
	Key            string   `toml:"key"`
}

type channelsTable struct {
	NewModes string          `toml:"new_modes" comment:"Flags of a channel that somebody creates."`
	Always   []standingTable `toml:"always" comment:"A channel that exists from the start and while empty; nobody becomes its operator by joining."`
}

type standingTable struct {
	Name  string `toml:"name"`
	Topic string `toml:"topic"`
	Modes string `toml:"modes,omitempty"`
}

// classTable names what some operators may do.
type classTable struct {
	Name       string   `toml:"name"`
	Privileges []string `toml:"privileges"`
}

// operTable is somebody who may become an operator by OPER.
type operTable struct {
	Name     string   `toml:"name"`
	Password string   `toml:"password"`
	Class    string   `toml:"class"`
	Hosts    []string `toml:"hosts,omitempty"`
}

type limitsTable struct {
	Nick            int      `toml:"nick" comment:"Lengths of what people write into names and texts."`
	Channel         int      `toml:"channel"`
	Topic           int      `toml:"topic"`
	Away            int      `toml:"away"`
	Kick            int      `toml:"kick"`
	Realname        int      `toml:"realname"`
	User            int      `toml:"user"`
	Key             int      `toml:"key"`
	ChannelsPerUser int      `toml:"channels_per_user" comment:"Channels that one user may be in, and masks in one channel's ban list."`
	Bans            int      `toml:"bans"`
	Targets         int      `toml:"targets" comment:"Targets of one message or KICK, and parameters of one MODE."`
	Modes           int      `toml:"modes"`
	Replay          int      `toml:"replay" comment:"Messages that a channel keeps, and replays to who joins."`
	KeepHistory     duration `toml:"keep_history" comment:"How long an emptied channel's messages wait for its return."`
	ResumeGrace     duration `toml:"resume_grace" comment:"How long a web client that lost its connection is waited for."`
	Registration    duration `toml:"registration_timeout" comment:"How long a connection may take to say who it is."`
	PingInterval    duration `toml:"ping_interval" comment:"After this silence a client is asked whether it is there, and after the second it is gone."`
	PingTimeout     duration `toml:"ping_timeout"`
	WriteTimeout    duration `toml:"write_timeout" comment:"How long a client may take none of its lines."`
	PerAddress      int      `toml:"connections_per_address" comment:"Connections from one address other than this machine's (of IPv6 a /64); 0 is no limit."`
	SendQ           int      `toml:"sendq" comment:"Bytes that others may cause to wait for one client before it is cut off."`
	FloodBurst      int      `toml:"flood_burst" comment:"Commands that a client may send at once, and commands a second after that; a rate of 0 delays nothing."`
	FloodRate       float64  `toml:"flood_rate"`
}

// defaultFile is the file of a server that was told nothing.
func defaultFile() file {
	cfg := irc.DefaultConfig()
	l := cfg.Limits
	f := file{
		Server:   serverTable{Name: cfg.Name, Network: cfg.Network, Password: cfg.Password, MOTD: cfg.MOTD},
		Listen:   listenTable{IRC: []string{"127.0.0.1:6667"}, Web: "127.0.0.1:8080"},
		Web:      webTable{Origins: []string{}, TrustedProxies: []string{}},
		Channels: channelsTable{NewModes: cfg.ChannelModes},
		Limits: limitsTable{
			Nick: l.NickLen, Channel: l.ChannelLen, Topic: l.TopicLen, Away: l.AwayLen, Kick: l.KickLen,
			Realname: l.RealnameLen, User: l.UserLen, Key: l.KeyLen,
			ChannelsPerUser: l.ChannelsPerUser, Bans: l.BansPerChannel, Targets: l.Targets, Modes: l.ModesPerCommand,
			Replay: l.Replay, KeepHistory: duration(l.KeepHistory), ResumeGrace: duration(l.ResumeGrace),
			Registration: duration(l.Registration), PingInterval: duration(l.PingInterval),
			PingTimeout: duration(l.PingTimeout), WriteTimeout: duration(l.WriteTimeout),
			PerAddress: l.ConnectionsPerAddress,
			SendQ:      l.SendQ, FloodBurst: l.FloodBurst, FloodRate: l.FloodRate,
		},
	}
	for _, ch := range cfg.Channels {
		f.Channels.Always = append(f.Channels.Always, standingTable(ch))
	}
	return f
}

// config makes the daemon's settings of the file's. The message of the day is
// given, since it may lie in a file of its own.
func (f *file) config(motd string) irc.Config {
	l := f.Limits
	cfg := irc.Config{
		Name: f.Server.Name, Network: f.Server.Network, Password: f.Server.Password, MOTD: motd,
		ChannelModes: f.Channels.NewModes,
		Limits: irc.Limits{
			NickLen: l.Nick, ChannelLen: l.Channel, TopicLen: l.Topic, AwayLen: l.Away, KickLen: l.Kick,
			RealnameLen: l.Realname, UserLen: l.User, KeyLen: l.Key,
			ChannelsPerUser: l.ChannelsPerUser, BansPerChannel: l.Bans, Targets: l.Targets, ModesPerCommand: l.Modes,
			Replay: l.Replay, KeepHistory: time.Duration(l.KeepHistory), ResumeGrace: time.Duration(l.ResumeGrace),
			Registration: time.Duration(l.Registration), PingInterval: time.Duration(l.PingInterval),
			PingTimeout: time.Duration(l.PingTimeout), WriteTimeout: time.Duration(l.WriteTimeout),
			ConnectionsPerAddress: l.PerAddress,
			SendQ:                 l.SendQ, FloodBurst: l.FloodBurst, FloodRate: l.FloodRate,
		},
	}
	for _, ch := range f.Channels.Always {
		cfg.Channels = append(cfg.Channels, irc.ChannelConfig(ch))
	}
	for _, class := range f.OperClasses {
		cfg.OperClasses = append(cfg.OperClasses, irc.OperClass(class))
	}
	for _, oper := range f.Opers {
		cfg.Opers = append(cfg.Opers, irc.OperConfig(oper))
	}
	return cfg
}

// duration is a time.Duration as a person writes it: "90s", "1m30s", "24h".
type duration time.Duration

func (d *duration) UnmarshalText(text []byte) error {
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
