package chat

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// glob is a mask with wildcards, taken apart at its stars: the first piece begins
// the text, the last ends it, and those between stand in it one after the other.
// It matches as Match does. A mask that is kept is compared with everybody who
// speaks, so however it was made that takes about as many steps as the text has
// characters; Match, which needs no preparation, may take one for each pair.
type glob struct {
	first, last piece
	between     []piece
	starred     bool
}

// piece is what stands between two stars: runes, of which some may be any.
type piece struct {
	text  string // all of it, unless some rune may be any
	runes []rune // else; anyRune is any
	// places says of each rune where in the piece it stands, the lowest bit being
	// the first place, and anywhere where every rune may.
	places   []runePlaces
	anywhere uint64
}

type runePlaces struct {
	r  rune
	at uint64
}

const (
	anyRune = -1
	// longestPiece is how many runes a piece may have of which some may be any.
	longestPiece = 64
)

// newGlob takes a mask apart; false means that a piece of it is too long.
func newGlob(mask string) (g glob, ok bool) {
	ok = true
	var pieces []piece
	var runes []rune
	end := func() {
		p := newPiece(runes)
		ok = ok && len(p.runes) <= longestPiece
		pieces, runes = append(pieces, p), nil
	}
	for mask != "" {
		r, size := utf8.DecodeRuneInString(mask)
		switch {
		case isEscape(mask):
			r, size = rune(mask[1]), 2
		case r == '?':
			r = anyRune
		}
		if r == '*' && size == 1 {
			end()
		} else {
			runes = append(runes, r)
		}
		mask = mask[size:]
	}
	end()
	g.first, g.starred = pieces[0], len(pieces) > 1
	if g.starred {
		g.last = pieces[len(pieces)-1]
		g.between = slices.DeleteFunc(pieces[1:len(pieces)-1], piece.isEmpty)
	}
	return g, ok
}

func newPiece(runes []rune) piece {
	if !slices.Contains(runes, anyRune) {
		return piece{text: string(runes)}
	}
	p := piece{runes: runes}
	for i, r := range runes[:min(len(runes), longestPiece)] {
		at, found := p.place(r)
		switch {
		case r == anyRune:
			p.anywhere |= 1 << i
		case found:
			p.places[at].at |= 1 << i
		default:
			p.places = slices.Insert(p.places, at, runePlaces{r, 1 << i})
		}
	}
	return p
}

func (p piece) isEmpty() bool { return p.text == "" && p.runes == nil }

// place finds where the places of a rune stand, or would.
func (p *piece) place(r rune) (at int, found bool) {
	return slices.BinarySearchFunc(p.places, r, func(one runePlaces, r rune) int { return cmp.Compare(one.r, r) })
}

// matches compares with a folded text.
func (g *glob) matches(text string) bool {
	rest, ok := g.first.begins(text)
	if !g.starred || !ok {
		return ok && rest == ""
	}
	for i := range g.between {
		if rest, ok = g.between[i].find(rest); !ok {
			return false
		}
	}
	return g.last.ends(rest)
}

// begins says whether a text begins with the piece, and returns what follows.
func (p *piece) begins(text string) (rest string, ok bool) {
	if p.runes == nil {
		return strings.CutPrefix(text, p.text)
	}
	for _, want := range p.runes {
		r, size := utf8.DecodeRuneInString(text)
		if size == 0 || want != anyRune && want != r {
			return "", false
		}
		text = text[size:]
	}
	return text, true
}

// ends says whether a text ends with the piece.
func (p *piece) ends(text string) bool {
	if p.runes == nil {
		return strings.HasSuffix(text, p.text)
	}
	from := len(text)
	for range p.runes {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	rest, ok := p.begins(text[from:])
	return ok && rest == ""
}

// find looks for the piece in a text and returns what follows the first one. With
// runes that may be any it follows all that it may have begun with at once, one
// bit for each (the algorithm known as shift-and).
func (p *piece) find(text string) (rest string, ok bool) {
	if p.runes == nil {
		_, rest, ok = strings.Cut(text, p.text)
		return rest, ok
	}
	last := uint64(1) << (len(p.runes) - 1)
	var begun uint64
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		text = text[size:]
		here := p.anywhere
		if at, found := p.place(r); found {
			here |= p.places[at].at
		}
		if begun = (begun<<1 | 1) & here; begun&last != 0 {
			return text, true
		}
	}
	return "", false
}
