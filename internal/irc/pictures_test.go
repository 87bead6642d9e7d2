package irc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/netip"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// gallery is a server to which pictures can be brought, with Alice logged in at two
// devices.
type gallery struct {
	*testing.T
	*Server
	one, two *Session
}

var somewhere = netip.MustParseAddr("192.0.2.7")

func newGallery(t *testing.T, disk bool) *gallery {
	t.Helper()
	srv, _, all, _ := slowServer(t, "one", "two")
	if !disk {
		srv, _ = newServer(t, func(cfg *Config) { cfg.Limits.FloodRate = 0 })
		srv.hub.spawn = func(work func()) { work() }
		srv.CheapPasswords()
		srv.AddAccount("Alice")
		for _, nick := range []string{"one", "two"} {
			all[nick] = doorway{Peer{Kind: "pipe"}}.enter(t, srv, nick)
			doorway{}.says(all[nick], "NS IDENTIFY Alice sesame")
		}
	}
	srv.hub.takesUploads = true
	t.Cleanup(func() { srv.stop(t) })
	return &gallery{t, srv, all["one"], all["two"]}
}

// token asks for one.
func (g *gallery) token(s *Session) string {
	g.Helper()
	for _, line := range (doorway{}).says(s, "UPLOAD AVATAR") {
		if fields := strings.Fields(line); len(fields) > 3 && fields[1] == "UPLOAD" {
			return fields[3]
		}
	}
	g.Fatal("no token came")
	return ""
}

// portrait is a picture of its own for each number.
func portrait(n int) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, 1+n%256, 1+n/256)))
	return b.Bytes()
}

// bring brings a picture, and must be let.
func (g *gallery) bring(s *Session, n int) Picture {
	g.Helper()
	p, err := g.TakePicture(g.token(s), somewhere, bytes.NewReader(portrait(n)))
	if err != nil {
		g.Fatal(err)
	}
	return p
}

func (g *gallery) shows(s *Session, p Picture) {
	g.says(s, "METADATA * SET avatar https://chat.example.org/avatar/"+p.Name)
}

// says lets somebody say something that is kept, and waits until it is.
func (g *gallery) says(s *Session, line string) {
	g.Helper()
	doorway{}.says(s, line)
	for range 2 { // until it is, and what was left to be done beside the lock
		if err := g.Flush(context.Background()); err != nil {
			g.Fatal(err)
		}
	}
}

// hung says which of some pictures anybody can see.
func (g *gallery) hung(pictures ...Picture) string {
	var names []string
	for i, p := range pictures {
		found, there, err := g.Picture(p.Name)
		if err != nil || there && (!bytes.Equal(found.Body, p.Body) || found.Type != "image/png") {
			g.Errorf("%s: %v %v", p.Name, found.Type, err)
		}
		if there {
			names = append(names, fmt.Sprint(i))
		}
	}
	return strings.Join(names, " ")
}

func both(t *testing.T, play func(*gallery)) {
	for name, disk := range map[string]bool{"in memory": false, "on disk": true} {
		t.Run(name, func(t *testing.T) { play(newGallery(t, disk)) })
	}
}

func TestAPictureIsBroughtOnce(t *testing.T) {
	both(t, func(g *gallery) {
		token := g.token(g.one)
		p, err := g.TakePicture(token, somewhere, bytes.NewReader(portrait(1)))
		if err != nil || g.hung(p) != "0" {
			t.Fatalf("%v %v", p, err)
		}
		if _, err := g.TakePicture(token, somewhere, bytes.NewReader(portrait(2))); !isUpload(err, UploadUnknown) {
			t.Errorf("a second time: %v", err)
		}
		if _, there, err := g.Picture("../" + p.Name[3:]); there || err != nil {
			t.Errorf("a name that is none: %v %v", there, err)
		}
	})
}

func isUpload(err error, reason UploadReason) bool {
	var refused *UploadError
	return errors.As(err, &refused) && refused.Reason == reason && refused.Text != ""
}

func TestWhatIsNoPictureIsRefused(t *testing.T) {
	g := newGallery(t, false)
	for name, row := range map[string]struct {
		body   []byte
		reason UploadReason
	}{
		"a page":    {[]byte("<!doctype html>"), UploadBad},
		"too large": {bytes.Repeat(portrait(1), MaxPictureBytes), UploadTooLarge},
		"too high":  {portrait(256 * 300), UploadBad},
	} {
		if _, err := g.TakePicture(g.token(g.one), somewhere, bytes.NewReader(row.body)); !isUpload(err, row.reason) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := g.TakePicture(g.token(g.one), somewhere, iotest.ErrReader(errors.New("cut"))); !isUpload(err, UploadLost) {
		t.Errorf("cut short: %v", err)
	}
}

// A token is good for who was given it, as long as she is there, and for a minute.
func TestATokenDies(t *testing.T) {
	for name, end := range map[string]func(g *gallery){
		"by time": func(g *gallery) {
			g.hub.lock()
			g.one.leave.until = g.hub.now
			g.hub.unlock()
		},
		"by another one": func(g *gallery) { g.token(g.one) },
		"by logging out": func(g *gallery) { doorway{}.says(g.one, "NS LOGOUT") },
		"by leaving":     func(g *gallery) { doorway{}.says(g.one, "QUIT") },
	} {
		t.Run(name, func(t *testing.T) {
			g := newGallery(t, false)
			token := g.token(g.one)
			end(g)
			if _, err := g.TakePicture(token, somewhere, bytes.NewReader(portrait(1))); !isUpload(err, UploadUnknown) {
				t.Errorf("%v", err)
			}
		})
	}
}

// Who tries many tokens is not heard any more from there, and nothing is read of what
// comes with a wrong one.
func TestWrongTokensAreCounted(t *testing.T) {
	g := newGallery(t, false)
	unread := iotest.ErrReader(errors.New("it was read"))
	for i, token := range []string{"", "x", "1", ".", "99999999999999999999.x", fmt.Sprintf("%d.x", g.one.id), fmt.Sprintf("%d.", g.two.id)} {
		if _, err := g.TakePicture(token, somewhere, unread); !isUpload(err, UploadUnknown) {
			t.Errorf("%d: %v", i, err)
		}
	}
	for range wrongBurst {
		_, _ = g.TakePicture("1.x", somewhere, unread)
	}
	good := g.token(g.one)
	if _, err := g.TakePicture(good, somewhere, unread); !isUpload(err, UploadTooOften) {
		t.Errorf("from the same place: %v", err)
	}
	if _, err := g.TakePicture(good, netip.MustParseAddr("198.51.100.1"), bytes.NewReader(portrait(1))); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
}

// An account keeps the picture that it shows, and the last few that it brought.
func TestOldPicturesGo(t *testing.T) {
	both(t, func(g *gallery) {
		first := g.bring(g.one, 1)
		g.shows(g.one, first)
		second, third, fourth := g.bring(g.two, 2), g.bring(g.one, 3), g.bring(g.one, 4)
		if got := g.hung(first, second, third, fourth); got != "0 2 3" {
			t.Errorf("kept %q", got)
		}
		g.later()
		g.shows(g.two, fourth)
		if got := g.hung(first, second, third, fourth); got != "3" {
			t.Errorf("after another was shown: %q", got)
		}
		g.later()
		g.says(g.one, "METADATA * SET avatar")
		if got := g.hung(first, second, third, fourth); got != "" {
			t.Errorf("after it was taken away: %q", got)
		}
	})
}

// later lets a moment pass: what was brought before is older than what is done now.
func (g *gallery) later() {
	g.hub.lock()
	g.hub.now = g.hub.now.Add(time.Second)
	g.hub.unlock()
}

func TestAnAddressElsewhereIsNoPictureOfOurs(t *testing.T) {
	name := strings.Repeat("0a", 32)
	for address, want := range map[string]string{
		"":                                   "",
		"https://example.org/face.png":       "",
		"https://example.org/avatar/" + name: name,
		"/avatar/" + name:                    name,
		"/avatar/" + name + "?x":             "",
		"/avatar/" + name[1:]:                "",
		"https://example.org/" + name:        "",
		"/avatar/../" + name:                 "",
	} {
		if got := shownBy(chat.Metadata{avatarKey: address}); got != want {
			t.Errorf("%q: %q", address, got)
		}
	}
}

func TestPicturesGoWithTheirAccount(t *testing.T) {
	g := newGallery(t, false)
	p := g.bring(g.one, 1)
	token := g.token(g.two)
	by, err := g.hub.redeem(token, somewhere)
	if err != nil {
		t.Fatal(err)
	}
	g.hub.lock()
	a, _ := g.hub.net.Account("Alice")
	g.hub.happen(nil, chat.AccountDropped{Account: a.ID, At: g.hub.now})
	g.hub.unlock()
	if g.hung(p) != "" {
		t.Error("a picture outlives its account")
	}
	if err := g.hub.keepPicture(by, p); !errors.Is(err, errNobody) {
		t.Errorf("one that came too late: %v", err)
	}
}

func TestADiskThatTakesNoPictureIsSaid(t *testing.T) {
	g := newGallery(t, true)
	g.hub.pictures = brokenPictures{g.hub.pictures}
	if _, err := g.TakePicture(g.token(g.one), somewhere, bytes.NewReader(portrait(1))); !isUpload(err, UploadNotKept) {
		t.Errorf("%v", err)
	}
}

type brokenPictures struct{ Pictures }

func (brokenPictures) KeepPicture(account.ID, Picture, string, time.Time) error {
	return errors.New("the disk is full")
}
