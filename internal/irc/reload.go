package irc

import (
	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// Settings may change while the server runs: by REHASH, or by Reload for whoever
// runs it. A whole new value is made and checked, and then takes the old one's
// place under the lock; what is wrong changes nothing.

// Reload makes other settings count. kept names those that differ and cannot
// change before the next start; an error names the setting that is wrong.
func (s *Server) Reload(cfg Config) (kept []string, err error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	s.hub.lock()
	defer s.hub.unlock()
	return s.hub.reload(cfg), nil
}

// fixedSetting is one that counts from the start of the server to its end.
type fixedSetting struct {
	key string
	// keep gives the new settings the present value, and says whether that is
	// another than they had.
	keep func(now, next *Config) (differs bool)
}

var fixedSettings = []fixedSetting{
	fixed("server.name", func(c *Config) *string { return &c.Name }),
	fixed("server.casemapping", func(c *Config) *chat.Casemapping { return &c.Casemapping }),
	fixed("limits.replay", func(c *Config) *int { return &c.Limits.Replay }),
	fixed("limits.history_memory", func(c *Config) *int { return &c.Limits.HistoryMemory }),
	fixed("limits.server_bans", func(c *Config) *int { return &c.Limits.ServerBans }),
}

func fixed[T comparable](key string, field func(*Config) *T) fixedSetting {
	return fixedSetting{key, func(now, next *Config) bool {
		differs := *field(now) != *field(next)
		*field(next) = *field(now)
		return differs
	}}
}

// reload makes valid settings count, as far as they can. A channel that they no
// longer name stays until the next start.
func (h *hub) reload(cfg Config) (kept []string) {
	for _, row := range fixedSettings {
		if row.keep(&h.cfg, &cfg) {
			kept = append(kept, row.key)
		}
	}
	if memory := cfg.memory(); memory != h.cfg.memory() {
		h.happen(nil, chat.SettingsChanged{Settings: memory})
	}
	tokens, caps := h.isupport, h.allOffers()
	h.adopt(cfg)
	h.tellISupport(tokens)
	h.tellOffers(caps)
	h.openChannels()
	h.reviewOpers()
	h.reviewFilters()
	return kept
}

// adopt takes settings and all that is made of them.
func (h *hub) adopt(cfg Config) {
	h.cfg = cfg
	h.isupport = h.makeISupport()
	h.answerRoom.Store(int64(min(cfg.Limits.SendQ/2, answerRoom)))
	h.writeTimeout.Store(int64(cfg.Limits.WriteTimeout))
}

// openChannels opens the channels of the settings that do not exist.
func (h *hub) openChannels() {
	for _, ch := range h.cfg.Channels {
		if h.net.Channel(ch.Name) != nil {
			continue
		}
		modes := ch.Modes
		if modes == "" {
			modes = "nt"
		}
		h.happen(nil, chat.ChannelOpened{
			Channel: h.nextChannel(), Name: ch.Name, Flags: chat.LettersOf(modes),
			Topic: wire.Cut(ch.Topic, h.cfg.Limits.TopicLen), Configured: true, At: h.now,
		})
	}
}

// reviewOpers takes from those who are operators what the settings no longer give
// them, and gives them what is new.
func (h *hub) reviewOpers() {
	for _, u := range h.net.Opers() {
		row, known := h.cfg.oper(u.Oper.Name)
		if !known {
			h.happen(nil, chat.UserModesChanged{User: u.ID, Removed: u.Modes & chat.OperModes.With('o'), At: h.now})
			continue
		}
		if oper := h.cfg.operator(row); oper != *u.Oper {
			h.happen(nil, chat.OperChanged{User: u.ID, Oper: oper, At: h.now})
		}
	}
}
