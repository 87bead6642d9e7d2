package store

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
)

// FuzzPages reads what may be anything as a database and its log: it ends, and
// whatever it takes for a row has a shape or none.
func FuzzPages(f *testing.F) {
	dir := f.TempDir()
	keys := settled(&testing.T{}, dir)
	if len(keys) == 0 {
		f.Fatal("there is nothing to spoil")
	}
	whole, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		f.Fatal(err)
	}
	for n := 0; n < 60*4096; n += 4096 {
		f.Add(whole[:4096], whole[n:n+4096], []byte(nil))
	}
	f.Add([]byte(nil), []byte(nil), whole[:8192])
	f.Add(circle(), []byte(nil), []byte(nil))
	f.Fuzz(func(t *testing.T, first, second, log []byte) {
		path := filepath.Join(t.TempDir(), FileName)
		if err := os.WriteFile(path, append(first, second...), 0o600); err != nil {
			t.Fatal(err)
		}
		if len(log) > 0 {
			if err := os.WriteFile(path+"-wal", log, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		p, err := openPages(path)
		if err != nil {
			t.Fatal(err)
		}
		defer p.close()
		most := (len(first) + len(second) + len(log) + p.size) * 2
		unread := p.each(func(_ byte, r row) {
			size := 0
			for _, v := range r.values {
				switch v := v.(type) {
				case string:
					size += len(v)
				case []byte:
					size += len(v)
				}
			}
			if size > most {
				t.Errorf("a row of %d bytes was found in %d", size, most)
			}
			_ = r.shape()
		})
		if unread > int(p.count) {
			t.Errorf("%d of %d pages are unread", unread, p.count)
		}
	})
}

// circle is three pages of which the second has a row of a megabyte that goes on on the
// third, and from there on the third again.
func circle() []byte {
	pages := make([]byte, 3*usualPageSize)
	leaf, more := pages[usualPageSize:2*usualPageSize], pages[2*usualPageSize:]
	leaf[0] = tableLeaf
	binary.BigEndian.PutUint16(leaf[3:], 1)   // row,
	binary.BigEndian.PutUint16(leaf[8:], 100) // here
	const inPage = 1023                       // bytes of it, by "Cell payload overflow pages"
	copy(leaf[100:], []byte{0xbf, 0xff, 0x7f, 1 /* its id */, 5, 0x81, 0x80, 0x80, 0 /* one blob of 1048570 bytes */})
	binary.BigEndian.PutUint32(leaf[104+inPage:], 3)
	binary.BigEndian.PutUint32(more, 3)
	return pages
}

// A row that goes round in circles is none.
func TestPagesInCircles(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	if err := os.WriteFile(path, circle(), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := openPages(path)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	p.count = 1000 // as if there were enough for it
	if _, found, isBroken := p.rows(2); len(found) > 0 || !isBroken {
		t.Errorf("found are %d rows; broken: %v", len(found), isBroken)
	}
}
