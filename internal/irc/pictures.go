package irc

import (
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/picture"
)

// Pictures are blobs beside the network, like what was said: it knows no more of one
// than its address, which is a value of metadata. Nothing here waits under the lock.

// avatarKey is the key of metadata that has the address of somebody's picture, and
// picturePath what stands in it before the picture's name.
const (
	avatarKey   = "avatar"
	picturePath = "/avatar/"
)

// pictureRoom is how many bytes of pictures are kept where there is no disk.
const pictureRoom = 64 << 20

// Picture is what somebody shows of herself.
type Picture = picture.Picture

// What a picture may be, for the doors by which one is brought.
const MaxPictureBytes = picture.MaxBytes

// PictureTypes lists the MIME types of pictures.
func PictureTypes() []string { return picture.Types() }

// UploadError is why a picture was not taken, in a sentence for who brought it.
type UploadError struct {
	Reason UploadReason
	Text   string
}

func (e *UploadError) Error() string { return e.Text }

// UploadReason is what kind of error it is.
type UploadReason int

const (
	UploadUnknown  UploadReason = iota // the token is not, or no longer, good for anything
	UploadTooOften                     // too many wrong tokens
	UploadTooLarge                     // too many bytes
	UploadBad                          // no picture that is shown here
	UploadLost                         // it did not come whole
	UploadNotKept                      // there is no room, or the disk does not take it
)

// TakePicture keeps a picture for whoever was given a token by UPLOAD, which is then
// used up. Nothing is read for a wrong one. An error is an *UploadError.
func (s *Server) TakePicture(token string, from netip.Addr, body io.Reader) (Picture, error) {
	by, err := s.hub.redeem(token, from)
	if err != nil {
		return Picture{}, err
	}
	data, err := io.ReadAll(io.LimitReader(body, picture.MaxBytes+1))
	if err != nil {
		return Picture{}, &UploadError{UploadLost, "The picture did not come whole"}
	}
	p, err := picture.Check(data)
	switch {
	case errors.Is(err, picture.ErrTooLarge):
		return Picture{}, &UploadError{UploadTooLarge, sentence(err)}
	case err != nil:
		return Picture{}, &UploadError{UploadBad, sentence(err)}
	}
	if err := s.hub.keepPicture(by, p); err != nil {
		s.hub.log.Warn("a picture is not kept", "account", by.account, "err", err)
		return Picture{}, &UploadError{UploadNotKept, "This picture could not be kept: try again later"}
	}
	return p, nil
}

// Picture finds a picture by its name.
func (s *Server) Picture(name string) (Picture, bool, error) {
	if !picture.IsName(name) {
		return Picture{}, false, nil
	}
	return s.hub.pictures.Picture(name)
}

// sentence makes one of an error.
func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// errNobody is that an account has gone while its picture came.
var errNobody = errors.New("the account is no more")

// keepPicture keeps one beside the lock, or in memory under it.
func (h *hub) keepPicture(by bringer, p Picture) error {
	if h.disk != nil {
		return h.pictures.KeepPicture(by.account, p, by.shows, by.at)
	}
	h.lock()
	defer h.unlock()
	if _, there := h.net.AccountByID(by.account); !there {
		return errNobody
	}
	return h.pictures.KeepPicture(by.account, p, by.shows, by.at)
}

// tidyPictures forgets the pictures that nobody shows any more: those of an account
// that is dropped (on disk they go with it), and of one that shows another, or none.
func (h *hub) tidyPictures(ev chat.Event, fx chat.Effect) {
	switch ev := ev.(type) {
	case chat.AccountDropped:
		if h.disk == nil {
			h.dropPictures(ev.Account, "", h.now.Add(time.Millisecond))
		}
	case chat.MetadataChanged:
		if ev.Key != avatarKey || fx.User == nil || fx.User.AccountID == 0 {
			return
		}
		id, shows := fx.User.AccountID, shownBy(chat.Metadata{avatarKey: ev.Value})
		if h.disk == nil {
			h.dropPictures(id, shows, ev.At)
			return
		}
		h.later = append(h.later, func() { h.spawn(func() { h.dropPictures(id, shows, ev.At) }) })
	}
}

func (h *hub) dropPictures(id account.ID, shows string, before time.Time) {
	if err := h.pictures.DropPictures(id, shows, before); err != nil {
		h.log.Warn("old pictures stay", "account", fmt.Sprint(id), "err", err)
	}
}

// shownBy is the name of the picture of ours whose address somebody tells, "" if it
// is none of ours.
func shownBy(said chat.Metadata) string {
	address := said[avatarKey]
	name := address[strings.LastIndex(address, "/")+1:]
	if !picture.IsName(name) || !strings.HasSuffix(address, picturePath+name) {
		return ""
	}
	return name
}
