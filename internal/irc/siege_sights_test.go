package irc

import (
	"strings"

	"linnet/internal/irc/chat"
)

// sight is that a user sees a nick in a channel: in an auditorium not everybody
// sees everybody.
type sight struct {
	viewer        chat.UserID
	nick, channel string
}

// sights are all there are now; each is there for "" too, which is any channel.
func (w *siege) sights() map[sight]bool {
	all := map[sight]bool{}
	for _, ch := range w.hub.net.Channels() {
		for _, seen := range ch.Members {
			for _, viewer := range ch.Members {
				if mustSee(seen, viewer) {
					all[sight{viewer.User.ID, seen.User.Nick, ch.Name}] = true
					all[sight{viewer.User.ID, seen.User.Nick, ""}] = true
				}
			}
		}
	}
	return all
}

// mustSee says by the words of docs/modes.md what the network says by its own.
func mustSee(seen, viewer *chat.Member) bool {
	return seen == viewer || !seen.Channel.Flags.Has('u') || seen.Rank > 0 || viewer.Rank >= chat.HalfOp
}

// maySee says whether a client may hear of the coming and going of whom a line is
// about: it saw them before what has just happened, or sees them now.
func (w *siege) maySee(c *tap, command, source string, params []string) bool {
	nick, _, _ := strings.Cut(source, "!")
	if isOfService(source) {
		return true
	}
	channel := ""
	switch command {
	case "JOIN", "PART":
		channel = params[0]
	case "KICK":
		nick, channel = params[1], params[0]
	case "NICK", "QUIT":
	case "INVITE":
		if channel = params[1]; w.hadNick(c.user, params[0]) {
			return true
		}
	case "AWAY", "SETNAME", "CHGHOST":
		if c.s.caps.hasAny(capExtendedMonitor | capExtendedMonitorDraft) {
			return true // it may have asked for the nick
		}
	default:
		return true
	}
	s := sight{c.user, nick, channel}
	return c.s.user == nil || w.hadNick(c.user, nick) || w.sawBefore[s] || w.sights()[s]
}
