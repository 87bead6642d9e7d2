package webbridge

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"github.com/coder/websocket"

	"linnet/internal/irc"
)

// framing is a WebSocket on a loop of package irc, where nothing may wait. The
// library, which waits by nature, gets to read only whole frames, so that it never
// begins what it cannot end; between two frames it may be told that there is nothing
// yet, and forgets nothing by that. What it writes, which are control frames, is
// collected.
type framing struct {
	ws     *websocket.Conn
	binary bool

	kept    []byte    // has come, and is not used yet: part of a frame, mostly
	frame   []byte    // the one that the library may read
	message io.Reader // that has begun, nil for none
	part    []byte    // of it: what came in frames before
	control []byte    // frames to be written
	isOver  bool      // a close frame was written, and nothing may follow it
}

// errNothingYet says that a read would have to wait.
var errNothingYet = errors.New("nothing yet")

// Read implements io.Reader for the library.
func (f *framing) Read(into []byte) (int, error) {
	if len(f.frame) == 0 {
		return 0, errNothingYet
	}
	n := copy(into, f.frame)
	f.frame = f.frame[n:]
	return n, nil
}

// Write implements io.Writer for the library, which writes a whole frame at a time.
// Of answers that wait for a peer who asks and does not read, the last is enough
// (RFC 6455, 5.5.3).
func (f *framing) Write(frame []byte) (int, error) {
	const room = 1 << 10
	switch {
	case f.isOver || len(frame) == 0:
		return len(frame), nil
	case frame[0]&0x0f == opClose:
		f.isOver = true
	case len(f.control) > room:
		f.control = f.control[:0]
	}
	f.control = append(f.control, frame...)
	return len(frame), nil
}

// Close implements io.Closer for the library: the loop closes.
func (f *framing) Close() error { return nil }

// Input implements irc.Framing.
func (f *framing) Input(data []byte, hears irc.Hearer) (more bool, err error) {
	if len(f.kept) > 0 {
		data = append(f.kept, data...)
	}
	more = true
	for more && err == nil {
		size, isWhole := frameSize(data)
		if !isWhole {
			break
		}
		f.frame, data = data[:size], data[size:]
		more, err = f.take(hears)
	}
	f.frame = nil
	if f.kept = nil; len(data) > 0 && err == nil { // nothing of the loop's buffer may be kept
		f.kept = slices.Clone(data)
	}
	return more, err
}

// take lets the library read one frame, and tells of the message that it ends.
func (f *framing) take(hears irc.Hearer) (more bool, err error) {
	if f.message == nil {
		_, f.message, err = f.ws.Reader(context.Background())
	}
	if err == nil {
		more, err = f.read(hears)
	}
	switch {
	case errors.Is(err, errNothingYet): // it was a control frame, or the message goes on
		return hears.Frame(), nil
	case isProperEnd(err):
		err = io.EOF
	case err != nil && !f.isOver: // the library says nothing about a frame without a mask
		f.end(websocket.StatusProtocolError)
	}
	return more, err
}

// end writes the last frame.
func (f *framing) end(why websocket.StatusCode) {
	f.isOver = true
	f.control = appendHeader(f.control, opClose, 2)
	f.control = binary.BigEndian.AppendUint16(f.control, uint16(why)) //nolint:gosec // it has four digits
}

// read reads on in the message that has begun, as far as its frames have come.
func (f *framing) read(hears irc.Hearer) (more bool, err error) {
	m := messages.Get().(*message)
	defer messages.Put(m)
	n := copy(m[:], f.part)
	for err == nil {
		var read int
		read, err = f.message.Read(m[min(n, maxMessage+1):]) // what is over that is not needed
		n += read
	}
	isTooLong := n > maxMessage
	n = min(n, maxMessage+1)
	if !errors.Is(err, io.EOF) {
		f.part = slices.Clone(m[:n])
		return false, err
	}
	f.message, f.part = nil, nil
	if isTooLong {
		return hears.TooLong(), nil
	}
	return hears.Line(trimEnd(m[:n])), nil
}

// Output implements irc.Framing.
func (f *framing) Output(out, lines []byte, bye bool) []byte {
	out = append(out, f.control...)
	f.control = nil
	if f.isOver {
		return out
	}
	out = appendFrames(out, lines, f.binary)
	if bye {
		f.end(websocket.StatusNormalClosure)
		out = append(out, f.control...)
		f.control = nil
	}
	return out
}

// Speaks implements irc.Framing.
func (f *framing) Speaks() bool { return len(f.control) > 0 }

// Closed implements irc.Framing.
func (f *framing) Closed() { _ = f.ws.CloseNow() }
