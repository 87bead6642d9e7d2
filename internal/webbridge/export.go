package webbridge

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"linnet/internal/irc"
)

// exportPath is where what is kept of somebody is handed out, to whoever has a link of
// NickServ's.
const exportPath = "/export"

// export answers a link, which is good once. The file is made while it is sent: who
// breaks off has to ask for another.
func (b *Bridge) export(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	d, done, err := b.irc.Download(chi.URLParam(r, "token"))
	switch {
	case errors.Is(err, irc.ErrManyDownloads):
		h.Set("Retry-After", "10")
		http.Error(w, "Others are being handed their files just now: try again in a moment.", http.StatusServiceUnavailable)
		return
	case err != nil:
		http.Error(w, "This link was used already, is too old, or never was one: say EXPORT to NickServ for another.", http.StatusNotFound)
		return
	}
	defer done()
	h.Set("Content-Type", contentTypes[".json"])
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.Name}))
	out := &steady{w: w, control: http.NewResponseController(w)}
	if err := d.Write(r.Context(), out); err != nil && out.begun {
		b.log.Debug("an export was broken off", "err", err)
		panic(http.ErrAbortHandler) // a file that ends early must not look whole
	} else if err != nil {
		b.log.Warn("an export was not made", "err", err)
		h.Del("Content-Disposition")
		http.Error(w, fmt.Sprintf("The file could not be made: %v. Say EXPORT to NickServ for another link.", err), http.StatusServiceUnavailable)
	}
}

// takesNothing is for how long somebody may take none of a file.
const takesNothing = 30 * time.Second

// steady writes to whoever goes on taking it.
type steady struct {
	w       http.ResponseWriter
	control *http.ResponseController
	begun   bool
}

func (s *steady) Write(p []byte) (int, error) {
	s.begun = true
	// A transport that cannot be given a time has its own.
	_ = s.control.SetWriteDeadline(time.Now().Add(takesNothing))
	return s.w.Write(p)
}
