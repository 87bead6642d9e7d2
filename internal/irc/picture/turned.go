package picture

import (
	"bytes"
	"encoding/binary"
)

// exifPrefix is what stands before Exif in a JPEG, and by mistake elsewhere.
const exifPrefix = "Exif\x00\x00"

const (
	tagOrientation = 0x0112
	typeShort      = 3
)

// turnedOnly returns Exif in which nothing stands but which side of a picture is up,
// as that of another says; nil if it says nothing, or that all is as it should be. A
// camera that was held upright tells so there and nowhere else, so without it faces
// would lie on their sides.
func turnedOnly(exif []byte) []byte {
	side := orientation(bytes.TrimPrefix(exif, []byte(exifPrefix)))
	if side < 2 || side > 8 {
		return nil
	}
	// A header, one directory of one entry, and no other behind it (TIFF 6.0, section 2).
	return []byte{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, typeShort, 0, 0, 0, 1, 0, byte(side), 0, 0, 0, 0, 0, 0}
}

// orientation finds the tag of that name in the first directory of a TIFF, 0 if there
// is none.
func orientation(tiff []byte) uint16 {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	switch string(tiff[:4]) {
	case "MM\x00*":
	case "II*\x00":
		order = binary.LittleEndian
	default:
		return 0
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12+4 { // behind the last one is where the next directory would be
			break
		}
		if order.Uint16(entries) == tagOrientation && order.Uint16(entries[2:]) == typeShort {
			return order.Uint16(entries[8:])
		}
		entries = entries[12:]
	}
	return 0
}
