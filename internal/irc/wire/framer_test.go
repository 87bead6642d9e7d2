package wire

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// frames feeds a stream in chunks of a size and returns the lines; one that was
// too long shows as "<too long>".
func frames(stream string, size int) []string {
	var f Framer
	var lines []string
	for chunk := range bytes.Lines([]byte(stream)) {
		for len(chunk) > 0 {
			n := min(size, len(chunk))
			part := bytes.Clone(chunk[:n])
			chunk = chunk[n:]
			for len(part) > 0 {
				line, rest, complete, tooLong := f.Next(part)
				part = rest
				switch {
				case tooLong:
					lines = append(lines, "<too long>")
				case complete:
					lines = append(lines, string(line))
				}
			}
		}
	}
	return lines
}

func TestFramer(t *testing.T) {
	longest := strings.Repeat("x", MaxInput)
	for _, test := range []struct {
		name, stream string
		want         []string
	}{
		{"CR LF", "a\r\nb\r\n", []string{"a", "b"}},
		{"LF alone", "a\nb\n", []string{"a", "b"}},
		{"empty lines", "\r\n\n", []string{"", ""}},
		{"an unfinished line", "a\r\nb", []string{"a"}},
		{"the longest line", longest + "\r\nb\n", []string{longest, "b"}},
		{"a longer one, and on with the next", longest + "x\r\nb\n", []string{"<too long>", "b"}},
		{"a far longer one", strings.Repeat(longest, 3) + "\r\nb\n", []string{"<too long>", "b"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, size := range []int{1, 2, 3, 100, 4096, 1 << 20} {
				if diff := cmp.Diff(test.want, frames(test.stream, size)); diff != "" {
					t.Errorf("in chunks of %d: %s", size, diff)
				}
			}
		})
	}
}

func TestFramerKeepsNothingBetweenLines(t *testing.T) {
	var f Framer
	f.Next([]byte("half"))
	f.Next([]byte(" a line\r\n"))
	if f.partial != nil {
		t.Errorf("%d bytes kept", cap(f.partial))
	}
}

// FuzzFramer: however a stream is chopped, the lines are the same, and never
// longer than they may be.
func FuzzFramer(f *testing.F) {
	f.Add("a\r\nbb\nccc", 1)
	f.Add(strings.Repeat("y", 5000)+"\nz\n", 100)
	f.Fuzz(func(t *testing.T, stream string, size int) {
		if size < 1 || len(stream) > 1<<16 {
			return
		}
		whole, parts := frames(stream, len(stream)+1), frames(stream, size)
		if diff := cmp.Diff(whole, parts); diff != "" {
			t.Error(diff)
		}
		for _, line := range parts {
			if len(line) > MaxInput || strings.Contains(line, "\n") {
				t.Errorf("line of %d bytes", len(line))
			}
		}
	})
}
