package picture

import (
	"bytes"
	"encoding/binary"
)

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	jpegSOI, jpegEOI, jpegSOS = 0xd8, 0xd9, 0xda
	jpegAPP0, jpegAPP1        = 0xe0, 0xe1
	jpegAPP14                 = 0xee
)

// jfif says what the colours are (T.871, 10.1), and that there is no smaller picture.
const (
	jfifPrefix = "JFIF\x00"
	jfif       = jfifPrefix + "\x01\x01\x00\x00\x01\x00\x01\x00\x00"
)

// bareJPEG returns a JPEG without what programs and cameras have told in it, without
// the smaller pictures in it, and without what follows its end: of the segments that
// are not seen only what says how to show the others stays, and that is written anew.
func bareJPEG(body []byte) ([]byte, error) {
	bare := append(make([]byte, 0, len(body)), body[:2]...)
	rest := body[2:]
	for {
		marker, after, err := nextMarker(rest)
		if err != nil {
			return nil, err
		}
		if marker == jpegEOI {
			return bytes.Clone(append(bare, 0xff, jpegEOI)), nil
		}
		if len(after) < 2 {
			return nil, errBroken
		}
		size := int(binary.BigEndian.Uint16(after))
		if size < 2 || size > len(after) {
			return nil, errBroken
		}
		data, ahead := after[2:size], after[size:]
		if marker == jpegAPP0 && bytes.HasPrefix(data, []byte(jfifPrefix)) && len(data) < len(jfif) {
			return nil, errBroken
		}
		bare = appendSegment(bare, marker, shownOf(marker, data))
		if marker == jpegSOS {
			points := scanLength(ahead)
			bare, ahead = append(bare, ahead[:points]...), ahead[points:]
		}
		rest = ahead
	}
}

// nextMarker reads a marker, before which may stand any number of 0xff (B.1.1.2).
func nextMarker(b []byte) (marker byte, after []byte, err error) {
	if len(b) < 2 || b[0] != 0xff {
		return 0, nil, errBroken
	}
	for len(b) > 0 && b[0] == 0xff {
		b = b[1:]
	}
	if len(b) == 0 || b[0] < 0xc0 || b[0] == jpegSOI || isRestart(b[0]) {
		return 0, nil, errBroken
	}
	return b[0], b[1:], nil
}

func isRestart(marker byte) bool { return marker >= 0xd0 && marker <= 0xd7 }

// scanLength is how far the points of one scan go: up to a marker that is none of
// theirs.
func scanLength(b []byte) int {
	for i := 0; i+1 < len(b); i++ {
		if b[i] == 0xff && b[i+1] != 0 && b[i+1] != 0xff && !isRestart(b[i+1]) {
			return i
		}
	}
	return len(b)
}

// shownOf is what stays of a segment, nil if none of it does. What is neither the
// picture nor an application's is of no version of JPEG that browsers show.
func shownOf(marker byte, data []byte) []byte {
	switch {
	case marker == jpegAPP0 && bytes.HasPrefix(data, []byte(jfifPrefix)):
		return []byte(jfif)
	case marker == jpegAPP1:
		if turned := turnedOnly(data); turned != nil {
			return append([]byte(exifPrefix), turned...)
		}
	case marker == jpegAPP14 && len(data) >= 12 && bytes.HasPrefix(data, []byte("Adobe")):
		// So does this, in its last byte (T.872, 6.5.3).
		return append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), data[11])
	case marker < jpegAPP0:
		return data
	}
	return nil
}

func appendSegment(b []byte, marker byte, data []byte) []byte {
	if data == nil {
		return b
	}
	b = binary.BigEndian.AppendUint16(append(b, 0xff, marker), uint16(len(data)+2))
	return append(b, data...)
}
