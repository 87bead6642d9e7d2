// Package picture knows what people may show of themselves: small pictures that
// stand still, each called by the hash of what is in it. It knows whose one is by an
// account's id, and nothing of users, of HTTP or of disks.
package picture

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"slices"

	"golang.org/x/image/webp"
)

const (
	// MaxBytes is how large a picture may be, and MaxEdge how wide and how high.
	MaxBytes = 32 << 10
	MaxEdge  = 256
)

// Picture is one that was checked. It is never changed.
type Picture struct {
	// Name is the SHA-256 of the body in lower-case hex.
	Name string
	// Type is the MIME type, by what is in it and not by what somebody said.
	Type string
	Body []byte
}

// format is one kind of picture: how it begins ("?" is any byte), how to read its
// size, and how to leave out of one all that is not seen.
type format struct {
	mime   string
	begins string
	size   func(io.Reader) (image.Config, error)
	bare   func([]byte) ([]byte, error)
}

var formats = []format{
	{"image/png", pngMagic, png.DecodeConfig, barePNG},
	{"image/jpeg", "\xff\xd8\xff", jpeg.DecodeConfig, bareJPEG},
	{"image/webp", "RIFF????WEBPVP8", webp.DecodeConfig, bareWebP},
}

func (f format) fits(body []byte) bool {
	if len(body) < len(f.begins) {
		return false
	}
	for i := range len(f.begins) {
		if f.begins[i] != '?' && f.begins[i] != body[i] {
			return false
		}
	}
	return true
}

// Types lists the MIME types that there may be.
func Types() []string {
	types := make([]string, len(formats))
	for i, f := range formats {
		types[i] = f.mime
	}
	return types
}

// Why a picture is not taken.
var (
	// ErrTooLarge is that it has too many bytes.
	ErrTooLarge = fmt.Errorf("a picture may have %d KB", MaxBytes>>10)
	errBroken   = errors.New("this picture is broken")
	errMoves    = errors.New("this picture moves: it has to stand still")
)

// Check says whether something is a picture that may be shown, and returns it without
// all that is not seen: where it was taken, when, by what, and smaller pictures of what
// was cut off. Of what it shows no more is read than how large it says to be: nothing is
// unpacked, and nothing packed anew.
func Check(body []byte) (Picture, error) {
	if len(body) > MaxBytes {
		return Picture{}, ErrTooLarge
	}
	i := slices.IndexFunc(formats, func(f format) bool { return f.fits(body) })
	if i < 0 {
		return Picture{}, errors.New("this is neither PNG nor JPEG nor WebP")
	}
	size, err := formats[i].size(bytes.NewReader(body))
	switch {
	case err != nil:
		return Picture{}, errBroken
	case size.Width < 1 || size.Height < 1 || size.Width > MaxEdge || size.Height > MaxEdge:
		return Picture{}, fmt.Errorf("this picture has %d × %d points: it may have %d × %d", size.Width, size.Height, MaxEdge, MaxEdge)
	}
	bare, err := formats[i].bare(body)
	if err != nil {
		return Picture{}, err
	}
	sum := sha256.Sum256(bare)
	return Picture{Name: hex.EncodeToString(sum[:]), Type: formats[i].mime, Body: bare}, nil
}

// IsName says whether a picture could be called so.
func IsName(name string) bool {
	if len(name) != hex.EncodedLen(sha256.Size) {
		return false
	}
	for i := range len(name) {
		if c := name[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
