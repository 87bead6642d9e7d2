package store

import (
	"context"
	"encoding/binary"
	"errors"
)

// A page of a database has its rows at its end and the list of them at its beginning.
// What lies between counts as nothing, but is not always empty: when SQLite spreads the
// rows of a page over others it copies them, and leaves where they were what was
// there. With secure_delete it empties all that it deletes, yet of such copies it
// knows nothing. VACUUM would be rid of them, and nobody could write meanwhile; so the
// pages are looked through while others write, and a few at a time are emptied in
// between.

const (
	// pagesLooked is how many pages are looked at before somebody else has a turn, and
	// pagesWiped how many are emptied in one transaction.
	pagesLooked = 256
	pagesWiped  = 32
	// otherKinds is from how many pages on one that is none of a tree may look like one: it
	// begins with the number of another.
	otherKinds = 1 << 25
)

// wipe empties whatever counts as nothing.
func (s *Store) wipe(ctx context.Context) error {
	var pages int
	if err := s.write.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		return err
	}
	if pages >= otherKinds { // 128 GiB
		_, err := s.write.ExecContext(ctx, "VACUUM")
		return err
	}
	for first := 1; first <= pages; first += pagesLooked {
		unclean, err := s.unclean(ctx, first, min(first+pagesLooked-1, pages))
		for len(unclean) > 0 && err == nil {
			n := min(pagesWiped, len(unclean))
			err = s.wipePages(ctx, unclean[:n])
			unclean = unclean[n:]
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unclean finds the pages that have something where nothing should be.
func (s *Store) unclean(ctx context.Context, first, last int) (found []int, err error) {
	stmt, err := s.read.PrepareContext(ctx, "SELECT data FROM sqlite_dbpage WHERE pgno = ?")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stmt.Close()) }()
	for n := first; n <= last; n++ {
		var page []byte
		if err := stmt.QueryRowContext(ctx, n).Scan(&page); err != nil {
			return nil, err
		}
		if !isEmpty(gapOf(page, n)) {
			found = append(found, n)
		}
	}
	return found, nil
}

// wipePages empties some pages, by what they are now.
func (s *Store) wipePages(ctx context.Context, pages []int) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing, once it is committed
	for _, n := range pages {
		var page []byte
		if err := tx.QueryRowContext(ctx, "SELECT data FROM sqlite_dbpage WHERE pgno = ?", n).Scan(&page); err != nil {
			return err
		}
		gap := gapOf(page, n)
		if isEmpty(gap) {
			continue
		}
		clear(gap)
		if _, err := tx.ExecContext(ctx, "UPDATE sqlite_dbpage SET data = ? WHERE pgno = ?", page, n); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func isEmpty(gap []byte) bool {
	for _, b := range gap {
		if b != 0 {
			return false
		}
	}
	return true
}

// gapOf is what of a page counts as nothing, if it is one of a tree (SQLite "Database File
// Format" 1.6): behind the list of its rows, and before the first of them. It is part
// of the page.
func gapOf(page []byte, n int) []byte {
	header := 0
	if n == 1 {
		header = 100 // the file's own comes first
	}
	list := header + 8
	switch page[header] {
	case 2, 5:
		list += 4
	case 10, 13:
	default:
		return nil
	}
	// Every so many pages, from the second on, is a list of where others hang (1.8).
	if isPointers := n > 1 && (n-2)%(len(page)/5+1) == 0; isPointers {
		return nil
	}
	rows := int(binary.BigEndian.Uint16(page[header+3:]))
	end := int(binary.BigEndian.Uint16(page[header+5:]))
	if end == 0 {
		end = 1 << 16
	}
	begin := list + 2*rows
	if begin > end || end > len(page) {
		return nil
	}
	for at := list; at < begin; at += 2 {
		if row := int(binary.BigEndian.Uint16(page[at:])); row < end || row >= len(page) {
			return nil // it is no such page
		}
	}
	return page[begin:end:end]
}
