package webbridge

import (
	"errors"
	"io"
	"sync"
)

// Sizes of a message from a client.
const (
	// maxMessage holds the longest line there is: 4,096 bytes of tags, 510 of
	// the rest, and the CR LF that some clients send though they must not.
	maxMessage = 4096 + 510 + 2
	// readLimit bounds what is read and thrown away in order to say that a line
	// was too long. Past it the connection is closed with status 1009.
	readLimit = 16 << 10
)

// message is room for one, and for some of what is over.
type message [maxMessage + 1 + 1<<10]byte

var messages = sync.Pool{New: func() any { return new(message) }}

// hand gives one message to the session, as the one line that it is. The buffer
// is taken when the message has begun to come, and given back here.
//
// What a line may hold is for the session to judge: bytes that are not UTF-8 are
// answered (UTF8ONLY), where RFC 6455 would have a text frame end the
// connection; a CR or LF inside makes it no message.
func (c *conn) hand(r io.Reader) (more bool, err error) {
	m := messages.Get().(*message)
	defer messages.Put(m)
	buf := m[:maxMessage]
	n, err := io.ReadFull(r, buf)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return c.session.Line(trimEnd(buf[:n])), nil
	case err != nil:
		return false, err
	}
	rest, err := io.Copy(io.Discard, r)
	if err != nil {
		return false, err
	}
	if rest > 0 {
		return c.session.TooLong(), nil
	}
	return c.session.Line(trimEnd(buf)), nil
}
