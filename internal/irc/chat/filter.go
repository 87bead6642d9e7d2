package chat

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// FilterID numbers a word filter, from 1; numbers of those that are gone come
// back.
type FilterID int

// FilterKind says how a filter's pattern is to be read.
type FilterKind uint8

const (
	FilterWord  FilterKind = iota + 1 // words, compared without case
	FilterRegex                       // an RE2 expression, without case
)

// FilterAction is what a filter does about a text; a greater value does more.
type FilterAction uint8

const (
	FilterLog    FilterAction = iota + 1 // the text passes, and operators are told: a dry run
	FilterRefuse                         // nobody reads it
	FilterMute                           // and its author is muted
	FilterKill                           // or put out
)

// FilterKinds and FilterActions are the names of each, in the order of their values.
var (
	FilterKinds   = []string{"word", "regex"}
	FilterActions = []string{"log", "refuse", "mute", "kill"}
)

// String is the name in settings and commands.
func (k FilterKind) String() string { return FilterKinds[k-1] }

// String is the name in settings and commands.
func (a FilterAction) String() string { return FilterActions[a-1] }

// FindFilterKind returns the kind of a name.
func FindFilterKind(name string) (FilterKind, bool) {
	i := slices.Index(FilterKinds, name)
	return FilterKind(i + 1), i >= 0
}

// FindFilterAction returns the action of a name.
func FindFilterAction(name string) (FilterAction, bool) {
	i := slices.Index(FilterActions, name)
	return FilterAction(i + 1), i >= 0
}

// Filter looks for a pattern in whatever people write.
type Filter struct {
	ID         FilterID
	Kind       FilterKind
	Action     FilterAction
	Pattern    string
	Reason     string        // shown to whom it stops, "" for none
	Lasts      time.Duration // with FilterMute: how long
	By         string        // nick!user@host of who added it, "" for the settings
	At         time.Time
	Configured bool // it comes from the settings
}

// FilterAdded: texts are looked through by a filter more.
type FilterAdded struct{ Filter Filter }

// FilterRemoved: a filter is no more.
type FilterRemoved struct {
	ID FilterID
	At time.Time
}

func (FilterAdded) event()   {}
func (FilterRemoved) event() {}

// Bounds of the filters: with all of them as bad as they may be, a text of one
// line is looked through in a few milliseconds.
const (
	MaxFilters       = 200
	maxFilterPattern = 200  // bytes
	maxFilterCost    = 500  // of one expression
	maxFilterCosts   = 2000 // of all together
)

var (
	errFilterPattern = fmt.Errorf("expected a pattern of 1 to %d bytes", maxFilterPattern)
	errFilterCost    = errors.New("the expression repeats too much to be looked for in everything that is said")
	errFiltersFull   = fmt.Errorf("there is room for %d filters", MaxFilters)
	errFiltersCost   = errors.New("together with the other filters the expression would take too long")
)

// MayAddFilter says whether there is room for a filter more.
func (n *Network) MayAddFilter(f Filter) error {
	sieve, err := newSieve(f)
	if err != nil {
		return err
	}
	cost := sieve.cost
	for _, s := range n.filters {
		cost += s.cost
	}
	switch {
	case len(n.filters) >= MaxFilters:
		return errFiltersFull
	case cost > maxFilterCosts:
		return errFiltersCost
	}
	return nil
}

// NextFilterID is the lowest number that no filter has.
func (n *Network) NextFilterID() FilterID {
	for id := FilterID(1); ; id++ {
		if !slices.ContainsFunc(n.filters, func(s *sieve) bool { return s.ID == id }) {
			return id
		}
	}
}

// Filters lists the filters by their numbers.
func (n *Network) Filters() []Filter {
	all := make([]Filter, len(n.filters))
	for i, s := range n.filters {
		all[i] = s.Filter
	}
	return all
}

// FilterHit is that a filter has found something: what, cut to a length that can
// be shown.
type FilterHit struct {
	Filter Filter
	Found  string
}

// Filter looks through a text, in which lines may be joined by newlines. It
// answers every filter that has found something, and what is to be done: the most
// that any of them does.
func (n *Network) Filter(text string) (hits []FilterHit) {
	if len(n.filters) == 0 {
		return nil
	}
	bare := bareText(text)
	folded := foldWords(bare)
	for _, s := range n.filters {
		if found, is := s.find(bare, folded); is {
			hits = append(hits, FilterHit{s.Filter, found})
		}
	}
	return hits
}

func (n *Network) addFilter(ev FilterAdded) Effect {
	s, err := newSieve(ev.Filter)
	if err != nil {
		panic(fmt.Sprintf("chat: filter %q: %v", ev.Filter.Pattern, err))
	}
	at, there := slices.BinarySearchFunc(n.filters, ev.Filter.ID, func(s *sieve, id FilterID) int { return int(s.ID - id) })
	if there {
		panic(fmt.Sprintf("chat: two filters %d", ev.Filter.ID))
	}
	n.filters = slices.Insert(n.filters, at, s)
	return Effect{}
}

func (n *Network) removeFilter(ev FilterRemoved) Effect {
	n.filters = slices.DeleteFunc(n.filters, func(s *sieve) bool { return s.ID == ev.ID })
	return Effect{}
}
