package irc

import (
	"linnet/internal/irc/chat"
)

// cmdWallops says something to all who want to hear the operators (Modern IRC
// "WALLOPS message", user mode w).
func cmdWallops(c *call) error {
	if c.Param(0) == "" {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{c.Command}}
	}
	c.happen(chat.Walloped{From: c.user.ID, Text: c.Param(0), At: c.hub.now})
	return nil
}
