package webbridge

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// assets are the client's files by URL path. They are few and small, so they are
// held in memory: what is not in the table does not exist.
type assets map[string]*asset

// asset is one file and its compressed variants.
type asset struct {
	contentType string
	hashed      bool // its name changes with its content
	variants    []variant
}

// variant is a file's content in one encoding, "" for none.
type variant struct {
	encoding string
	etag     string
	body     []byte
}

// suffixes are the endings of variants that the build wrote beside a file, best
// first.
var suffixes = []struct{ encoding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}, {"", ""}}

// hashedName matches the names that the bundler makes: name-ABCD2345.js.
var hashedName = regexp.MustCompile(`-[A-Z2-7]{8}\.[a-z0-9.]+$`)

func loadAssets(files fs.FS) (assets, error) {
	all := assets{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") || isVariant(name) {
			return err
		}
		a := &asset{contentType: contentType(name), hashed: hashedName.MatchString(name)}
		for _, s := range suffixes {
			body, err := fs.ReadFile(files, name+s.suffix)
			if s.suffix != "" && err != nil {
				continue
			}
			if err != nil {
				return err
			}
			sum := sha256.Sum256(body)
			a.variants = append(a.variants, variant{s.encoding, `"` + hex.EncodeToString(sum[:12]) + `"`, body})
		}
		all["/"+name] = a
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the web client: %w", err)
	}
	// One page: what it shows stands in the fragment, which is never sent.
	if index, ok := all["/index.html"]; ok {
		all["/"] = index
	}
	return all, nil
}

func isVariant(name string) bool {
	return strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz")
}

// serve answers GET and HEAD for a file.
func (all assets) serve(w http.ResponseWriter, r *http.Request) {
	a, ok := all[r.URL.Path]
	if !ok {
		http.Error(w, "There is no such page here.", http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Cache-Control", a.cacheControl())
	v := a.variants[0]
	if len(a.variants) > 1 {
		h.Set("Vary", "Accept-Encoding")
		v = choose(a.variants, r.Header.Get("Accept-Encoding"))
	}
	if v.encoding != "" {
		h.Set("Content-Encoding", v.encoding)
	}
	h.Set("ETag", v.etag)
	if matches(r.Header.Values("If-None-Match"), v.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(v.body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(v.body)
	}
}

// matches says whether the client has this very content already
// (RFC 9110, 13.1.2).
func matches(ifNoneMatch []string, etag string) bool {
	for item := range strings.SplitSeq(strings.Join(ifNoneMatch, ","), ",") {
		item = strings.TrimPrefix(strings.TrimSpace(item), "W/")
		if item == etag || item == "*" {
			return true
		}
	}
	return false
}

// cacheControl lets a hashed name be kept for ever. The page that names them is
// never kept, or a new version would not be seen; the rest is asked for each time.
func (a *asset) cacheControl() string {
	switch {
	case a.hashed:
		return "public, max-age=31536000, immutable"
	case a.contentType == contentTypes[".html"]:
		return "no-store"
	}
	return "no-cache"
}

// contentTypes are ours to say: the machine's own table may be wrong or absent,
// and nosniff makes a wrong one fatal.
var contentTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/vnd.microsoft.icon",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".map":         "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wav":         "audio/wav",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

func contentType(name string) string {
	if t, ok := contentTypes[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}
