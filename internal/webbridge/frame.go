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
func appendFrames(out []byte, lines [][]byte, isBinary bool) []byte {
	for _, line := range lines {
		line = trimEnd(line)
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

// trimEnd takes one line's end off.
func trimEnd(line []byte) []byte {
	line = bytes.TrimSuffix(line, []byte{'\n'})
	return bytes.TrimSuffix(line, []byte{'\r'})
}
