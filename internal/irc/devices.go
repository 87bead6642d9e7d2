package irc

import (
	"log/slog"
	"slices"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// One person, many devices: a connection that has logged in before it registers,
// and asks for the nick under which its account is here already, becomes one more
// session of that user. Others notice nothing.

// perhapsHers returns who bears a nick if the client may yet prove to be the same
// person: then whether it may have the nick is judged at the end of its
// registration. nil is for a nick that is free or surely another's.
func (c *call) perhapsHers(nick string) *chat.User {
	holder, reg := c.net().User(nick), c.s.reg
	if holder == nil || holder.AccountID == 0 {
		return nil
	}
	if reg.account == holder.AccountID || reg.account == 0 && reg.negotiating {
		return holder
	}
	return nil
}

// hasRoomFor says whether an account may have one session more. Of those that are
// only waited for the oldest makes room.
func (c *call) hasRoomFor(id account.ID) bool {
	if c.net().SessionsOf(id) < c.hub.cfg.Limits.SessionsPerAccount {
		return true
	}
	for _, u := range c.net().LoggedIn(id) {
		i := slices.IndexFunc(u.Sessions, func(id chat.SessionID) bool { return c.net().Session(id).Detached })
		if i < 0 {
			continue
		}
		lost := u.Sessions[i]
		c.hub.timers.clear(c.hub.graces[lost])
		delete(c.hub.graces, lost)
		c.hub.happen(nil, chat.SessionEnded{Session: lost, Reason: "Too many sessions of this account", Expired: true, At: c.hub.now})
		return true
	}
	return false
}

// attend lets users go with nobody connected whose account is no longer always on, by
// its own choice or by the settings, or is none.
func (h *hub) attend(ev chat.Event, fx chat.Effect) {
	var users []*chat.User
	switch ev := ev.(type) {
	case chat.AlwaysOnChanged:
		users = h.net.LoggedIn(ev.Account)
	case chat.SettingsChanged:
		for _, id := range h.net.UserIDs() {
			users = append(users, h.net.UserByID(id))
		}
	case chat.AccountDropped:
		users = fx.LoggedOut
	}
	for _, u := range slices.Clone(users) {
		if u.IsUnattended() && !h.net.IsAlwaysOn(u.AccountID) {
			h.happen(nil, chat.UserLeft{User: u.ID, Reason: "Connection closed", At: h.now})
		}
	}
}

// attach makes the connection one more session of a user, shows it where she is
// and, unless it asks itself, what came since one of her sessions ended last: all
// there is to a device that finds none.
func (c *call) attach(u *chat.User) error {
	if ban, is := c.net().BanOnReturn(u, c.s.origin()); is {
		c.turnAway(ban)
		return nil
	}
	if err := c.net().MayBeHereBy(u, c.s.peer.Secure); err != nil {
		c.explain(err)
		c.hub.end(c.s, "You are in a channel for secure connections only: come by TLS")
		return nil
	}
	reg, isTold := c.s.reg, !c.asksItself() && !u.Modes.Has('B')
	if isTold && c.looksBack(u, u.Seen) {
		return nil
	}
	c.abortSASL()
	c.user = u
	attached := chat.SessionAttached{Session: c.s.id, User: u.ID, From: c.s.origin(), Secure: c.s.peer.Secure, At: c.hub.now}
	if reg.away != nil {
		if text, err := c.awayText(*reg.away); err == nil {
			attached.Away = text
		}
		reg.away = nil
	}
	c.happen(attached)
	c.seat(u)
	c.useDevice(reg.device)
	c.adoptMetadata(reg.metadata)
	c.hub.note("attached", c.s, slog.String("host", c.s.realHost), slog.String("via", c.s.peer.kind.Value()))
	c.welcome()
	c.catchUp(isTold, u.Seen, reg.missed)
	return nil
}
