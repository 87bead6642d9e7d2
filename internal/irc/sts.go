package irc

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// STS makes clients come by TLS (IRCv3 sts).
type STS struct {
	// Port is where IRC is spoken over TLS; 0 offers no STS at all.
	Port int
	// Duration is for how long a client that came by TLS must not come without;
	// 0 takes back what was said before.
	Duration time.Duration
	// Hosts are the names for which that holds; without any it holds for
	// whatever name the client asked for.
	Hosts []string
	// Preload are those that agree to stand in the lists that clients come with.
	Preload []string
}

func (s STS) validate() error {
	switch {
	case s.Port < 0 || s.Port > 65535:
		return fmt.Errorf("listen.sts.port: %d: expected a port number, or 0 for no STS", s.Port)
	case s.Duration < 0:
		return fmt.Errorf("listen.sts.duration: %v: expected a time such as 720h, or 0s", s.Duration)
	}
	return nil
}

// offersSTS says whether a client at this door is told: one that came in the
// clear where to come instead, one that came by TLS and named its host for how
// long that holds. Browsers have other means.
func offersSTS(h *hub, peer Peer) bool {
	sts := h.cfg.STS
	switch {
	case sts.Port == 0:
		return false
	case peer.Kind == kindTLS:
		return peer.ServerName != "" && (len(sts.Hosts) == 0 || peer.askedFor(sts.Hosts))
	}
	return peer.Kind == "tcp"
}

// askedFor says whether the client has named one of these hosts.
func (p Peer) askedFor(hosts []string) bool {
	return slices.ContainsFunc(hosts, func(host string) bool { return strings.EqualFold(host, p.ServerName) })
}

func stsValue(h *hub, peer Peer) string {
	if peer.Kind != kindTLS {
		return "port=" + strconv.Itoa(h.cfg.STS.Port)
	}
	value := "duration=" + strconv.FormatInt(int64(h.cfg.STS.Duration/time.Second), 10)
	if peer.askedFor(h.cfg.STS.Preload) {
		value += ",preload"
	}
	return value
}
