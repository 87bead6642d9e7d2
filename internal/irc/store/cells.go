package store

import (
	"encoding/binary"
	"math"
)

// row is what a table's row holds, as it lies in a page: nil, int64, float64, string
// or []byte in each column.
type row struct {
	id     int64 // 0 in a table without
	values []any
}

// The kinds of pages that hold rows.
const (
	tableLeaf     = 0x0d
	indexLeaf     = 0x0a
	indexInterior = 0x02
)

// rows are all that can be made out on a page, and whether something there could not be.
func (p *pages) rows(n uint32) (kind byte, found []row, isBroken bool) {
	b := p.page(n)
	start := 0
	if n == 1 {
		start = headerSize
	}
	kind = b[start]
	head := 8
	switch kind {
	case indexInterior:
		head = 12
	case tableLeaf, indexLeaf:
	default:
		return kind, nil, !p.isWithoutRows(n, kind)
	}
	count := int(binary.BigEndian.Uint16(b[start+3:]))
	if start+head+2*count > len(b) {
		return kind, nil, true
	}
	for i := range count {
		at := int(binary.BigEndian.Uint16(b[start+head+2*i:]))
		if r, ok := p.cell(kind, b, at); ok {
			found = append(found, r)
		} else {
			isBroken = true
		}
	}
	return kind, found, isBroken
}

// each does something with each row that counts, and says on how many pages something
// could not be made out.
func (p *pages) each(do func(kind byte, r row)) (unread int) {
	for n := uint32(1); n <= p.count; n++ {
		if p.isFree[n] {
			continue
		}
		kind, rows, isBroken := p.rows(n)
		for _, r := range rows {
			do(kind, r)
		}
		if isBroken {
			unread++
		}
	}
	return unread
}

// isWithoutRows says whether a page may be one without rows: an interior one of a table,
// one that goes on with a long row, or one that says where others are.
func (p *pages) isWithoutRows(n uint32, kind byte) bool {
	isMap := n > 1 && (int(n)-2)%(p.size/5+1) == 0
	return kind == 0 || kind == 0x05 || isMap && kind < 0x05
}

// cell reads one row.
func (p *pages) cell(kind byte, b []byte, at int) (r row, ok bool) {
	if kind == indexInterior {
		at += 4
	}
	if at < 8 || at >= len(b) {
		return r, false
	}
	size, n := varint(b[at:])
	at += n
	if n == 0 || size < 1 || size > int64(p.count)*int64(p.size) {
		return r, false
	}
	if kind == tableLeaf {
		id, n := varint(b[at:])
		if n == 0 {
			return r, false
		}
		r.id, at = id, at+n
	}
	payload, ok := p.payload(kind, b, at, int(size))
	if !ok {
		return r, false
	}
	r.values, ok = record(payload)
	return r, ok
}

// payload puts together what a row holds, of which a long one goes on elsewhere: on no
// page twice, or it would go round in circles.
func (p *pages) payload(kind byte, b []byte, at, size int) (payload []byte, ok bool) {
	most := p.size - 35
	if kind != tableLeaf {
		most = (p.size-12)*64/255 - 23
	}
	here := size
	if size > most {
		least := (p.size-12)*32/255 - 23
		if here = least + (size-least)%(p.size-4); here > most {
			here = least
		}
	}
	if at+here > len(b) {
		return nil, false
	}
	payload = append(payload, b[at:at+here]...)
	if here == size {
		return payload, true
	}
	if at+here+4 > len(b) {
		return nil, false
	}
	next := binary.BigEndian.Uint32(b[at+here:])
	seen := map[uint32]bool{}
	for len(payload) < size {
		if next == 0 || next > p.count || seen[next] {
			return nil, false
		}
		seen[next] = true
		more := p.page(next)
		next = binary.BigEndian.Uint32(more)
		payload = append(payload, more[4:min(len(more), 4+size-len(payload))]...)
	}
	return payload, true
}

// record takes a row apart into its columns.
func record(b []byte) (values []any, ok bool) {
	head, n := varint(b)
	if n == 0 || head < int64(n) || head > int64(len(b)) {
		return nil, false
	}
	at := int(head)
	for types := b[n:head]; len(types) > 0; {
		kind, n := varint(types)
		if n == 0 {
			return nil, false
		}
		types = types[n:]
		value, size, ok := column(kind, b[at:])
		if !ok {
			return nil, false
		}
		values, at = append(values, value), at+size
	}
	return values, at == len(b)
}

// column reads one value of a kind.
func column(kind int64, b []byte) (value any, size int, ok bool) {
	sizes := []int{0, 1, 2, 3, 4, 6, 8, 8, 0, 0}
	switch {
	case kind < 0, kind == 10, kind == 11:
		return nil, 0, false
	case kind < 10:
		size = sizes[kind]
	case kind > 1<<31:
		return nil, 0, false
	default:
		size = int(kind-12) / 2
	}
	if size > len(b) {
		return nil, 0, false
	}
	switch {
	case kind == 0:
		return nil, 0, true
	case kind == 7:
		return math.Float64frombits(binary.BigEndian.Uint64(b)), size, true
	case kind == 8, kind == 9:
		return kind - 8, 0, true
	case kind < 7:
		n := int64(int8(b[0]))
		for _, c := range b[1:size] {
			n = n<<8 | int64(c)
		}
		return n, size, true
	case kind%2 == 0:
		return b[:size:size], size, true
	}
	return string(b[:size]), size, true
}

// varint reads SQLite's: seven bits in each of the first eight bytes, all in the ninth.
// No bytes are read of one that is not whole.
func varint(b []byte) (value int64, n int) {
	var v uint64
	for i := range min(len(b), 9) {
		if i == 8 {
			return int64(v<<8 | uint64(b[i])), 9 //nolint:gosec // that is how it is written
		}
		v = v<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return int64(v), i + 1 //nolint:gosec // the same
		}
	}
	return 0, 0
}
