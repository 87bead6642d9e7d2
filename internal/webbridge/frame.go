package webbridge

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// Opcodes of a frame (RFC 6455, 5.2).
const (
	opText   = 0x1
	opBinary = 0x2
	opClose  = 0x8
)

// appendFrames appends a frame for each line: without its CR LF, which is not
// part of a message (IRCv3 websocket), unmasked, as a server's are.
func appendFrames(out, lines []byte, isBinary bool) []byte {
	for len(lines) > 0 {
		line := lines
		if end := bytes.IndexByte(lines, '\n'); end >= 0 {
			line = lines[:end]
		}
		lines = lines[min(len(line)+1, len(lines)):]
		line = bytes.TrimSuffix(line, []byte{'\r'})
		op := byte(opBinary)
		if !isBinary {
			op = opText
			// A browser closes the connection on a text that is not UTF-8.
			if !utf8.Valid(line) {
				line = bytes.ToValidUTF8(line, []byte("\uFFFD"))
			}
		}
		out = appendHeader(out, op, len(line))
		out = append(out, line...)
	}
	return out
}

// appendHeader appends the header of a frame that is a whole message.
func appendHeader(out []byte, op byte, size int) []byte {
	const fin = 0x80
	out = append(out, fin|op)
	switch {
	case size <= 125:
		return append(out, byte(size))
	case size <= 0xffff:
		return binary.BigEndian.AppendUint16(append(out, 126), uint16(size))
	default:
		return binary.BigEndian.AppendUint64(append(out, 127), uint64(size))
	}
}

// frameSize returns how many bytes the frame takes that data begins with, its header
// included, and whether so many are there. Of one that is longer than any message may
// be, only so much counts that the library sees it.
func frameSize(data []byte) (size int, isWhole bool) {
	const masked = 0x80
	if len(data) < 2 {
		return 0, false
	}
	size = 2
	payload := uint64(data[1] &^ masked)
	switch payload {
	case 126:
		if size += 2; len(data) < size {
			return 0, false
		}
		payload = uint64(binary.BigEndian.Uint16(data[2:]))
	case 127:
		if size += 8; len(data) < size {
			return 0, false
		}
		payload = binary.BigEndian.Uint64(data[2:])
	}
	if data[1]&masked != 0 {
		size += 4
	}
	size += int(min(payload, readLimit+1)) //nolint:gosec // it is small
	return size, len(data) >= size
}

// trimEnd takes one line's end off.
func trimEnd(line []byte) []byte {
	line = bytes.TrimSuffix(line, []byte{'\n'})
	return bytes.TrimSuffix(line, []byte{'\r'})
}
