package wire

import "bytes"

// Framer cuts a stream of bytes into lines. It keeps bytes of its own only
// while a line is incomplete, so an idle connection costs it nothing.
type Framer struct {
	partial  []byte
	skipping bool // inside a line that is already over the limit
}

// Next takes the first line out of chunk and returns it with what is left. A
// line ends with LF, with or without a CR before it. complete is false when
// chunk holds no line's end; its bytes are then kept and rest is empty.
// tooLong says that the line that ends here was over MaxInput and is lost.
//
// The line is valid until the next call.
func (f *Framer) Next(chunk []byte) (line, rest []byte, complete, tooLong bool) {
	end := bytes.IndexByte(chunk, '\n')
	if end < 0 {
		f.keep(chunk)
		return nil, nil, false, false
	}
	line, rest = chunk[:end], chunk[end+1:]
	if f.skipping {
		f.skipping = false
		return nil, rest, true, true
	}
	if len(f.partial) > 0 {
		line = append(f.partial, line...)
		f.partial = nil
	}
	line = bytes.TrimSuffix(line, []byte{'\r'})
	if len(line) > MaxInput {
		return nil, rest, true, true
	}
	return line, rest, true, false
}

// keep remembers the beginning of a line, or that it is hopeless.
func (f *Framer) keep(chunk []byte) {
	if f.skipping || len(chunk) == 0 {
		return
	}
	if len(f.partial)+len(chunk) > MaxInput+1 { // one more for the CR
		f.partial, f.skipping = nil, true
		return
	}
	f.partial = append(f.partial, chunk...)
}
