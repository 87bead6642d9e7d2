package webbridge

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/png"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linnet/internal/irc"
)

// easel is a web door and somebody with an account who brings pictures to it.
type easel struct {
	*door
	ada  *client
	http *http.Client
}

func openEasel(t *testing.T, set func(*irc.Config, *Config)) *easel {
	t.Helper()
	e := &easel{door: openDoor(t, looped, set)}
	e.ada = e.register("ada")
	e.ada.send("REGISTER * * sesame-opens")
	e.ada.until("REGISTER SUCCESS")
	e.http = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	return e
}

func (e *easel) token() string {
	e.t.Helper()
	e.ada.send("UPLOAD AVATAR")
	return strings.Fields(e.ada.until(" UPLOAD AVATAR "))[3]
}

func (e *easel) do(method, path string, body io.Reader, headers ...string) (*http.Response, string) {
	e.t.Helper()
	r, err := http.NewRequest(method, "http://"+e.address+path, body)
	if err != nil {
		e.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := e.http.Do(r)
	if err != nil {
		e.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		e.t.Fatal(err)
	}
	return answer, string(text)
}

func portrait(t *testing.T, edge int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, edge, edge))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Whoever brings a picture as a camera made it shows the picture, and not where that
// was.
func TestAPictureIsShownWithoutWhatACameraTold(t *testing.T) {
	e := openEasel(t, nil)
	body, err := os.ReadFile(filepath.Join("..", "irc", "picture", "testdata", "camera.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	const told = "the garden gate"
	answer, text := e.do("POST", "/avatar", bytes.NewReader(body), "Authorization", "Bearer "+e.token())
	if answer.StatusCode != http.StatusCreated || !bytes.Contains(body, []byte(told)) {
		t.Fatalf("%s %q", answer.Status, text)
	}
	answer, shown := e.do("GET", answer.Header.Get("Location"), nil)
	if answer.StatusCode != http.StatusOK || strings.Contains(shown, told) {
		t.Fatalf("%s: %q", answer.Status, shown)
	}
	sum := sha256.Sum256([]byte(shown))
	if !strings.HasSuffix(answer.Request.URL.Path, hex.EncodeToString(sum[:])) {
		t.Errorf("%s is not the hash of what is there", answer.Request.URL)
	}
}

func TestAPictureIsBroughtAndShown(t *testing.T) {
	for public, want := range map[string]string{"": "/avatar/", "https://chat.example.org": "https://chat.example.org/avatar/"} {
		t.Run(public, func(t *testing.T) {
			e := openEasel(t, func(_ *irc.Config, web *Config) { web.PublicURL = public })
			body := portrait(t, 128)
			// What somebody says it is counts for nothing.
			answer, text := e.do("POST", "/avatar", bytes.NewReader(body), "Authorization", "Bearer "+e.token(), "Content-Type", "text/html",
				"Origin", "http://"+e.address, "Sec-Fetch-Site", "same-origin")
			location := answer.Header.Get("Location")
			name, ours := strings.CutPrefix(location, want)
			if answer.StatusCode != http.StatusCreated || !ours || len(name) != 64 {
				t.Fatalf("%s %s %q", answer.Status, location, text)
			}
			shown, text := e.do("GET", "/avatar/"+name, nil)
			if shown.StatusCode != http.StatusOK || text != string(body) {
				t.Errorf("%s, %d bytes", shown.Status, len(text))
			}
			for header, want := range map[string]string{
				"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
				"Cache-Control": "public, max-age=31536000, immutable", "Cross-Origin-Resource-Policy": "cross-origin", "Etag": `"` + name + `"`,
			} {
				if got := shown.Header.Get(header); got != want {
					t.Errorf("%s: %q, expected %q", header, got, want)
				}
			}
			if again, text := e.do("GET", "/avatar/"+name, nil, "If-None-Match", `"`+name+`"`); again.StatusCode != http.StatusNotModified || text != "" {
				t.Errorf("to who has it: %s", again.Status)
			}
			if head, text := e.do("HEAD", "/avatar/"+name, nil); head.StatusCode != http.StatusOK || text != "" || head.ContentLength != int64(len(body)) {
				t.Errorf("HEAD: %s, %d bytes", head.Status, head.ContentLength)
			}
		})
	}
}

func TestAPictureIsRefused(t *testing.T) {
	e := openEasel(t, nil)
	small := func() io.Reader { return bytes.NewReader(portrait(t, 8)) }
	unsized := struct{ io.Reader }{bytes.NewReader(make([]byte, 64<<10))} // chunked: no length is told
	for name, row := range map[string]struct {
		body    io.Reader
		headers []string
		status  int
		says    string
	}{
		"no token":            {small(), nil, 401, "UPLOAD AVATAR"},
		"no bearer":           {small(), []string{"Authorization", "Basic YWRhOng="}, 401, "UPLOAD AVATAR"},
		"a wrong token":       {small(), []string{"Authorization", "Bearer 1.x"}, 401, "ask for another"},
		"another origin":      {small(), []string{"Authorization", "", "Origin", "https://example.org"}, 403, "own page"},
		"another site":        {small(), []string{"Authorization", "", "Sec-Fetch-Site", "cross-site"}, 403, "own page"},
		"no picture":          {strings.NewReader("<svg/>"), []string{"Authorization", ""}, 415, "neither PNG"},
		"too high":            {bytes.NewReader(portrait(t, 257)), []string{"Authorization", ""}, 415, "257 × 257"},
		"too large":           {bytes.NewReader(make([]byte, 64<<10)), []string{"Authorization", ""}, 413, "32 KB"},
		"too large, unsaid":   {unsized, []string{"Authorization", ""}, 413, "32 KB"},
		"nothing":             {nil, []string{"Authorization", ""}, 415, "neither PNG"},
		"a place that is not": {small(), []string{"X-Path", "/avatar/x"}, 405, ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := "/avatar"
			for i := 0; i+1 < len(row.headers); i += 2 {
				switch {
				case row.headers[i] == "Authorization" && row.headers[i+1] == "":
					row.headers[i+1] = "Bearer " + e.token()
				case row.headers[i] == "X-Path":
					path = row.headers[i+1]
				}
			}
			answer, text := e.do("POST", path, row.body, row.headers...)
			if answer.StatusCode != row.status || !strings.Contains(text, row.says) {
				t.Errorf("%s %q, expected %d %q", answer.Status, text, row.status, row.says)
			}
		})
	}
}

// Whoever is refused has been heard out, or would hear of a broken connection instead.
func TestWhoIsRefusedIsHeardOut(t *testing.T) {
	e := openEasel(t, nil)
	for name, headers := range map[string][]string{
		"no token":       nil,
		"a wrong token":  {"Authorization", "Bearer 1.x"},
		"another origin": {"Origin", "https://example.org"},
		"too large":      {"Authorization", "Bearer " + e.token()},
	} {
		body := bytes.NewReader(make([]byte, 200<<10))
		r := httptest.NewRequest(http.MethodPost, "/avatar", body)
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		answer := httptest.NewRecorder()
		e.bridge.server.Handler.ServeHTTP(answer, r)
		if answer.Code < 400 || body.Len() > 0 {
			t.Errorf("%s: %d, and %d bytes were not read", name, answer.Code, body.Len())
		}
	}
}

func TestNoOtherPathIsAPicture(t *testing.T) {
	e := openEasel(t, nil)
	for _, path := range []string{
		"/avatar/", "/avatar/x", "/avatar/../index.html", "/avatar/..%2findex.html", "/avatar/%2e%2e/%2e%2e/etc/passwd",
		"/avatar/" + strings.Repeat("A", 64), "/avatar/" + strings.Repeat("0", 64), "/avatar/" + strings.Repeat("0", 64) + "/x", "/avatar/" + strings.Repeat("0", 63) + "%00",
	} {
		if answer, _ := e.do("GET", path, nil); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, answer.Status)
		}
	}
}

func TestWhatMayBeBroughtIsTold(t *testing.T) {
	e := openEasel(t, nil)
	answer, _ := e.do("OPTIONS", "/avatar", nil)
	if answer.StatusCode != http.StatusNoContent || answer.Header.Get("Accept-Post") != "image/png, image/jpeg, image/webp" {
		t.Errorf("%s %q", answer.Status, answer.Header.Get("Accept-Post"))
	}
}

// Pictures that never come keep a few places, and no more than that.
func TestSlowPicturesAreFew(t *testing.T) {
	e := openEasel(t, nil)
	for range uploadsAtOnce {
		e.bridge.uploads <- struct{}{}
	}
	answer, text := e.do("POST", "/avatar", bytes.NewReader(portrait(t, 8)), "Authorization", "Bearer "+e.token())
	if answer.StatusCode != http.StatusServiceUnavailable || !strings.Contains(text, "try again") {
		t.Errorf("%s %q", answer.Status, text)
	}
	<-e.bridge.uploads
	if answer, text = e.do("POST", "/avatar", bytes.NewReader(portrait(t, 8)), "Authorization", "Bearer "+e.token()); answer.StatusCode != http.StatusCreated {
		t.Errorf("when there was room: %s %q", answer.Status, text)
	}
	if len(e.bridge.uploads) != uploadsAtOnce-1 {
		t.Errorf("%d places are taken", len(e.bridge.uploads))
	}
}

// A picture that is cut short gives its place back, and is not kept.
func TestAPictureThatIsCutShort(t *testing.T) {
	e := openEasel(t, nil)
	body := portrait(t, 64)
	nc, err := net.Dial("tcp", e.address)
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	_, _ = io.WriteString(nc, "POST /avatar HTTP/1.1\r\nHost: "+e.address+"\r\nAuthorization: Bearer "+e.token()+"\r\nContent-Length: 500\r\n\r\n")
	_, _ = nc.Write(body[:20])
	_ = nc.(*net.TCPConn).CloseWrite()
	answer, _ := io.ReadAll(nc)
	if !strings.HasPrefix(string(answer), "HTTP/1.1 400 ") || !strings.Contains(string(answer), "did not come whole") {
		t.Errorf("%q", answer)
	}
	if len(e.bridge.uploads) != 0 {
		t.Error("it keeps its place")
	}
}

// A proxy that asks under a name of its own is let, if the address is told under which
// browsers know the door.
func TestAPictureFromBehindAProxy(t *testing.T) {
	for public, status := range map[string]int{"": http.StatusForbidden, "https://chat.example.org": http.StatusCreated} {
		e := openEasel(t, func(_ *irc.Config, web *Config) { web.PublicURL = public })
		answer, text := e.do("POST", "/avatar", bytes.NewReader(portrait(t, 8)), "Authorization", "Bearer "+e.token(),
			"Origin", "https://chat.example.org", "Sec-Fetch-Site", "same-origin")
		if answer.StatusCode != status {
			t.Errorf("with %q: %s %q", public, answer.Status, text)
		}
	}
}

func TestPublicURL(t *testing.T) {
	for text, good := range map[string]bool{
		"": true, "https://chat.example.org": true, "http://localhost:8080": true,
		"chat.example.org": false, "https://chat.example.org/": false, "https://chat.example.org/chat": false, "ftp://example.org": false, "https://": false,
	} {
		if err := (Config{PublicURL: text}).Validate(); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}
