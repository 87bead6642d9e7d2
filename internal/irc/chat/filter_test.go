package chat

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWhatFiltersFind(t *testing.T) {
	for _, c := range []struct {
		kind                FilterKind
		pattern, text, want string
	}{
		{FilterWord, "ass", "you ass", "ass"},
		{FilterWord, "ass", "first class assumption", ""},
		{FilterWord, "ass", "class, ASS!", "ass"},
		{FilterWord, "free money", "FREE \t  money", "free money"},
		{FilterWord, "free money", "free\nmoney", "free money"}, // lines of one message
		{FilterWord, "free money", "fr\u200bee mo\u00adney", "free money"},
		{FilterWord, "free money", "free moneys", ""},
		{FilterWord, "$$$", "a$$$b", "$$$"},
		{FilterWord, "ÄRGER", "viel ärger", "ärger"},
		{FilterWord, "war", "wärst", ""},
		{FilterWord, "war", "wa\u0301r war", "war"},
		{FilterRegex, `bu?y\s+\d+`, "please BUY 10", "BUY 10"},
		{FilterRegex, `^only$`, "only", "only"},
		{FilterRegex, `^only$`, "not only", ""},
		{FilterRegex, `a|b`, "xay", "a"},
		{FilterRegex, `x+`, strings.Repeat("x", 200), strings.Repeat("x", 64) + "..."},
	} {
		n := New(testSettings)
		f := Filter{ID: 1, Kind: c.kind, Action: FilterLog, Pattern: c.pattern}
		if err := n.MayAddFilter(f); err != nil {
			t.Errorf("%q: %v", c.pattern, err)
			continue
		}
		n.Apply(FilterAdded{f})
		hits := n.Filter(c.text)
		if found := len(hits) == 1; found != (c.want != "") || found && hits[0].Found != c.want {
			t.Errorf("%q in %q: %v, expected %q", c.pattern, c.text, hits, c.want)
		}
	}
}

func TestFiltersAreBounded(t *testing.T) {
	n := New(testSettings)
	add := func(kind FilterKind, pattern string) error {
		f := Filter{ID: n.NextFilterID(), Kind: kind, Action: FilterLog, Pattern: pattern}
		if err := n.MayAddFilter(f); err != nil {
			return err
		}
		n.Apply(FilterAdded{f})
		return nil
	}
	for _, pattern := range []string{"", "\u200b", "(", `\8`, "a\nb", "\xff", strings.Repeat("x", 201), "((a{30}){30}){30}", "(a{200}){5}", `(\pL{100}){9}`} {
		if err := add(FilterRegex, pattern); err == nil && pattern != "\u200b" {
			t.Errorf("%q was added as an expression", pattern)
		}
	}
	for _, pattern := range []string{"", "\u200b", " ", "a\nb", strings.Repeat("x", 201)} {
		if err := add(FilterWord, pattern); err == nil {
			t.Errorf("%q was added as words", pattern)
		}
	}
	n = New(testSettings)
	heavy := 0
	for add(FilterRegex, "(abcde){60}") == nil {
		heavy++
	}
	if heavy == 0 || heavy*420 > maxFilterCosts {
		t.Errorf("%d heavy expressions were added", heavy)
	}
	n = New(testSettings)
	for i := range MaxFilters {
		if err := add(FilterWord, "a"); err != nil {
			t.Fatalf("filter %d: %v", i+1, err)
		}
	}
	if add(FilterWord, "a") == nil {
		t.Error("one too many was added")
	}
	n.Apply(FilterRemoved{ID: 7, At: noon})
	if id := n.NextFilterID(); id != 7 || add(FilterWord, "b") != nil {
		t.Errorf("the next is %d", id)
	}
	if all := n.Filters(); all[6].Pattern != "b" || all[7].ID != 8 {
		t.Errorf("out of order: %v", all[5:9])
	}
}

// BenchmarkWorstFilters is the worst that filters may be together, on the longest
// line.
func BenchmarkWorstFilters(b *testing.B) {
	n := New(testSettings)
	for {
		f := Filter{ID: n.NextFilterID(), Kind: FilterRegex, Action: FilterLog, Pattern: "(x*x?){60}y"}
		if n.MayAddFilter(f) != nil {
			break
		}
		n.Apply(FilterAdded{f})
	}
	text := strings.Repeat("x", 480)
	for b.Loop() {
		n.Filter(text)
	}
}

func FuzzFilter(f *testing.F) {
	f.Add("free money", "Free  mon\u200bey", false)
	f.Add(`(a{10}){10}|\bx\w*`, "xaaa", true)
	f.Fuzz(func(t *testing.T, pattern, text string, isRegex bool) {
		filter := Filter{ID: 1, Kind: FilterWord, Action: FilterLog, Pattern: pattern}
		if isRegex {
			filter.Kind = FilterRegex
		}
		n := New(testSettings)
		if len(text) > 512 || !utf8.ValidString(text) || n.MayAddFilter(filter) != nil {
			return
		}
		n.Apply(FilterAdded{filter})
		for _, hit := range n.Filter(text) {
			if len(hit.Found) > shownLen+3 || strings.Contains(hit.Found, "\n") || !utf8.ValidString(hit.Found) {
				t.Errorf("%q in %q found %q", pattern, text, hit.Found)
			}
		}
		if !isRegex {
			if hits := n.Filter(pattern); len(hits) != 1 {
				t.Errorf("%q is not found in itself", pattern)
			}
		}
	})
}
