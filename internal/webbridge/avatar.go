package webbridge

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"linnet/internal/irc"
)

// Pictures of people are brought and shown here (docs/pictures.md). Who may bring one
// has a token that IRC gave; what a picture is called is the hash of what is in it,
// so that it may be kept for ever by whoever has seen it.

const (
	avatarPath = "/avatar"
	// uploadTime is how long a picture may take to come.
	uploadTime = 20 * time.Second
	// uploadsAtOnce is how many may be under way.
	uploadsAtOnce = 16
	// readAnyway is how much of what is refused is read.
	readAnyway = 256 << 10
)

// parsePublicURL reads the address under which the whole world knows this door, ""
// if that is not told.
func parsePublicURL(text string) error {
	u, err := url.Parse(text)
	if text != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.Scheme+"://"+u.Host != text) {
		return fmt.Errorf("web.public_url: %q: expected an address without a path, such as https://chat.example.org", text)
	}
	return nil
}

// showAvatar answers GET and HEAD for a picture.
func (b *Bridge) showAvatar(w http.ResponseWriter, r *http.Request) {
	p, there, err := b.irc.Picture(chi.URLParam(r, "name"))
	switch {
	case err != nil:
		b.log.Warn("a picture cannot be read", "err", err)
		http.Error(w, "This picture cannot be read just now.", http.StatusServiceUnavailable)
		return
	case !there:
		http.Error(w, "There is no such picture here.", http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", p.Type)
	// Opened by itself it is a picture and nothing else; other clients' pages may show it.
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	etag := `"` + p.Name + `"`
	h.Set("ETag", etag)
	if matches(r.Header.Values("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(p.Body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(p.Body)
	}
}

// tellAvatar says what may be brought.
func tellAvatar(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Allow", "OPTIONS, POST")
	w.Header().Set("Accept-Post", strings.Join(irc.PictureTypes(), ", "))
	w.WriteHeader(http.StatusNoContent)
}

// takeAvatar takes a picture from whoever has a token for it.
func (b *Bridge) takeAvatar(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	// A body that trickles in holds nothing for long, read or not; a connection that
	// cannot be given a time has its own.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(uploadTime))
	defer readOn(w, r)
	token, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case !b.isOwnPage(r):
		http.Error(w, "Pictures are brought from this server's own page.", http.StatusForbidden)
		return
	case !isBearer:
		refuseToken(w, "A picture comes with the token that UPLOAD AVATAR gives: Authorization: Bearer TOKEN.")
		return
	case r.ContentLength > irc.MaxPictureBytes:
		http.Error(w, fmt.Sprintf("A picture may have %d KB.", irc.MaxPictureBytes>>10), http.StatusRequestEntityTooLarge)
		return
	}
	select {
	case b.uploads <- struct{}{}:
		defer func() { <-b.uploads }()
	default:
		http.Error(w, "Many pictures are coming just now: try again in a moment.", http.StatusServiceUnavailable)
		return
	}
	from, _ := b.proxies.client(r)
	p, err := b.irc.TakePicture(token, from, http.MaxBytesReader(w, r.Body, irc.MaxPictureBytes+1))
	if err != nil {
		refuseUpload(w, err)
		return
	}
	w.Header().Set("Location", b.publicURL+avatarPath+"/"+p.Name)
	w.WriteHeader(http.StatusCreated)
}

// readOn reads what the other end is still sending before it is answered. Where the
// connection ends with the answer (Connection: close, as many proxies say) net/http
// closes it over what has not been read, and whoever sends that hears of a broken
// connection and not why. Of what is longer it lets the answer stand for a moment.
func readOn(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Expect") == "" { // else it is not sent before we ask for it
		_, _ = io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, readAnyway))
	}
}

func refuseToken(w http.ResponseWriter, text string) {
	w.Header().Set("WWW-Authenticate", "Bearer")
	http.Error(w, text, http.StatusUnauthorized)
}

// uploadStatus is the status for each reason why a picture was not taken.
var uploadStatus = map[irc.UploadReason]int{
	irc.UploadTooOften: http.StatusTooManyRequests,
	irc.UploadTooLarge: http.StatusRequestEntityTooLarge,
	irc.UploadBad:      http.StatusUnsupportedMediaType,
	irc.UploadLost:     http.StatusBadRequest,
	irc.UploadNotKept:  http.StatusInsufficientStorage,
}

func refuseUpload(w http.ResponseWriter, err error) {
	var refused *irc.UploadError
	if !errors.As(err, &refused) || refused.Reason == irc.UploadUnknown {
		refuseToken(w, err.Error())
		return
	}
	http.Error(w, refused.Text, uploadStatus[refused.Reason])
}

// isOwnPage keeps the pages of strangers from using a visitor's browser; who sends
// none of these is no browser. A proxy may ask under another name than the browser
// does: then the origin is one of those that are set.
func (b *Bridge) isOwnPage(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	isOurs := b.publicURL != "" && strings.EqualFold(r.Header.Get("Origin"), b.publicURL)
	return (site == "" || site == "same-origin") && (isOurs || b.origins.mayUpgrade(r))
}
