package irc

import (
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/mail"
)

// Config is everything about the daemon that an owner may set. DefaultConfig
// starts well as it is; a field's comment is its documentation.
type Config struct {
	// Name is the server's name, the source of its lines. It must contain a dot.
	Name string
	// Network is the network's name, shown to people (ISUPPORT NETWORK).
	Network string
	// Casemapping says which nicks there may be and which names are the same: see
	// chat.Casemapping.
	Casemapping chat.Casemapping
	// Icon is the URL of a picture of the network, "" for none (ISUPPORT draft/ICON).
	Icon string
	// Password is asked of every client by PASS, if set: as it is, or hashed by
	// `ircd hash-password`.
	Password string
	// MOTD is the message of the day, line by line.
	MOTD string
	// STS makes clients come by TLS, if its port is set.
	STS STS
	// Channels exist from the start and while empty; joining makes nobody operator.
	Channels []ChannelConfig
	// ChannelModes are the flags of a channel that somebody creates.
	ChannelModes string
	// Opers may become operators, each with what its class allows.
	Opers       []OperConfig
	OperClasses []OperClass
	// Filters look through what people write.
	Filters []FilterConfig

	Admin AdminConfig
	Cloak CloakConfig
	// WebIRC are gateways that are believed.
	WebIRC   []WebIRCConfig
	Accounts AccountsConfig
	History  HistoryConfig

	// Durability says when what somebody says is on disk, if there is a store.
	Durability Durability

	Limits Limits
}

// HistoryConfig bounds what is kept of each conversation; 0 does not.
type HistoryConfig struct {
	MaxAge   time.Duration
	MaxCount int // messages, and as many of what else happened
}

// AdminConfig is what ADMIN tells of who runs the server, a line each.
type AdminConfig struct {
	Location, Owner, Email string
}

// Casemapping is chat's, for those above who cannot see it.
type Casemapping = chat.Casemapping

// ChannelConfig is one channel that always exists.
type ChannelConfig struct {
	Name  string
	Topic string
	Modes string // flags, "nt" if empty
	// History is in place of what holds for all, where it is not 0.
	History HistoryConfig
}

// Limits are the numbers that keep one client from being everybody's problem.
type Limits struct {
	NickLen, ChannelLen, TopicLen int // bytes
	AwayLen, KickLen, RealnameLen int // bytes
	UserLen                       int // bytes of a user name, with its "~"
	KeyLen                        int // bytes of a channel key

	MetadataKeys     int // that a user or a channel may have
	MetadataSubs     int // keys that one client may want to hear of
	MetadataValueLen int // bytes

	ChannelsPerUser int
	BansPerChannel  int
	// ChannelsPerAccount bounds the channels that one account may register, and
	// AccessEntries the access list of each.
	ChannelsPerAccount, AccessEntries int
	// Targets bounds the targets of one PRIVMSG, NOTICE, TAGMSG, KICK, WHOIS or WHOWAS.
	Targets int
	// Monitor bounds the nicks that one client may monitor.
	Monitor int
	// ModesPerCommand bounds the modes with a parameter in one MODE.
	ModesPerCommand int

	// Replay is how many messages a channel keeps and replays on join.
	Replay int
	// HistoryMemory is how many bytes all that is kept may take: past it the
	// conversations that have been silent for longest are forgotten.
	HistoryMemory int
	// RedactWindow is how long after it was said a message may be redacted by who
	// said it; 0 is as long as it is kept.
	RedactWindow time.Duration
	// MultilineBytes and MultilineLines bound one multiline message.
	MultilineBytes, MultilineLines int
	// BatchTimeout is how long a client may take to finish a batch.
	BatchTimeout time.Duration
	// KeepHistory is how long an emptied channel's messages wait for its return.
	KeepHistory time.Duration
	// ResumeGrace is how long a lost client that holds a token is waited for.
	ResumeGrace time.Duration

	// Registration is how long a connection may take to register.
	Registration time.Duration
	// PingInterval is the silence after which a client is asked if it is there,
	// PingTimeout the further silence after which it is gone.
	PingInterval, PingTimeout time.Duration
	// WriteTimeout is how long a client may take none of its lines.
	WriteTimeout time.Duration

	// ConnectionsPerAddress bounds the connections from one address other than
	// this machine's (of IPv6 a /64); 0 does not.
	ConnectionsPerAddress int
	// ConnectionsPerMinute bounds how many may come from there within a minute; 0
	// does not.
	ConnectionsPerMinute int
	// SessionsPerAccount bounds the connections that are logged in to one account, those
	// that are waited for included.
	SessionsPerAccount int
	// ServerBans bounds the server's bans, and its mutes.
	ServerBans int
	// SendQ bounds the bytes that others may cause to wait for one client.
	SendQ int
	// FloodBurst is how many commands a client may send at once; past it they are
	// delayed to FloodRate a second. A rate of 0 delays nothing.
	FloodBurst int
	FloodRate  float64
}

// DefaultConfig returns the settings of a server that was told nothing.
func DefaultConfig() Config {
	return Config{
		Name:         "linnet.local",
		Network:      "Linnet",
		Casemapping:  chat.ASCII,
		ChannelModes: "nt",
		Cloak:        CloakConfig{Suffix: "ip"},
		Durability:   Fast,
		History:      HistoryConfig{MaxCount: 1_000_000},
		Accounts: AccountsConfig{
			Registration: RegistrationOpen, MinPassword: 6, PerHour: 5, Most: 50_000,
			SMTP: SMTPConfig{TLS: string(mail.StartTLS), Within: 24 * time.Hour},
		},
		Channels: []ChannelConfig{
			{Name: "#general", Topic: "Welcome to Linnet: say hello!"},
			{Name: "#random", Topic: "Everything else"},
		},
		Limits: Limits{
			NickLen: 32, ChannelLen: 64, TopicLen: 390,
			AwayLen: 390, KickLen: 390, RealnameLen: 150, UserLen: 16, KeyLen: 32,
			MetadataKeys: 20, MetadataSubs: 50, MetadataValueLen: 256,
			ChannelsPerUser: 100, BansPerChannel: 100, ChannelsPerAccount: 20, AccessEntries: 100, Targets: 4, Monitor: 100, ModesPerCommand: 12,
			Replay: 100, KeepHistory: 24 * time.Hour, ResumeGrace: 90 * time.Second,
			HistoryMemory: 256 << 20, RedactWindow: 24 * time.Hour,
			MultilineBytes: 16 << 10, MultilineLines: 100, BatchTimeout: 30 * time.Second,
			Registration: 30 * time.Second,
			PingInterval: 90 * time.Second, PingTimeout: 60 * time.Second,
			WriteTimeout:          30 * time.Second,
			ConnectionsPerAddress: 100,
			ConnectionsPerMinute:  120,
			SessionsPerAccount:    20,
			ServerBans:            10000,
			SendQ:                 4 << 20,
			FloodBurst:            60, FloodRate: 10,
		},
	}
}

// Validate says what is wrong with a setting: which, what it got, and what it
// expected.
func (c Config) Validate() error {
	if !strings.Contains(c.Name, ".") || len(c.Name) > maxNameLen || !isWord(c.Name) || strings.ContainsAny(c.Name, ":!@") {
		return fmt.Errorf("server.name: %q: expected a host name with a dot, such as irc.example.org", c.Name)
	}
	if len(c.Network) > maxNameLen || !isWord(c.Network) || strings.Contains(c.Network, "=") {
		return fmt.Errorf("server.network: %q: expected one word", c.Network)
	}
	if c.Casemapping != chat.ASCII && c.Casemapping != chat.PRECIS {
		return fmt.Errorf("server.casemapping: %q: expected ascii, or precis for nicks of all letters", c.Casemapping)
	}
	if c.Icon != "" && !isIcon(c.Icon) {
		return fmt.Errorf("server.icon: %q: expected an address such as https://example.org/icon.svg, at most %d bytes", c.Icon, maxIconLen)
	}
	for line := range strings.SplitSeq(c.MOTD, "\n") {
		if !isText(strings.TrimSuffix(line, "\r")) {
			return fmt.Errorf("server.motd: %q: expected lines of UTF-8 text", line)
		}
	}
	if account.IsPasswordHash(c.Password) {
		if _, err := account.ParsePasswordHash(c.Password); err != nil {
			return fmt.Errorf("server.password: %w", err)
		}
	}
	if err := checkFlags("channels.new_modes", c.ChannelModes); err != nil {
		return err
	}
	for _, ch := range c.Channels {
		if !c.Casemapping.IsChannelName(ch.Name, c.Limits.ChannelLen) {
			return fmt.Errorf("channels: %q: expected a channel name such as #general, at most %d bytes", ch.Name, c.Limits.ChannelLen)
		}
		if err := checkFlags("channels."+ch.Name+".modes", ch.Modes); err != nil {
			return err
		}
		if !isText(ch.Topic) {
			return fmt.Errorf("channels.%s.topic: %q: expected one line of UTF-8 text", ch.Name, ch.Topic)
		}
		if err := ch.History.validate("channels." + ch.Name); err != nil {
			return err
		}
	}
	if err := c.History.validate("history"); err != nil {
		return err
	}
	if c.Durability != Fast && c.Durability != Strict {
		return fmt.Errorf("data.durability: %q: expected fast, or strict to have every message on disk before anybody hears it", c.Durability)
	}
	for key, value := range map[string]string{"location": c.Admin.Location, "owner": c.Admin.Owner, "email": c.Admin.Email} {
		if !isText(value) {
			return fmt.Errorf("admin.%s: %q: expected one line of UTF-8 text", key, value)
		}
	}
	if err := c.STS.validate(); err != nil {
		return err
	}
	for _, validate := range []func() error{c.validateOpers, c.Cloak.validate, c.validateGateways, c.Accounts.validate} {
		if err := validate(); err != nil {
			return err
		}
	}
	if err := c.validateFilters(); err != nil {
		return err
	}
	l := c.Limits
	for _, n := range []struct {
		key        string
		value, low int
		high       int
	}{
		{"nick", l.NickLen, 1, 64}, {"channel", l.ChannelLen, 2, 200}, {"topic", l.TopicLen, 1, 390},
		{"away", l.AwayLen, 1, 390}, {"kick", l.KickLen, 1, 390}, {"realname", l.RealnameLen, 1, 390},
		{"user", l.UserLen, 2, 64}, {"key", l.KeyLen, 1, 64},
		{"metadata_keys", l.MetadataKeys, 0, 1000}, {"metadata_subs", l.MetadataSubs, 0, 1000},
		{"metadata_value", l.MetadataValueLen, 0, 400},
		{"channels_per_user", l.ChannelsPerUser, 1, 10000}, {"bans", l.BansPerChannel, 1, 10000},
		{"channels_per_account", l.ChannelsPerAccount, 0, 10000}, {"access_entries", l.AccessEntries, 0, 10000},
		{"targets", l.Targets, 1, 100}, {"monitor", l.Monitor, 1, 1000}, {"modes", l.ModesPerCommand, 1, 100},
		{"replay", l.Replay, 0, 10000}, {"history_memory", l.HistoryMemory, 1 << 20, 1 << 40},
		{"multiline_bytes", l.MultilineBytes, 512, 1 << 20}, {"multiline_lines", l.MultilineLines, 2, 1000},
		{"sendq", l.SendQ, 16 << 10, 1 << 30},
		{"connections_per_address", l.ConnectionsPerAddress, 0, 1 << 20},
		{"connections_per_minute", l.ConnectionsPerMinute, 0, 1 << 20},
		{"sessions_per_account", l.SessionsPerAccount, 1, 1000},
		{"server_bans", l.ServerBans, 1, 1 << 20},
		{"flood_burst", l.FloodBurst, 1, 1 << 20},
	} {
		if n.value < n.low || n.value > n.high {
			return fmt.Errorf("limits.%s: %d: expected %d to %d", n.key, n.value, n.low, n.high)
		}
	}
	if l.FloodRate != 0 && !(l.FloodRate >= 0.001 && l.FloodRate <= 1e6) {
		return fmt.Errorf("limits.flood_rate: %v: expected 0 (no delay) or commands per second, at least 0.001", l.FloodRate)
	}
	for _, d := range []struct {
		key        string
		value, low time.Duration
	}{
		{"registration_timeout", l.Registration, time.Second}, {"ping_interval", l.PingInterval, time.Second},
		{"ping_timeout", l.PingTimeout, time.Second}, {"write_timeout", l.WriteTimeout, time.Second},
		{"keep_history", l.KeepHistory, 0}, {"resume_grace", l.ResumeGrace, 0},
		{"redact_window", l.RedactWindow, 0}, {"batch_timeout", l.BatchTimeout, time.Second},
	} {
		if d.value < d.low {
			return fmt.Errorf("limits.%s: %v: expected at least %v", d.key, d.value, d.low)
		}
	}
	return nil
}

// isIcon says whether text is the address of a picture that a 005 token can hold:
// one word in ASCII, since an address escapes all else.
func isIcon(text string) bool {
	icon, err := url.Parse(text)
	if err != nil || len(text) > maxIconLen || icon.Host == "" || icon.Scheme != "https" && icon.Scheme != "http" {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '\\' })
}

// maxIconLen bounds an address that shares a line with other tokens.
const maxIconLen = 160

// maxNameLen bounds the names that stand in front of what people say.
const maxNameLen = 63

// isWord says whether text can stand before the last parameter of a line, and
// isText whether it can be the last.
func isWord(text string) bool { return text != "" && isText(text) && !strings.Contains(text, " ") }

func isText(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsAny(text, "\r\n\x00")
}

func checkFlags(key, modes string) error {
	for i := range len(modes) {
		if row, ok := chat.FindChannelMode(modes[i]); !ok || !row.IsEverybodys() {
			return fmt.Errorf("%s: %q: %q is no channel flag", key, modes, modes[i])
		}
	}
	return nil
}

// Options are what the daemon is given besides its settings; the zero value is
// what a real one uses.
type Options struct {
	Clock Clock
	// Random fills a slice; tokens and message ids come from it.
	Random func([]byte)
	// HostOf names the host shown for an address; without it the address is shown.
	HostOf func(netip.Addr) string
	// Store keeps what is to outlive the process. Without one nothing is ever written.
	Store Store
	// Uploads says that there is a door to which pictures can be brought
	// (Server.TakePicture).
	Uploads bool
	// Downloads begins the links by which the web door hands out files (NickServ
	// EXPORT), such as https://chat.example.org; "" is no such door.
	Downloads string
	// Logger takes one line for each thing that happens to somebody.
	Logger *slog.Logger
	// Reload reads the settings again, for REHASH and RESTART, and says where they
	// stand. It may take its time. Without it they cannot be read again.
	Reload func() (cfg Config, from string, err error)
	// Stop ends the program, for DIE, or starts it anew, for RESTART. It must not
	// wait for that. Without it an operator can do neither.
	Stop func(restart bool)
	// Version is shown in 002, 004, VERSION and INFO.
	Version string
}
