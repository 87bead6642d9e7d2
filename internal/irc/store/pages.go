package store

import (
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
)

// What is left of a damaged database is read page by page, without SQLite, which trusts
// what leads from one page to the next (https://www.sqlite.org/fileformat2.html).

// pages are those of a database and its log, each as it was last committed.
type pages struct {
	file   *os.File
	log    *os.File         // nil if there is none
	inLog  map[uint32]int64 // where the newest of each stands in it
	size   int              // bytes of a page
	count  uint32
	isFree map[uint32]bool // they hold what counts no more
}

const (
	headerSize    = 100
	logHeader     = 32
	frameHeader   = 24
	usualPageSize = 4096
)

// openPages opens a database, however it looks.
func openPages(path string) (p *pages, err error) {
	p = &pages{inLog: map[uint32]int64{}, size: usualPageSize}
	if p.file, err = os.Open(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if p.log, err = os.Open(path + "-wal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		p.close()
		return nil, err
	}
	header := make([]byte, headerSize)
	if n := readAt(p.file, header, 0); n == headerSize && string(header[:16]) == "SQLite format 3\x00" {
		if size := int(binary.BigEndian.Uint16(header[16:])); isPageSize(size) {
			p.size = size
		}
	}
	if err := p.readLog(); err != nil {
		p.close()
		return nil, err
	}
	if p.file != nil {
		info, err := p.file.Stat()
		if err != nil {
			p.close()
			return nil, err
		}
		p.count = max(p.count, uint32((info.Size()+int64(p.size)-1)/int64(p.size)))
	}
	p.findFree()
	return p, nil
}

func isPageSize(n int) bool { return n >= 512 && n <= 32768 && n&(n-1) == 0 }

func (p *pages) close() {
	for _, f := range []*os.File{p.file, p.log} {
		if f != nil {
			_ = f.Close()
		}
	}
}

// readAt reads what there is, and says how much that is.
func readAt(f *os.File, b []byte, at int64) int {
	if f == nil {
		return 0
	}
	n, _ := f.ReadAt(b, at)
	return n
}

// readLog finds the pages of the log up to its last whole transaction.
func (p *pages) readLog() error {
	header := make([]byte, logHeader)
	if readAt(p.log, header, 0) < logHeader {
		return nil
	}
	magic := binary.BigEndian.Uint32(header)
	size := int(binary.BigEndian.Uint32(header[8:]))
	if magic&^1 != 0x377f0682 || !isPageSize(size) {
		return nil
	}
	order := binary.ByteOrder(binary.LittleEndian)
	if magic&1 == 1 {
		order = binary.BigEndian
	}
	sum := checksum(order, [2]uint32{}, header[:24])
	if sum != [2]uint32{binary.BigEndian.Uint32(header[24:]), binary.BigEndian.Uint32(header[28:])} {
		return nil
	}
	p.size = size
	frame := make([]byte, frameHeader+size)
	waiting := map[uint32]int64{} // of a transaction that is not whole yet
	for at := int64(logHeader); ; at += int64(len(frame)) {
		if n, err := p.log.ReadAt(frame, at); n < len(frame) {
			if err != nil && !errors.Is(err, io.EOF) {
				return err
			}
			return nil
		}
		sum = checksum(order, checksum(order, sum, frame[:8]), frame[frameHeader:])
		same := string(frame[8:16]) == string(header[16:24])
		if !same || sum != [2]uint32{binary.BigEndian.Uint32(frame[16:]), binary.BigEndian.Uint32(frame[20:])} {
			return nil
		}
		waiting[binary.BigEndian.Uint32(frame)] = at + frameHeader
		if total := binary.BigEndian.Uint32(frame[4:]); total != 0 { // it is whole
			for n, where := range waiting {
				p.inLog[n] = where
			}
			clear(waiting)
			p.count = total
		}
	}
}

// checksum goes on with the log's checksum.
func checksum(order binary.ByteOrder, sum [2]uint32, b []byte) [2]uint32 {
	for i := 0; i+8 <= len(b); i += 8 {
		sum[0] += order.Uint32(b[i:]) + sum[1]
		sum[1] += order.Uint32(b[i+4:]) + sum[0]
	}
	return sum
}

// page reads the n-th page, from 1 on. What of it is missing is zero.
func (p *pages) page(n uint32) []byte {
	b := make([]byte, p.size)
	if where, is := p.inLog[n]; is {
		readAt(p.log, b, where)
	} else {
		readAt(p.file, b, int64(n-1)*int64(p.size))
	}
	return b
}

// findFree finds the pages that hold nothing any more, as far as page 1 leads to them.
func (p *pages) findFree() {
	p.isFree = map[uint32]bool{}
	first := p.page(1)
	if len(first) < headerSize || string(first[:16]) != "SQLite format 3\x00" {
		return
	}
	for next := binary.BigEndian.Uint32(first[32:]); next != 0 && next <= p.count && !p.isFree[next]; {
		trunk := p.page(next)
		p.isFree[next] = true
		for i := range min(binary.BigEndian.Uint32(trunk[4:]), uint32(p.size/4-2)) {
			p.isFree[binary.BigEndian.Uint32(trunk[8+4*i:])] = true
		}
		next = binary.BigEndian.Uint32(trunk)
	}
}
