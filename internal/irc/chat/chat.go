// Package chat is the network itself: users, channels, who is in which, modes,
// bans, and the rules of who may do what. State changes by events only, and the
// same events applied to an empty network give the same network, always.
//
// It knows no sockets, no text of the protocol, no clock, no randomness and no
// locks: whoever calls it holds the one lock and passes the time in.
package chat

// UserID, SessionID and ChannelID are given out once and never again while the
// process lives, so an event that names one can be kept, sent and replayed.
type (
	UserID    uint64
	SessionID uint64
	ChannelID uint64
)

// Fold maps a nick, a channel name or a mask to the form under which it is
// compared on this network (ISUPPORT CASEMAPPING).
func (n *Network) Fold(name string) string { return foldASCII(name) }

// foldASCII puts ASCII letters in lower case and leaves all else as it is
// (CASEMAPPING=ascii).
func foldASCII(name string) string {
	for i := 0; i < len(name); i++ {
		if c := name[i]; 'A' <= c && c <= 'Z' {
			folded := []byte(name)
			for ; i < len(folded); i++ {
				if c := folded[i]; 'A' <= c && c <= 'Z' {
					folded[i] = c + ('a' - 'A')
				}
			}
			return string(folded)
		}
	}
	return name
}

// IsNick says whether name may be a nick: ASCII letters, digits and []\`_^{|}-,
// not beginning with a digit or '-' (RFC 2812 2.3.1, whose set Modern IRC keeps).
func IsNick(name string, maxLen int) bool {
	if name == "" || len(name) > maxLen {
		return false
	}
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		case c >= '[' && c <= '`', c >= '{' && c <= '}': // []\^_` and {|}
		case '0' <= c && c <= '9', c == '-':
			if i == 0 {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// IsChannelName says whether name may be a channel's: '#' and then anything
// but space, comma and control characters (Modern IRC "Channels").
func IsChannelName(name string, maxLen int) bool {
	if len(name) < 2 || len(name) > maxLen || name[0] != '#' {
		return false
	}
	for i := 0; i < len(name); i++ {
		if c := name[i]; c <= ' ' || c == ',' || c == 0x7f {
			return false
		}
	}
	return true
}

// LooksLikeChannel says whether a target is meant to be a channel (CHANTYPES=#).
func LooksLikeChannel(target string) bool {
	return target != "" && target[0] == '#'
}
