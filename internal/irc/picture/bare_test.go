package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"testing"

	_ "golang.org/x/image/webp"
)

// secret is what nobody meant to tell.
const secret = "the garden gate"

// mustCheck takes a picture that must be one, and holds that what is kept of it shows
// the same, is called as it should be, and is not made barer by being brought again.
func mustCheck(t *testing.T, body []byte) Picture {
	t.Helper()
	p, err := Check(body)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Body) > len(body) {
		t.Errorf("%d bytes became %d", len(body), len(p.Body))
	}
	again, err := Check(p.Body)
	if err != nil || again.Name != p.Name || !bytes.Equal(again.Body, p.Body) {
		t.Errorf("brought again: %v, %d bytes became %d", err, len(p.Body), len(again.Body))
	}
	before, _, err := image.Decode(bytes.NewReader(body))
	if err != nil { // a browser may show what Go does not
		return p
	}
	after, _, err := image.Decode(bytes.NewReader(p.Body))
	if err != nil {
		t.Fatalf("it can't be shown any more: %v", err)
	}
	if !isSame(before, after) {
		t.Error("it does not look as before")
	}
	return p
}

func isSame(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r, g, bl, al := a.At(x, y).RGBA()
			r2, g2, bl2, al2 := b.At(x, y).RGBA()
			if r != r2 || g != g2 || bl != bl2 || al != al2 {
				return false
			}
		}
	}
	return true
}

// The files are as a camera's, written by other programs: with a place in their Exif,
// a comment and XMP, and held upright. The JPEG is progressive, with restarts; the WebP
// has an alpha channel.
func TestCheckLeavesOutWhatACameraTells(t *testing.T) {
	for _, kind := range []string{"png", "jpg", "webp"} {
		t.Run(kind, func(t *testing.T) {
			body, err := os.ReadFile(filepath.Join("testdata", "camera."+kind))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(body, []byte(secret)) {
				t.Fatal("there was nothing to leave out")
			}
			p := mustCheck(t, body)
			for _, told := range []string{secret, "xmp", "Photoshop"} {
				if bytes.Contains(p.Body, []byte(told)) {
					t.Errorf("it still tells %q", told)
				}
			}
			if turned := sideOf(p); turned != 6 {
				t.Errorf("the side that is up is told as %d, expected 6", turned)
			}
		})
	}
}

// sideOf finds the only Exif of a picture that may be in one.
func sideOf(p Picture) uint16 {
	at := bytes.Index(p.Body, []byte("MM\x00*"))
	if at < 0 {
		return 0
	}
	return orientation(p.Body[at:])
}

// exifOf is Exif in some order of bytes: a maker, which side is up, a pointer to a
// place, and that place.
func exifOf(order binary.AppendByteOrder, magic string, side uint16) []byte {
	b := order.AppendUint32([]byte(magic), 8)
	b = order.AppendUint16(b, 3)
	for _, e := range []struct {
		tag, kind uint16
		count     uint32
		value     []byte
	}{
		{0x010f, 2, uint32(len(secret)), order.AppendUint32(nil, 50)},
		{tagOrientation, typeShort, 1, order.AppendUint16(order.AppendUint16(nil, side), 0)},
		{0x8825, 4, 1, order.AppendUint32(nil, 50)},
	} {
		b = order.AppendUint16(order.AppendUint16(b, e.tag), e.kind)
		b = append(order.AppendUint32(b, e.count), e.value...)
	}
	return append(order.AppendUint32(b, 0), secret...)
}

func bigExif(side uint16) []byte    { return exifOf(binary.BigEndian, "MM\x00*", side) }
func littleExif(side uint16) []byte { return exifOf(binary.LittleEndian, "II*\x00", side) }

// hides returns one picture of each kind with something in every place of it that is
// not seen.
func hides(t *testing.T, exif []byte) map[string][]byte {
	t.Helper()
	hidden := []byte(secret)

	plain := pngOf(t, 24, 16)
	const header = len(pngMagic) + 25
	hiding := bytes.Clone(plain[:header])
	for _, kind := range []string{"tEXt", "zTXt", "iTXt", "iCCP", "tIME", "pHYs", "sPLT", "caBX", "prVt"} {
		hiding = appendPNGChunk(hiding, kind, hidden)
	}
	hiding = append(appendPNGChunk(hiding, "eXIf", exif), plain[header:]...)

	photo := jpegOf(t, 24, 16)
	shot := bytes.Clone(photo[:2])
	shot = appendSegment(shot, jpegAPP0, append([]byte("JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x02\x02"), hidden[:12]...))
	shot = appendSegment(shot, jpegAPP0, append([]byte("JFXX\x00\x10"), hidden...))
	shot = appendSegment(shot, jpegAPP1, append([]byte(exifPrefix), exif...))
	shot = appendSegment(shot, jpegAPP1, append([]byte("http://ns.adobe.com/xap/1.0/\x00"), hidden...))
	for _, marker := range []byte("\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xfe") { // APP2 to APP15, and a comment
		shot = append(appendSegment(shot, marker, hidden), 0xff, 0xff)
	}
	shot = append(shot, photo[2:]...)

	lossless := webpOf(24, 16)
	told := appendWebPChunk(nil, "ICCP", hidden)
	points := lossless[12:]
	after := appendWebPChunk(appendWebPChunk(appendWebPChunk(nil, "EXIF", exif), "XMP ", hidden), "any?", hidden)
	still := append(append(append(append([]byte("WEBP"), extended(0x2c, 24, 16)...), told...), points...), after...)
	still = append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(still))), still...)

	all := map[string][]byte{"image/png": hiding, "image/jpeg": shot, "image/webp": still}
	for kind, body := range all {
		all[kind] = append(body, hidden...) // behind its end
	}
	return all
}

func TestCheckLeavesOutAllThatIsNotSeen(t *testing.T) {
	for name, exif := range map[string][]byte{"Exif of one order": bigExif(1), "of the other": littleExif(1), "of none": []byte(secret)} {
		for kind, body := range hides(t, exif) {
			t.Run(kind+" "+name, func(t *testing.T) {
				p := mustCheck(t, body)
				for n := 6; n <= len(secret); n++ {
					if bytes.Contains(p.Body, []byte(secret[:n])) {
						t.Fatalf("it still tells %q", secret[:n])
					}
				}
				if p.Type != kind || bytes.Contains(p.Body, []byte("Exif")) || bytes.Contains(p.Body, []byte("eXIf")) || bytes.Contains(p.Body, []byte("EXIF")) {
					t.Errorf("%s: %q", p.Type, p.Body)
				}
			})
		}
	}
}

// What shows the same is the same picture, whatever else it told.
func TestCheckKnowsAPictureByWhatItShows(t *testing.T) {
	one, other := hides(t, bigExif(1)), hides(t, littleExif(0))
	for kind, body := range one {
		if a, b := mustCheck(t, body), mustCheck(t, other[kind]); a.Name != b.Name {
			t.Errorf("%s: %s and %s", kind, a.Name, b.Name)
		}
	}
}

func TestCheckKeepsWhichSideIsUp(t *testing.T) {
	for side := range uint16(10) {
		for order, exif := range map[string][]byte{"big": bigExif(side), "little": littleExif(side)} {
			for kind, body := range hides(t, exif) {
				p := mustCheck(t, body)
				want := side
				if side < 2 || side > 8 {
					want = 0
				}
				if got := sideOf(p); got != want || bytes.Contains(p.Body, []byte(secret[:6])) {
					t.Errorf("%s, %s endian, side %d: told as %d", kind, order, side, got)
				}
			}
		}
	}
}

func TestOrientationOfBrokenExif(t *testing.T) {
	whole := bigExif(6)
	for n := range whole {
		if side := orientation(whole[:n]); side != 0 && side != 6 {
			t.Errorf("%d bytes of it say %d", n, side)
		}
	}
	far := slices.Concat([]byte("MM\x00*\xff\xff\xff\xff"), whole[8:])

	for name, exif := range map[string][]byte{"a directory far away": far, "of no order": append([]byte("XX"), whole[2:]...)} {
		if side := orientation(exif); side != 0 {
			t.Errorf("%s says %d", name, side)
		}
	}
}

// What says how the points are meant stays.
func TestCheckKeepsColours(t *testing.T) {
	plain := pngOf(t, 24, 16)
	const header = len(pngMagic) + 25
	meant := bytes.Clone(plain[:header])
	for kind, size := range map[string]int{"gAMA": 4, "cHRM": 32, "sRGB": 1, "cICP": 4} {
		meant = appendPNGChunk(meant, kind, make([]byte, size))
	}
	meant = append(meant, plain[header:]...)
	if p := mustCheck(t, meant); !bytes.Equal(p.Body, meant) {
		t.Errorf("%q became %q", meant, p.Body)
	}

	// Three colours that are red, green and blue, and not Y, Cb and Cr, only by the segment.
	photo := jpegOfColours(t)
	adobe := append(appendSegment(bytes.Clone(photo[:2]), jpegAPP14, []byte("Adobe\x00\x65\x80\x00\x00\x00\x00"+secret)), photo[2:]...)
	p := mustCheck(t, adobe)
	if bytes.Contains(p.Body, []byte(secret)) {
		t.Error("it tells more than the colours")
	}
	asRGB, err := jpeg.Decode(bytes.NewReader(p.Body))
	if err != nil {
		t.Fatal(err)
	}
	if asYCbCr, _ := jpeg.Decode(bytes.NewReader(photo)); isSame(asRGB, asYCbCr) {
		t.Error("the segment says nothing")
	}
}

func jpegOfColours(t *testing.T) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 16, 16))
	for i := range m.Pix {
		m.Pix[i] = byte(i * 37)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What ends too early is not kept: nobody would see all of it.
func TestCheckRefusesHalfPictures(t *testing.T) {
	for _, kind := range []string{"png", "jpg", "webp"} {
		body, err := os.ReadFile(filepath.Join("testdata", "camera."+kind))
		if err != nil {
			t.Fatal(err)
		}
		whole := mustCheck(t, body).Body
		for n := range whole {
			if p, err := Check(whole[:n]); err == nil && !bytes.Equal(p.Body, whole) {
				t.Fatalf("%s: %d of %d bytes were taken, as %d", kind, n, len(whole), len(p.Body))
			}
		}
	}
	plain := pngOf(t, 8, 8)
	strange := append(appendPNGChunk(bytes.Clone(plain[:33]), "CgBI", nil), plain[33:]...)
	twice := webpOf(8, 8, append(extended(0, 8, 8), extended(0, 8, 8)...)...)
	two := webpOf(8, 8, webpOf(8, 8)[12:]...)
	short := append(appendSegment([]byte("\xff\xd8"), jpegAPP0, []byte("JFIF\x00\x01\x02")), jpegOf(t, 8, 8)[2:]...)
	bomb := webpOf(16384, 16384, extended(0, 8, 8)...)
	for name, body := range map[string][]byte{"a huge WebP under a small header": bomb, "a PNG that few can show": strange, "two headers": twice, "two pictures": two, "a short JFIF": short} {
		if p, err := Check(body); err == nil {
			t.Errorf("%s was taken: %q", name, p.Body)
		}
	}
}

// A page that browsers might take for one is none: what is not the picture is gone.
func TestCheckLeavesNoPageBehindAPicture(t *testing.T) {
	page := []byte("<script>alert(1)</script>")
	for kind, body := range map[string][]byte{"png": pngOf(t, 8, 8), "jpg": jpegOf(t, 8, 8), "webp": webpOf(8, 8)} {
		p := mustCheck(t, slices.Concat(body, page))
		if bytes.Contains(p.Body, []byte("script")) {
			t.Errorf("%s: %s", kind, fmt.Sprintf("%q", p.Body))
		}
	}
}
