package picture

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func pngOf(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// webpOf is a lossless WebP of one colour (RFC 9649, 3.4), with a chunk before it.
func webpOf(width, height int, before ...byte) []byte {
	bits := uint32(width-1) | uint32(height-1)<<14
	data := append([]byte{0x2f}, binary.LittleEndian.AppendUint32(nil, bits)...)
	data = append(data, 0x88, 0x88, 0x08) // no transform, no cache, no groups; codes of one symbol each
	chunk := append([]byte("VP8L"), binary.LittleEndian.AppendUint32(nil, uint32(len(data)))...)
	body := append(append([]byte("WEBP"), before...), append(chunk, data...)...)
	return append(append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(body)))...), body...)
}

// extended is a VP8X chunk with some flags (RFC 9649, 2.7.1).
func extended(flags byte, width, height int) []byte {
	chunk := []byte("VP8X\x0a\x00\x00\x00")
	size := func(n int) []byte { return []byte{byte(n - 1), byte((n - 1) >> 8), byte((n - 1) >> 16)} }
	return append(append(append(chunk, flags, 0, 0, 0), size(width)...), size(height)...)
}

// moving is a PNG that says it moves (acTL).
func moving(t *testing.T) []byte {
	t.Helper()
	body := pngOf(t, 8, 8)
	chunk := []byte("acTL\x00\x00\x00\x02\x00\x00\x00\x00")
	whole := append(binary.BigEndian.AppendUint32(nil, 8), chunk...)
	whole = binary.BigEndian.AppendUint32(whole, crc32.ChecksumIEEE(chunk))
	const header = 8 + 25
	return append(append(bytes.Clone(body[:header]), whole...), body[header:]...)
}

func TestCheckTakesSmallPictures(t *testing.T) {
	for name, body := range map[string][]byte{
		"image/png": pngOf(t, 256, 256), "image/jpeg": jpegOf(t, 128, 128), "image/webp": webpOf(128, 128),
	} {
		p, err := Check(body)
		if err != nil || p.Type != name || !IsName(p.Name) {
			t.Errorf("%s: %+v %v", name, p, err)
		}
	}
	one, err := Check(webpOf(64, 64, extended(0x10, 64, 64)...))
	if err != nil {
		t.Errorf("a WebP in the extended format: %v", err)
	}
	two, _ := Check(pngOf(t, 8, 8))
	if one.Name == two.Name {
		t.Error("two pictures have one name")
	}
}

func TestCheckRefuses(t *testing.T) {
	gif, _ := base64.StdEncoding.DecodeString("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
	for name, row := range map[string]struct {
		body []byte
		want string
	}{
		"nothing":             {nil, "neither"},
		"a page":              {[]byte("<!doctype html><script>alert(1)</script>"), "neither"},
		"an SVG":              {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "neither"},
		"a GIF":               {gif, "neither"},
		"the magic alone":     {[]byte("\x89PNG\r\n\x1a\n"), "broken"},
		"the magic of a JPEG": {[]byte("\xff\xd8\xff"), "broken"},
		"the magic of a WebP": {[]byte("RIFF\x0c\x00\x00\x00WEBPVP8X"), "broken"},
		"a RIFF that is none": {[]byte("RIFF\x04\x00\x00\x00WAVEfmt "), "neither"},
		"a page behind magic": {[]byte("\x89PNG\r\n\x1a\n<script>alert(1)</script>"), "broken"},
		"half a header":       {pngOf(t, 8, 8)[:20], "broken"},
		"too wide":            {pngOf(t, 257, 8), "257 × 8"},
		"too high":            {jpegOf(t, 8, 257), "8 × 257"},
		"a huge WebP":         {webpOf(16384, 16384), "16384 × 16384"},
		"a huge canvas":       {webpOf(8, 8, extended(0, 1<<14, 1<<14)...), "16384"},
		"a moving PNG":        {moving(t), "moves"},
		"a moving WebP":       {webpOf(8, 8, extended(0x02, 8, 8)...), "moves"},
		"too many bytes":      {append(pngOf(t, 8, 8), make([]byte, MaxBytes)...), "32 KB"},
	} {
		if p, err := Check(row.body); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %+v %v, expected %q", name, p, err, row.want)
		}
	}
}

func TestIsName(t *testing.T) {
	good := strings.Repeat("0a", 32)
	if !IsName(good) {
		t.Errorf("%q is none", good)
	}
	for _, name := range []string{"", "..", good[1:], good + "0", strings.ToUpper(good), "../" + good[3:], good[:63] + "/", good[:63] + "\x00", good[:60] + "%2e."} {
		if IsName(name) {
			t.Errorf("%q is one", name)
		}
	}
}

// Whatever a stranger brings, it is taken or refused, and what is taken is what it
// says to be, shows what was brought, and is the same if it is brought again.
func FuzzCheck(f *testing.F) {
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Add(webpOf(8, 8))
	f.Add(webpOf(8, 8, extended(0x12, 8, 8)...))
	f.Add([]byte("RIFF\x0c\x00\x00\x00WEBPVP8X"))
	f.Add([]byte("\xff\xd8\xff\xc0\x00\x11\x08\x00\x08\x00\x08\x03"))
	for _, name := range []string{"camera.png", "camera.jpg", "camera.webp"} {
		body, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if _, err := Check(body); err != nil {
			return
		}
		p := mustCheck(t, body)
		if len(body) > MaxBytes || !IsName(p.Name) {
			t.Fatalf("taken: %+v", p)
		}
		size, kind, err := image.DecodeConfig(bytes.NewReader(p.Body))
		if err != nil || "image/"+kind != p.Type || size.Width > MaxEdge || size.Height > MaxEdge {
			t.Fatalf("%s: %v %s %v", p.Type, size, kind, err)
		}
	})
}
