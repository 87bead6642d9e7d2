package chat

import "time"

// seldom is what few users have. All others share one that is empty, and whatever of it
// is to be written is written by own: a server is mostly people who do nothing, and their
// number is bounded by what each of them takes.
type seldom struct {
	// FirstHost is what was shown at first, "" if nothing else has been shown since.
	FirstHost string
	Away      string // "" is here
	// Seen is the id of the last message before one of her sessions was lost or ended,
	// "" if none ever was.
	Seen     string
	Oper     *Oper    // nil unless an operator
	Metadata Metadata // nil is none

	elsewhere []Origin // of her sessions, besides From
	invites   []invite
	markers   []marker // the last moved last
	knocked   time.Time
	spoke     []spoken // in slow channels, the latest last
	silences  []ListEntry
	accepts   []UserID
	muted     *muteLook // nil for none yet
	called    time.Time // when last told of somebody who was kept out
}

// nothing is what most users have of it.
var nothing seldom

// own returns what may be written.
func (u *User) own() *seldom {
	if u.seldom == &nothing {
		u.seldom = &seldom{}
	}
	return u.seldom
}

// ShownFirst is the host by which the user was first seen.
func (u *User) ShownFirst() string {
	if u.FirstHost != "" {
		return u.FirstHost
	}
	return u.Host
}

// Moment is a time of the network, in milliseconds since 1970: a third of the size of a
// time.Time. Zero is no time.
type Moment int64

// MomentOf returns the moment of a time.
func MomentOf(t time.Time) Moment {
	if t.IsZero() {
		return 0
	}
	return Moment(t.UnixMilli())
}

// Time returns the time of a moment.
func (m Moment) Time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(m)).UTC()
}

// String implements fmt.Stringer.
func (m Moment) String() string { return m.Time().String() }
