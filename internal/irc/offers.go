package irc

import (
	"maps"
	"slices"
	"strings"
)

// door is what capabilities may depend on of where a client comes in.
func (p Peer) door() Peer {
	return Peer{Secure: p.Secure, Kind: p.Kind, ServerName: p.ServerName}
}

// offers lists what a client may ask for, with the values if it understands them.
func (h *hub) offers(peer Peer, values bool) []string {
	var names []string
	for _, row := range capabilities {
		switch {
		case row.shown != nil && !row.shown(h, peer), row.bit == 0 && !values:
		case values && row.value != nil && row.value(h, peer) != "":
			names = append(names, row.name+"="+row.value(h, peer))
		default:
			names = append(names, row.name)
		}
	}
	return names
}

// allOffers are the offers at each door by which somebody has come.
func (h *hub) allOffers() map[Peer][]string {
	all := map[Peer][]string{}
	for _, s := range h.sessions {
		if door := s.peer.Peer().door(); all[door] == nil {
			all[door] = h.offers(door, true)
		}
	}
	return all
}

// tellOffers tells those who want to know what is offered now and was not before,
// and what is no longer (IRCv3 capability-negotiation NEW and DEL). What is no
// longer offered is switched off.
func (h *hub) tellOffers(before map[Peer][]string) {
	now := h.allOffers()
	if maps.EqualFunc(before, now, slices.Equal) {
		return
	}
	for _, s := range h.sessions {
		door := s.peer.Peer().door()
		fresh, gone := changedOffers(before[door], now[door])
		s.setCaps(s.caps &^ bitsOf(gone))
		if s.closed || !s.caps.has(capNotify) {
			continue
		}
		if !s.cap302 {
			fresh = withoutValues(fresh, before[door])
		}
		c := h.newsFor(s)
		c.sendNews("NEW", fresh)
		c.sendNews("DEL", gone)
	}
}

// sendNews sends NEW or DEL, which a client takes line by line.
func (c *call) sendNews(sub string, names []string) {
	if len(names) > 0 {
		c.sendInLines(sub, names)
	}
}

// changedOffers returns what is new or has another value, and the names that are
// gone. What cannot be asked for is not taken back either: STS forbids DEL.
func changedOffers(before, now []string) (fresh, gone []string) {
	for _, offer := range now {
		if !slices.Contains(before, offer) {
			fresh = append(fresh, offer)
		}
	}
	for _, offer := range before {
		name := capName(offer)
		if row, _ := findCap(name); row.bit != 0 && !offersCap(now, name) {
			gone = append(gone, name)
		}
	}
	return fresh, gone
}

// withoutValues leaves the names that are wholly new, for clients who know no
// values.
func withoutValues(fresh, before []string) []string {
	var names []string
	for _, offer := range fresh {
		if row, _ := findCap(capName(offer)); row.bit != 0 && !offersCap(before, row.name) {
			names = append(names, row.name)
		}
	}
	return names
}

func capName(offer string) string {
	name, _, _ := strings.Cut(offer, "=")
	return name
}

func offersCap(offers []string, name string) bool {
	return slices.ContainsFunc(offers, func(offer string) bool { return capName(offer) == name })
}

func bitsOf(names []string) capability {
	var bits capability
	for _, name := range names {
		row, _ := findCap(name)
		bits |= row.bit
	}
	return bits
}
