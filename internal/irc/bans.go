package irc

import (
	"log/slog"
	"slices"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// Server bans at work. What a ban is and whom it hits is chat's; here newcomers
// are turned away, those who are present put out, and bans lifted in time.

// bar turns away who comes from a banned address, before anything is read.
func (h *hub) bar(s *Session, ban chat.Ban) {
	h.note("barred", s, slog.String("ban", ban.Target))
	h.end(s, banReason(ban))
}

// turnAway tells a client that wants to register or to resume that it is banned,
// and closes (Modern IRC "ERR_YOUREBANNEDCREEP").
func (c *call) turnAway(ban chat.Ban) {
	c.hub.note("barred", c.s, slog.String("ban", ban.Target))
	if ban.Kind == chat.NeedsAccount {
		c.tellAccountRequired()
	}
	c.replyText(ERR_YOUREBANNEDCREEP, banText(ban))
	c.hub.end(c.s, banReason(ban))
}

// tellAccountRequired says that nobody gets in without an account (IRCv3
// account-registration "FAIL * ACCOUNT_REQUIRED").
func (c *call) tellAccountRequired() {
	c.send(&wire.Line{Source: c.hub.cfg.Name, Command: "FAIL", Text: true, Params: []string{
		"*", "ACCOUNT_REQUIRED", "You need to log in to an account to connect from here",
	}})
}

// banText is what a ban says to whom it keeps out.
func banText(ban chat.Ban) string {
	text := "You are banned from this server"
	if ban.Reason != "" {
		text += ": " + ban.Reason
	}
	if !ban.Until.IsZero() {
		text += " (until " + wire.FormatTime(ban.Until) + ")"
	}
	return text
}

// banReason is what is said of somebody whom a ban has put out.
func banReason(ban chat.Ban) string {
	if ban.Reason == "" {
		return "Banned"
	}
	return "Banned: " + ban.Reason
}

// enforceAtOnce is how many people a ban puts out under one lock: each is a QUIT
// to all who share a channel.
const enforceAtOnce = 50

// enforce puts out whom a new ban hits: some of them now, the others as soon as
// everybody else had their turn. last, who placed it, goes last.
func (h *hub) enforce(ban chat.Ban, target chat.Target, last *chat.User) {
	if target.Kind == chat.ByNetwork && ban.Kind == chat.Expels {
		for _, s := range h.sessions {
			if newest, is := h.net.BanAt(s.peer.Address); is && s.user == nil {
				h.bar(s, newest)
			}
		}
	}
	var ids []chat.UserID
	for _, u := range h.net.Hit(ban, target) {
		ids = append(ids, u.ID)
	}
	if i := slices.Index(ids, last.ID); i >= 0 {
		ids = append(slices.Delete(ids, i, i+1), last.ID)
	}
	h.expelAll(ids, banReason(ban))
}

func (h *hub) expelAll(ids []chat.UserID, reason string) {
	n := min(enforceAtOnce, len(ids))
	for _, id := range ids[:n] {
		if u := h.net.UserByID(id); u != nil {
			h.expel(nil, u, reason)
		}
	}
	if rest := ids[n:]; len(rest) > 0 {
		h.timers.set(&deadline{due: alarmFunc(func(time.Time) { h.expelAll(rest, reason) })}, h.now)
	}
}

// planBanEnd plans the lifting of whatever ban ends next.
func (h *hub) planBanEnd() {
	next := h.net.NextBanEnd()
	if next.IsZero() {
		h.timers.clear(&h.banEnd)
		return
	}
	h.banEnd.due = alarmFunc(func(now time.Time) {
		for _, ended := range h.net.EndedBans(now) {
			h.happen(nil, ended)
			action := "UNBAN"
			if ended.Mute {
				action = "UNMUTE"
			}
			h.audit(nil, chat.Audited{Who: h.cfg.Name, Action: action, Target: ended.Target, Reason: "its time has come"})
		}
		h.planBanEnd()
	})
	h.timers.set(&h.banEnd, next)
}
