package webbridge

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

func TestFrameSize(t *testing.T) {
	body := strings.Repeat("x", 1<<16)
	for name, tt := range map[string]struct {
		data  string
		size  int
		whole bool
	}{
		"nothing":              {"", 0, false},
		"half a head":          {"\x81", 0, false},
		"empty":                {"\x81\x00", 2, true},
		"masked":               {"\x81\x82mmmmhi", 8, true},
		"more behind":          {"\x81\x82mmmmhi\x81", 8, true},
		"not whole":            {"\x81\x82mmmmh", 8, false},
		"two-byte length":      {"\x81\xfe\x00\x7emmmm" + body[:126], 134, true},
		"half a length":        {"\x81\xfe\x00", 0, false},
		"longest":              {"\x81\xfe\x40\x00mmmm" + body[:readLimit], 8 + readLimit, true},
		"over the limit":       {"\x81\xfe\xff\xffmmmm" + body[:readLimit+1], 8 + readLimit + 1, true},
		"eight-byte length":    {"\x81\xff\x00\x00\x00\x00\x00\x01\x00\x00mmmm" + body, 14 + readLimit + 1, true},
		"longest of all":       {"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xffmmmm" + body, 14 + readLimit + 1, true},
		"half of eight length": {"\x81\xff\x00\x00\x00\x00\x00\x01\x00", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			size, whole := frameSize([]byte(tt.data))
			if whole != tt.whole || whole && size != tt.size {
				t.Errorf("%d %v, want %d %v", size, whole, tt.size, tt.whole)
			}
		})
	}
}

// answerer is an http.ResponseWriter whose connection is a framing's.
type answerer struct {
	*httptest.ResponseRecorder
	beneath *beneath
}

func (a *answerer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return a.beneath, bufio.NewReadWriter(bufio.NewReaderSize(a.beneath, readBuffer), bufio.NewWriterSize(a.beneath, controlBuffer)), nil
}

// newFraming opens a WebSocket without a network.
func newFraming(t testing.TB) *framing {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/ws", nil)
	for name, value := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
	} {
		r.Header.Set(name, value)
	}
	w := &answerer{httptest.NewRecorder(), &beneath{}}
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		t.Fatal(err)
	}
	ws.SetReadLimit(readLimit)
	f := &framing{ws: ws}
	w.beneath.carrier = f
	t.Cleanup(f.Closed)
	return f
}

// ear writes down what it hears; it may want each line to be waited for.
type ear struct {
	heard  []string
	frames int // that were no lines
	isSlow bool
}

func (e *ear) Line(raw []byte) bool {
	e.heard = append(e.heard, string(raw))
	return !e.isSlow
}

func (e *ear) TooLong() bool { return e.Line([]byte("(too long)")) }

func (e *ear) Frame() bool {
	e.frames++
	return !e.isSlow
}

// hear gives a new framing some bytes, so many at a time, and returns what comes of it.
func hear(t testing.TB, data []byte, each int, isSlow bool) (heard []string, said string, err error) {
	t.Helper()
	f, e := newFraming(t), &ear{isSlow: isSlow}
	for piece := range slices.Chunk(data, each) {
		shared := slices.Clone(piece) // it is the loop's, and written over
		var more bool
		for more, err = f.Input(shared, e); !more && err == nil; more, err = f.Input(nil, e) {
			clear(shared)
		}
		clear(shared)
		if err != nil {
			break
		}
	}
	said = string(f.Output(nil, nil, false))
	return e.heard, said, err
}

// clientFrame makes a client's frame. Its mask changes every byte.
func clientFrame(head byte, text string) []byte {
	mask := []byte{1, 2, 3, 4}
	out := appendHeader(nil, 0, len(text))
	out[0] = head
	out[1] |= 0x80
	out = append(out, mask...)
	for i := range len(text) {
		out = append(out, text[i]^mask[i%4])
	}
	return out
}

// However the bytes come, and whether the session is held after each line, the same
// is heard and said.
func TestFraming(t *testing.T) {
	const fin = 0x80
	long, tooLong := strings.Repeat("l", maxMessage), strings.Repeat("l", maxMessage+1)
	for name, tt := range map[string]struct {
		frames []string
		heard  []string
		said   string
		err    string
	}{
		"lines": {
			[]string{frame(fin|opText, "PING a\r\n"), frame(fin|opBinary, "PING b"), frame(fin|opText, "")},
			[]string{"PING a", "PING b", ""}, "", "<nil>",
		},
		"a long line":  {[]string{frame(fin|opText, long)}, []string{long}, "", "<nil>"},
		"too long":     {[]string{frame(fin|opText, tooLong), frame(fin|opText, "b")}, []string{"(too long)", "b"}, "", "<nil>"},
		"as it may be": {[]string{frame(fin|opText, strings.Repeat("x", readLimit))}, []string{"(too long)"}, "", "<nil>"},
		"much too long": {
			[]string{frame(fin|opText, strings.Repeat("x", readLimit+1)), frame(fin|opText, "b")},
			nil, "\x88\x1d\x03\xf1read limited at 16385 bytes", "failed to read: websocket: message too big",
		},
		"in fragments, with a ping between": {
			[]string{frame(opText, "PI"), frame(0, ""), frame(fin|opPing, "you?"), frame(0, "NG "), frame(fin, "a"), frame(fin|opText, "b")},
			[]string{"PING a", "b"}, "\x8a\x04you?", "<nil>",
		},
		"too long in fragments": {
			[]string{frame(opText, long), frame(0, "x"), frame(0, long), frame(fin, "x"), frame(fin|opText, "b")},
			[]string{"(too long)", "b"}, "", "<nil>",
		},
		"goodbye":            {[]string{frame(fin|opText, "a"), frame(fin|opClose, "\x03\xe9"), frame(fin|opText, "b")}, []string{"a"}, "\x88\x02\x03\xe9", "EOF"},
		"goodbye, no status": {[]string{frame(fin|opClose, "")}, nil, "\x88\x00", "EOF"},
		"not masked":         {[]string{"\x81\x01a"}, nil, "\x88\x02\x03\xea", "failed to get reader: received unmasked frame"},
		"no such frame":      {[]string{frame(fin|0x3, "a")}, nil, "\x88", "failed to get reader: received unknown opcode"},
		"a frame for no one": {[]string{frame(fin, "a")}, nil, "\x88", "failed to get reader: received continuation frame"},
		"a message within another": {
			[]string{frame(opText, "a"), frame(fin|opText, "b")}, nil, "\x88", "failed to read: received new data message",
		},
		"a long ping": {[]string{frame(fin|opPing, strings.Repeat("x", 126))}, nil, "\x88", "failed to get reader: failed to handle control frame"},
	} {
		t.Run(name, func(t *testing.T) {
			data := []byte(strings.Join(tt.frames, ""))
			for _, each := range []int{len(data), 1, 2, 3, 7, 1000} {
				for _, isSlow := range []bool{false, true} {
					heard, said, err := hear(t, data, each, isSlow)
					if !slices.Equal(heard, tt.heard) || !strings.HasPrefix(said, tt.said) || (tt.said == "") != (said == "") || !strings.HasPrefix(fmt.Sprint(err), tt.err) {
						t.Fatalf("%d at a time, slow %v: heard %.80q, said %q, %v\nwant %.80q, %q, %s", each, isSlow, heard, said, err, tt.heard, tt.said, tt.err)
					}
				}
			}
		})
	}
}

func frame(head byte, text string) string { return string(clientFrame(head, text)) }

const opPing = 0x9

// Who asks and never reads costs no more for it, and may have the last answer.
func TestFramingManyPings(t *testing.T) {
	f, e := newFraming(t), &ear{}
	for i := range 10_000 {
		if _, err := f.Input(clientFrame(0x80|opPing, fmt.Sprintf("%120d", i)), e); err != nil {
			t.Fatal(err)
		}
	}
	if e.frames != 10_000 {
		t.Errorf("%d were told of", e.frames)
	}
	out := f.Output(nil, []byte("PING :x\r\n"), false)
	if len(out) > 2<<10 {
		t.Errorf("%d bytes wait", len(out))
	}
	if want := "9999\x81\x07PING :x"; !bytes.HasSuffix(out, []byte(want)) {
		t.Errorf("it ends with %.40q, want %q", out[max(0, len(out)-40):], want)
	}
}

// After a goodbye nothing is said, and the other's is heard.
func TestFramingGoodbye(t *testing.T) {
	f, e := newFraming(t), &ear{}
	out := f.Output(nil, []byte("ERROR :bye\r\n"), true)
	if want := "\x81\x0aERROR :bye\x88\x02\x03\xe8"; string(out) != want {
		t.Errorf("said %q, want %q", out, want)
	}
	if more, err := f.Input([]byte(frame(0x80|opPing, "x")+frame(0x80|opText, "late")), e); !more || err != nil {
		t.Fatal(more, err)
	}
	if _, err := f.Input([]byte(frame(0x80|opClose, "\x03\xe8")), e); !errors.Is(err, io.EOF) {
		t.Errorf("the other's goodbye is %v", err)
	}
	if out := f.Output(nil, []byte("more\r\n"), false); len(out) > 0 || f.Speaks() {
		t.Errorf("said %q after goodbye", out)
	}
}

// The law: it makes no difference in how many pieces bytes come.
func FuzzFraming(f *testing.F) {
	f.Add([]byte(frame(0x80|opText, "PING a")+frame(0x80|opClose, "\x03\xe8")), uint8(3))
	f.Add([]byte(frame(opText, "PI")+frame(0x80|opPing, "x")+frame(0x80, "NG")), uint8(1))
	f.Add([]byte("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff"), uint8(5))
	f.Fuzz(func(t *testing.T, data []byte, each uint8) {
		if len(data) == 0 {
			return
		}
		heard, said, err := hear(t, data, len(data), false)
		heard2, said2, err2 := hear(t, data, int(each)+1, true)
		if !slices.Equal(heard, heard2) || said != said2 || (err == nil) != (err2 == nil) {
			t.Errorf("heard %q, said %q, %v\nin pieces of %d: %q, %q, %v", heard, said, err, each+1, heard2, said2, err2)
		}
	})
}
