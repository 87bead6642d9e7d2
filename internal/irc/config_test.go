package irc

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTheDefaultsAreValid(t *testing.T) {
	if err := DefaultConfig().Validate(); err != nil {
		t.Error(err)
	}
	if _, err := New(Config{}, Options{}); err == nil {
		t.Error("a server without settings began")
	}
}

// TestABadSettingIsNamed spoils one setting at a time; the error must say which.
func TestABadSettingIsNamed(t *testing.T) {
	for _, tt := range []struct {
		key   string
		spoil func(*Config)
	}{
		{"server.name", func(c *Config) { c.Name = "localhost" }},
		{"server.name", func(c *Config) { c.Name = ":irc.test" }},
		{"server.name", func(c *Config) { c.Name = "irc .test" }},
		{"server.name", func(c *Config) { c.Name = "irc\r\n.test" }},
		{"server.name", func(c *Config) { c.Name = "irc." + strings.Repeat("t", 64) }},
		{"server.network", func(c *Config) { c.Network = "" }},
		{"server.network", func(c *Config) { c.Network = "Two Words" }},
		{"server.network", func(c *Config) { c.Network = "Line\nNICK" }},
		{"server.casemapping", func(c *Config) { c.Casemapping = "rfc1459" }},
		{"server.icon", func(c *Config) { c.Icon = "icon.svg" }},
		{"server.icon", func(c *Config) { c.Icon = "ftp://example.org/icon.svg" }},
		{"server.icon", func(c *Config) { c.Icon = "https:///icon.svg" }},
		{"server.icon", func(c *Config) { c.Icon = "https://example.org/an icon.svg" }},
		{"server.icon", func(c *Config) { c.Icon = "https://example.org/icon\\x20.svg" }},
		{"server.icon", func(c *Config) { c.Icon = "https://example.org/" + strings.Repeat("i", 150) }},
		{"server.motd", func(c *Config) { c.MOTD = "one\rtwo" }},
		{"server.motd", func(c *Config) { c.MOTD = "one\x00" }},
		{"server.motd", func(c *Config) { c.MOTD = "caf\xe9" }},
		{"channels.new_modes", func(c *Config) { c.ChannelModes = "ntk" }},
		{"channels.new_modes", func(c *Config) { c.ChannelModes = "+nt" }},
		{"channels", func(c *Config) { c.Channels[0].Name = "general" }},
		{"channels", func(c *Config) { c.Channels[0].Name = "#" + strings.Repeat("x", c.Limits.ChannelLen) }},
		{"channels.#general.modes", func(c *Config) { c.Channels[0].Modes = "o" }},
		{"channels.#general.topic", func(c *Config) { c.Channels[0].Topic = "one\ntwo" }},
		{"channels.#general.topic", func(c *Config) { c.Channels[0].Topic = "caf\xe9" }},
		{"limits.server_bans", func(c *Config) { c.Limits.ServerBans = 0 }},
		{"limits.connections_per_minute", func(c *Config) { c.Limits.ConnectionsPerMinute = -1 }},
		{"filters", func(c *Config) { c.Filters = []FilterConfig{{Pattern: "x", Kind: "glob", Action: "log"}} }},
		{"filters", func(c *Config) { c.Filters = []FilterConfig{{Pattern: "x", Kind: "word", Action: "burn"}} }},
		{"filters", func(c *Config) { c.Filters = []FilterConfig{{Pattern: "", Kind: "word", Action: "log"}} }},
		{"filters", func(c *Config) { c.Filters = []FilterConfig{{Pattern: "(", Kind: "regex", Action: "log"}} }},
		{"filters", func(c *Config) {
			c.Filters = []FilterConfig{{Pattern: "x", Kind: "word", Action: "log", Reason: "a\nb"}}
		}},
		{"filters", func(c *Config) {
			c.Filters = []FilterConfig{{Pattern: "x", Kind: "word", Action: "mute", Lasts: -1}}
		}},
		{"filters", func(c *Config) {
			c.Filters = slices.Repeat([]FilterConfig{{Pattern: "(abcde){60}", Kind: "regex", Action: "log"}}, 10)
		}},
		{"limits.nick", func(c *Config) { c.Limits.NickLen = 0 }},
		{"limits.channel", func(c *Config) { c.Channels, c.Limits.ChannelLen = nil, 201 }},
		{"limits.topic", func(c *Config) { c.Limits.TopicLen = 391 }},
		{"limits.away", func(c *Config) { c.Limits.AwayLen = -1 }},
		{"limits.kick", func(c *Config) { c.Limits.KickLen = 0 }},
		{"limits.realname", func(c *Config) { c.Limits.RealnameLen = 0 }},
		{"limits.user", func(c *Config) { c.Limits.UserLen = 1 }},
		{"limits.key", func(c *Config) { c.Limits.KeyLen = 65 }},
		{"limits.metadata_keys", func(c *Config) { c.Limits.MetadataKeys = -1 }},
		{"limits.metadata_subs", func(c *Config) { c.Limits.MetadataSubs = 1001 }},
		{"limits.metadata_value", func(c *Config) { c.Limits.MetadataValueLen = 401 }},
		{"limits.channels_per_user", func(c *Config) { c.Limits.ChannelsPerUser = 0 }},
		{"limits.bans", func(c *Config) { c.Limits.BansPerChannel = 0 }},
		{"limits.targets", func(c *Config) { c.Limits.Targets = 0 }},
		{"limits.modes", func(c *Config) { c.Limits.ModesPerCommand = 0 }},
		{"limits.replay", func(c *Config) { c.Limits.Replay = -1 }},
		{"limits.sendq", func(c *Config) { c.Limits.SendQ = 100 }},
		{"limits.flood_burst", func(c *Config) { c.Limits.FloodBurst = 0 }},
		{"limits.flood_rate", func(c *Config) { c.Limits.FloodRate = -1 }},
		{"limits.flood_rate", func(c *Config) { c.Limits.FloodRate = 1e-12 }},
		{"limits.registration_timeout", func(c *Config) { c.Limits.Registration = 0 }},
		{"limits.ping_interval", func(c *Config) { c.Limits.PingInterval = time.Millisecond }},
		{"limits.ping_timeout", func(c *Config) { c.Limits.PingTimeout = 0 }},
		{"limits.write_timeout", func(c *Config) { c.Limits.WriteTimeout = 0 }},
		{"limits.keep_history", func(c *Config) { c.Limits.KeepHistory = -1 }},
		{"limits.resume_grace", func(c *Config) { c.Limits.ResumeGrace = -1 }},
	} {
		cfg := DefaultConfig()
		tt.spoil(&cfg)
		err := cfg.Validate()
		if err == nil {
			t.Errorf("%s: nothing is said of it", tt.key)
		} else if !strings.HasPrefix(err.Error(), tt.key+":") {
			t.Errorf("%s: the error names another: %v", tt.key, err)
		}
	}
}

func TestTheBoundsAreAllowed(t *testing.T) {
	for name, allow := range map[string]func(*Config){
		"no replay":        func(c *Config) { c.Limits.Replay = 0 },
		"no flood control": func(c *Config) { c.Limits.FloodRate = 0 },
		"no grace":         func(c *Config) { c.Limits.ResumeGrace = 0 },
		"nothing kept":     func(c *Config) { c.Limits.KeepHistory = 0 },
		"no channels":      func(c *Config) { c.Channels = nil },
		"lines of a file":  func(c *Config) { c.MOTD = "one\r\ntwo\n\tthree\n" },
		"patience":         func(c *Config) { c.Limits.FloodRate = 0.001 },
	} {
		cfg := DefaultConfig()
		allow(&cfg)
		if err := cfg.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
