package chat

import (
	"slices"
	"strconv"
	"time"
)

// Slow mode: a person may speak once every so many seconds. When somebody last
// spoke is kept with the user and not with the membership, or leaving and coming
// back would be the way round it.

// spoken is when a user last spoke in a slow channel.
type spoken struct {
	channel ChannelID
	at      time.Time
}

const (
	slowest     = 6 * time.Hour // the longest that a channel may ask people to wait
	slowEntries = 100           // of how many channels a user is remembered
)

func parseSlow(param string, _ Limits) (string, bool) {
	if wait, ok := ParseDuration(param); ok { // "5m" is easier said than 300
		param = strconv.Itoa(int(wait / time.Second))
	}
	seconds, err := strconv.Atoi(param)
	return strconv.Itoa(seconds), err == nil && seconds > 0 && seconds <= int(slowest/time.Second)
}

// slowness is how long a channel makes people wait between two messages.
func (ch *Channel) slowness() time.Duration {
	seconds, _ := strconv.Atoi(ch.Param('W')) // parseSlow has seen it
	return time.Duration(seconds) * time.Second
}

// slowed is how long the user still has to wait before speaking in a channel.
func (u *User) slowed(ch *Channel, now time.Time) time.Duration {
	i := slices.IndexFunc(u.spoke, func(s spoken) bool { return s.channel == ch.ID })
	if i < 0 {
		return 0
	}
	return u.spoke[i].at.Add(ch.slowness()).Sub(now)
}

// speakIn remembers that the user spoke in a channel, if that channel is slow.
func (u *User) speakIn(ch *Channel, at time.Time) {
	if ch.Param('W') == "" {
		return
	}
	own := u.own()
	own.spoke = slices.DeleteFunc(own.spoke, func(s spoken) bool { return s.channel == ch.ID })
	if over := len(own.spoke) + 1 - slowEntries; over > 0 {
		own.spoke = slices.Delete(own.spoke, 0, over)
	}
	own.spoke = append(own.spoke, spoken{ch.ID, at})
}

// forgetSpoken forgets what no slow mode can ask about any more.
func (u *User) forgetSpoken(now time.Time) {
	if len(u.spoke) == 0 {
		return
	}
	u.own().spoke = slices.DeleteFunc(u.spoke, func(s spoken) bool { return !s.at.Add(slowest).After(now) })
}
