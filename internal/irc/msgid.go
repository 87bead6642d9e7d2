package irc

import (
	"encoding/base32"
	"encoding/binary"
	"time"
)

// msgids makes message ids that sort like the messages that have them: 48 bits
// of milliseconds and 80 that are random in each millisecond's first id and one
// more in each that follows. So an id keeps its place in a conversation even
// after its message has been forgotten, and paging by it is exact.
type msgids struct {
	millis int64
	low    [10]byte
}

// idEncoding keeps the order of the bytes it encodes.
var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// idLen is the length of every message id.
const idLen = 26

// next returns an id greater than all before it.
func (m *msgids) next(now time.Time, random func([]byte)) string {
	if millis := now.UnixMilli(); millis > m.millis {
		m.millis = millis
		random(m.low[:])
		m.low[0] &= 0x7f // room to count up
	} else {
		for i := len(m.low) - 1; i >= 0; i-- {
			m.low[i]++
			if m.low[i] != 0 {
				break
			}
		}
	}
	return m.last()
}

// ahead returns what gives out ids of the present moment before it is known what else
// will have one in it: between any two of them there is room for more than there
// can be.
func (m *msgids) ahead(now time.Time, random func([]byte)) func() string {
	m.next(now, random)
	far := *m
	return func() string {
		for i := len(far.low) - 5; i >= 0; i-- {
			far.low[i]++
			if far.low[i] != 0 {
				break
			}
		}
		return far.last()
	}
}

// last returns the newest id given out, or one before all others.
func (m *msgids) last() string {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], uint64(m.millis)<<16)
	copy(raw[6:], m.low[:])
	return idEncoding.EncodeToString(raw[:])
}

// msgidTime returns the moment in which an id was given out, and whether the
// text has the form of one.
func msgidTime(id string) (at time.Time, ok bool) {
	raw, err := idEncoding.DecodeString(id)
	if err != nil || len(id) != idLen {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(binary.BigEndian.Uint64(raw) >> 16)), true
}
