package irc

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/picture"
	"linnet/internal/irc/wire"
)

// What does not fit into a line is brought by HTTP, and who brings it is known by
// IRC: UPLOAD gives a token that is good for one thing and for a minute
// (docs/pictures.md). It dies with its session.

const (
	// leaveLasts is how long a token may be used.
	leaveLasts = time.Minute
	// uploadBurst is how many tokens an account may be given at once, and then one
	// each uploadEach.
	uploadBurst = 10
	uploadEach  = time.Minute
	// wrongBurst is how many wrong tokens may come from one place, and then one each
	// wrongEach.
	wrongBurst = 20
	wrongEach  = 10 * time.Second
)

// leave is what a session may bring, once.
type leave struct {
	token [sha256.Size]byte // its hash
	until time.Time
}

// cmdUpload gives leave to bring a picture of oneself. Pictures are kept with an
// account: nobody has to answer for those of a guest.
func cmdUpload(c *call) error {
	key := fmt.Sprint("account ", c.user.AccountID)
	switch {
	case !strings.EqualFold(c.Param(0), "AVATAR"):
		return &failure{code: "INVALID_PARAMS", context: []string{middle(c.Param(0))}, text: "Expected UPLOAD AVATAR"}
	case !c.hub.takesUploads:
		return &failure{code: "UNAVAILABLE", context: []string{"AVATAR"}, text: "This server has no web door to bring a picture to"}
	case c.user.AccountID == 0:
		return &failure{code: "ACCOUNT_REQUIRED", context: []string{"AVATAR"}, text: "Pictures are kept with an account: log in to one"}
	case c.hub.uploads.isShut(key, uploadBurst, uploadEach, c.hub.now):
		seconds := strconv.Itoa(int(uploadEach.Seconds()))
		return &failure{code: "RATE_LIMITED", context: []string{"AVATAR", seconds}, text: "You have brought many pictures: wait a minute"}
	}
	c.hub.uploads.pass(key, uploadBurst, uploadEach, c.hub.now)
	var raw [18]byte
	c.hub.random(raw[:])
	token := fmt.Sprintf("%d.%s", c.s.id, base64.RawURLEncoding.EncodeToString(raw[:]))
	c.s.own().leave = &leave{token: sha256.Sum256([]byte(token)), until: c.hub.now.Add(leaveLasts)}
	c.send(&wire.Line{Source: c.hub.cfg.Name, Command: "UPLOAD", Params: []string{
		"AVATAR", token, strconv.Itoa(int(leaveLasts.Seconds())), strconv.Itoa(picture.MaxBytes), strconv.Itoa(picture.MaxEdge),
	}})
	return nil
}

// bringer is who may bring a picture now, and when she was let.
type bringer struct {
	account account.ID
	shows   string // the name of the picture that she shows already
	at      time.Time
}

// redeem takes a token in: it is good only once. Wrong ones are counted by the
// place that they come from.
func (h *hub) redeem(token string, from netip.Addr) (bringer, error) {
	h.lock()
	defer h.unlock()
	place := fmt.Sprint("place ", placeOf(from))
	if h.uploads.isShut(place, wrongBurst, wrongEach, h.now) {
		return bringer{}, &UploadError{UploadTooOften, "Too many wrong tokens came from where you are: wait a while"}
	}
	if s := h.sessionOf(token); s != nil {
		s.own().leave = nil
		return bringer{account: s.user.AccountID, shows: shownBy(h.net.ProfileOf(s.user, nil)), at: h.now}, nil
	}
	h.uploads.pass(place, wrongBurst, wrongEach, h.now)
	return bringer{}, &UploadError{UploadUnknown, "This token is none, or was used already: ask for another by UPLOAD AVATAR"}
}

// sessionOf finds whose token it is, if it may be used.
func (h *hub) sessionOf(token string) *Session {
	id, _, _ := strings.Cut(token, ".")
	n, err := strconv.ParseUint(id, 10, 64)
	s := h.sessions[chat.SessionID(n)]
	if err != nil || s == nil || s.leave == nil || s.user == nil || s.user.AccountID == 0 {
		return nil
	}
	sum := sha256.Sum256([]byte(token))
	if subtle.ConstantTimeCompare(sum[:], s.leave.token[:]) != 1 || !s.leave.until.After(h.now) {
		return nil
	}
	return s
}
