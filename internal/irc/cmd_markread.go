package irc

import (
	"strings"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// cmdMarkread tells up to when a user has read a conversation, or moves that
// (IRCv3 read-marker, draft). Nobody else ever hears of it.
func cmdMarkread(c *call) error {
	target := c.Param(0)
	if target == "" {
		return &failure{code: "NEED_MORE_PARAMS", text: "Missing parameters"}
	}
	if !c.mayBeTarget(target) {
		return badMarker(target)
	}
	if ch := c.net().Channel(target); ch != nil {
		target = ch.Name
	} else if u := c.net().User(target); u != nil {
		target = u.Nick
	}
	if len(c.Params) == 1 {
		c.send(c.hub.markerLine(c.user, target))
		return nil
	}
	value, isTime := strings.CutPrefix(c.Param(1), "timestamp=")
	upTo, err := time.Parse(wire.TimeFormat, value)
	if !isTime || err != nil {
		return badMarker(c.Param(1))
	}
	if upTo.After(c.hub.now) {
		upTo = c.hub.now // nobody has read what is not said yet
	}
	if !upTo.After(c.net().ReadUpTo(c.user, target)) {
		c.send(c.hub.markerLine(c.user, target))
		return nil
	}
	c.unstored = &failure{code: "INTERNAL_ERROR", context: []string{target}, text: "The read timestamp could not be set"}
	c.record(chat.MarkedRead{User: c.user.ID, Target: target, UpTo: upTo, At: c.hub.now}, nil)
	return nil
}

// mayBeTarget says whether a word can name a conversation.
func (c *call) mayBeTarget(target string) bool {
	limits := c.hub.cfg.Limits
	if chat.LooksLikeChannel(target) {
		return chat.IsChannelName(target, limits.ChannelLen)
	}
	return c.hub.cfg.Casemapping.IsNick(target, limits.NickLen)
}

func badMarker(param string) error {
	return &failure{code: "INVALID_PARAMS", context: []string{middle(param)}, text: "Invalid parameters"}
}

// markerLine tells a user up to when she has read a target.
func (h *hub) markerLine(u *chat.User, target string) *wire.Line {
	value := "*"
	if at := h.net.ReadUpTo(u, target); !at.IsZero() {
		value = "timestamp=" + wire.FormatTime(at)
	}
	return &wire.Line{Source: h.cfg.Name, Command: "MARKREAD", Params: []string{target, value}}
}
