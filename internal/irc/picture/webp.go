package picture

import (
	"bytes"
	"encoding/binary"

	"golang.org/x/image/webp"
)

// Flags of the extended format of WebP (RFC 9649, 2.7.1), and where they stand.
const (
	webpFlags                             = 20
	webpMoves, webpTurned, webpAlpha byte = 0x02, 0x08, 0x10
)

// bareWebP returns a WebP without the chunks that are not seen, and without what
// follows its end.
func bareWebP(body []byte) ([]byte, error) {
	size := uint64(binary.LittleEndian.Uint32(body[4:]))
	if size < 4 || size > uint64(len(body)-8) {
		return nil, errBroken
	}
	bare := append(make([]byte, 0, len(body)), body[:12]...)
	rest, isExtended, hasPoints := body[12:8+size], false, false
	for len(rest) > 0 {
		if len(rest) < 8 {
			return nil, errBroken
		}
		kind, size := string(rest[:4]), uint64(binary.LittleEndian.Uint32(rest[4:]))
		if size+size%2 > uint64(len(rest)-8) {
			return nil, errBroken
		}
		data := rest[8 : 8+size]
		rest = rest[8+size+size%2:]
		switch kind {
		case "VP8X":
			if len(bare) > 12 || size != 10 {
				return nil, errBroken
			}
			if isExtended = true; data[0]&webpMoves != 0 {
				return nil, errMoves
			}
			bare = appendWebPChunk(bare, kind, append([]byte{data[0] & webpAlpha, 0, 0, 0}, data[4:]...))
		case "VP8 ", "VP8L":
			if hasPoints || !isSmallWebP(kind, data) {
				return nil, errBroken
			}
			hasPoints = true
			bare = appendWebPChunk(bare, kind, data)
		case "ALPH":
			bare = appendWebPChunk(bare, kind, data)
		case "EXIF":
			if turned := turnedOnly(data); turned != nil && isExtended && bare[webpFlags]&webpTurned == 0 {
				bare[webpFlags] |= webpTurned
				bare = appendWebPChunk(bare, kind, turned)
			}
		}
	}
	if !hasPoints {
		return nil, errBroken
	}
	binary.LittleEndian.PutUint32(bare[4:], uint32(len(bare)-8))
	return bare, nil
}

// isSmallWebP says whether the points of a WebP are no more than there may be, whatever
// the header before them says.
func isSmallWebP(kind string, data []byte) bool {
	alone := appendWebPChunk([]byte("RIFF\x00\x00\x00\x00WEBP"), kind, data)
	binary.LittleEndian.PutUint32(alone[4:], uint32(len(alone)-8))
	size, err := webp.DecodeConfig(bytes.NewReader(alone))
	return err == nil && size.Width <= MaxEdge && size.Height <= MaxEdge
}

func appendWebPChunk(b []byte, kind string, data []byte) []byte {
	b = binary.LittleEndian.AppendUint32(append(b, kind...), uint32(len(data)))
	b = append(b, data...)
	if len(data)%2 == 1 {
		b = append(b, 0)
	}
	return b
}
