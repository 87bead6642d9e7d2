package irc

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"linnet/internal/irc/chat"
)

// whoQuery is what one WHO asks for: "WHO <mask> [<flags>][%<fields>[,<token>]]"
// (IRCv3 whox, which leaves the flags to servers; these are ircu's).
type whoQuery struct {
	mask   string
	folded string
	// isMask is set when the mask is neither a channel nor a nick.
	isMask bool
	// by are the letters of the fields that the mask is compared with; none is all.
	by       string
	opers    bool   // only operators
	extended bool   // a "%" was there: answer with 354
	fields   string // after it
	token    string
}

func readWho(c *call) *whoQuery {
	q := &whoQuery{mask: c.Param(0)}
	if q.mask == "" {
		q.mask = "*"
	}
	flags, rest, extended := strings.Cut(c.Param(1), "%")
	fields, token, _ := strings.Cut(rest, ",")
	q.folded = c.net().Fold(q.mask)
	q.opers = strings.Contains(flags, "o")
	q.extended, q.fields, q.token = extended, fields, "0"
	if token != "" && len(token) <= maxWhoToken && strings.Trim(token, "0123456789") == "" {
		q.token = token
	}
	for _, field := range whoFields {
		if strings.IndexByte(flags, field.letter) >= 0 {
			q.by += string(field.letter)
		}
	}
	return q
}

// maxWhoToken is the most digits that a client's token may have.
const maxWhoToken = 3

// selects says whether the mask is to be compared with a field.
func (q *whoQuery) selects(letter byte) bool {
	return q.by == "" || strings.IndexByte(q.by, letter) >= 0
}

// whoFields are what a mask may be compared with. Nothing matches what is empty.
var whoFields = []struct {
	letter byte
	of     func(*call, *chat.User) string
}{
	{'n', func(_ *call, u *chat.User) string { return u.Nick }},
	{'u', func(_ *call, u *chat.User) string { return u.Ident }},
	{'h', func(_ *call, u *chat.User) string { return u.Host }},
	{'s', func(c *call, _ *chat.User) string { return c.hub.cfg.Name }},
	{'r', func(_ *call, u *chat.User) string { return u.Realname }},
	{'a', func(_ *call, u *chat.User) string { return u.Account }},
	{'i', func(c *call, u *chat.User) string { return c.addressOf(u) }},
}

// matchesWho says whether one of the fields matches the mask; "0" is an old word
// for everybody (RFC 2812 3.6.1).
func (c *call) matchesWho(q *whoQuery, u *chat.User) bool {
	if q.mask == "0" {
		return true
	}
	for _, field := range whoFields {
		if !q.selects(field.letter) {
			continue
		}
		if value := field.of(c, u); value != "" && chat.Match(q.folded, c.net().Fold(value)) {
			return true
		}
	}
	return false
}

// addressOf is a user's address if the asker may know it, or "".
func (c *call) addressOf(u *chat.User) string {
	if !u.From.Address.IsValid() || !chat.MaySeeAddress(c.user, u) {
		return ""
	}
	return plainAddress(u.From.Address)
}

// noAddress stands for an address that is not told.
const noAddress = "255.255.255.255"

func (c *call) shownAddress(u *chat.User) string {
	if address := c.addressOf(u); address != "" {
		return address
	}
	return noAddress
}

// whoxFields are the fields of 354, in its order.
var whoxFields = [...]struct {
	letter byte
	of     func(*call, *whoQuery, *chat.User, *chat.Member) string
}{
	{'t', func(_ *call, q *whoQuery, _ *chat.User, _ *chat.Member) string { return q.token }},
	{'c', func(_ *call, _ *whoQuery, _ *chat.User, m *chat.Member) string { return channelOf(m) }},
	{'u', func(_ *call, _ *whoQuery, u *chat.User, _ *chat.Member) string { return u.Ident }},
	{'i', func(c *call, _ *whoQuery, u *chat.User, _ *chat.Member) string { return c.shownAddress(u) }},
	{'h', func(_ *call, _ *whoQuery, u *chat.User, _ *chat.Member) string { return u.Host }},
	{'s', func(c *call, _ *whoQuery, _ *chat.User, _ *chat.Member) string { return c.hub.cfg.Name }},
	{'n', func(_ *call, _ *whoQuery, u *chat.User, _ *chat.Member) string { return u.Nick }},
	{'f', func(c *call, _ *whoQuery, u *chat.User, m *chat.Member) string { return c.whoFlags(u, m) }},
	{'d', func(*call, *whoQuery, *chat.User, *chat.Member) string { return "0" }},
	{'l', func(c *call, _ *whoQuery, u *chat.User, _ *chat.Member) string { return c.idle(u) }},
	{'a', func(_ *call, _ *whoQuery, u *chat.User, _ *chat.Member) string { return cmp.Or(u.Account, "0") }},
	{'o', func(*call, *whoQuery, *chat.User, *chat.Member) string { return "n/a" }},
	{'r', func(_ *call, _ *whoQuery, u *chat.User, _ *chat.Member) string { return u.Realname }},
}

// sendWhox sends exactly the fields that were asked for (RPL_WHOSPCRPL).
func (c *call) sendWhox(q *whoQuery, u *chat.User, m *chat.Member) {
	var room [len(whoxFields)]string
	values := room[:0]
	for _, field := range whoxFields {
		if strings.IndexByte(q.fields, field.letter) >= 0 {
			values = append(values, field.of(c, q, u, m))
		}
	}
	c.numeric(RPL_WHOSPCRPL, strings.Contains(q.fields, "r"), values...)
}

// idle is for how many seconds a user has been silent.
func (c *call) idle(u *chat.User) string {
	return strconv.Itoa(int(c.hub.now.Sub(u.Spoke.Time()) / time.Second))
}
