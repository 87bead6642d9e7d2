package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
)

const pngMagic = "\x89PNG\r\n\x1a\n"

// shownPNG are the chunks that are seen: the points, their colours, and how those are
// meant (PNG third edition, 5.6). A profile of a screen (iCCP) is not among them: it
// may tell whose screen.
var shownPNG = []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "cICP"}

// barePNG returns a PNG without the chunks that are not seen, and without what follows
// its end. Chunks are told whole, with their sums.
func barePNG(body []byte) ([]byte, error) {
	bare := append(make([]byte, 0, len(body)), pngMagic...)
	rest := body[len(pngMagic):]
	for {
		if len(rest) < 12 {
			return nil, errBroken
		}
		size := uint64(binary.BigEndian.Uint32(rest))
		if size > uint64(len(rest)-12) {
			return nil, errBroken
		}
		kind, data, chunk := string(rest[4:8]), rest[8:8+size], rest[:12+size]
		rest = rest[len(chunk):]
		switch {
		case slices.Contains(shownPNG, kind):
			bare = append(bare, chunk...)
		case kind == "acTL":
			return nil, errMoves
		case kind == "eXIf":
			if turned := turnedOnly(data); turned != nil {
				bare = appendPNGChunk(bare, kind, turned)
			}
		case kind[0]&0x20 == 0: // who does not know it cannot show the picture (5.4)
			return nil, errBroken
		}
		if kind == "IEND" {
			return bytes.Clone(bare), nil
		}
	}
}

func appendPNGChunk(b []byte, kind string, data []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
	summed := len(b)
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[summed:]))
}
