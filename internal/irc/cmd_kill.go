package irc

import (
	"fmt"
	"slices"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// cmdKill ends a user's connections (Modern IRC "KILL message"): the victim is
// told by KILL and QUIT before the ERROR, everybody else sees the QUIT.
func cmdKill(c *call) error {
	if c.net().Fold(c.Param(0)) == c.net().Fold(c.hub.cfg.Name) {
		return &numericError{num: ERR_CANTKILLSERVER}
	}
	u, err := c.person(c.Param(0))
	if err != nil {
		return err
	}
	if c.Param(1) == "" {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{c.Command}}
	}
	comment := wire.Cut(c.Param(1), c.hub.cfg.Limits.KickLen)
	reason := fmt.Sprintf("Killed (%s (%s))", c.user.Nick, comment)
	c.audit("KILL", u.Mask(), comment)
	kill, quit := by(c.user, c.hub.now, "KILL", u.Nick, comment), by(u, c.hub.now, "QUIT", reason)
	kill.Text, quit.Text = true, true
	c.hub.tell(c.s, u, nil, kill, 0)
	c.hub.tell(c.s, u, nil, quit, 0)
	c.hub.expel(c.s, u, reason)
	return nil
}

// expel ends all sessions of a user for good, those that are waited for included.
// origin is the session whose command does so, if any.
func (h *hub) expel(origin *Session, u *chat.User, reason string) {
	if u.IsUnattended() {
		h.happen(origin, chat.UserLeft{User: u.ID, Reason: reason, At: h.now})
		return
	}
	for _, id := range slices.Clone(u.Sessions) {
		switch s := h.sessions[id]; {
		case s == nil:
			h.timers.clear(h.graces[id])
			delete(h.graces, id)
		case s.closed: // cut off under this very lock: see overflow
			h.retire(s, reason)
		default:
			h.farewell(s, reason)
		}
		h.happen(origin, chat.SessionEnded{Session: id, Reason: reason, Leaves: true, At: h.now})
	}
}
