package irc

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// emptyHouse is a server in which nobody is.
func emptyHouse(t testing.TB) *hub {
	t.Helper()
	srv, err := New(DefaultConfig(), Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return srv.hub
}

// asks is a call with these parameters.
func (h *hub) asks(params ...string) *call {
	return &call{hub: h, Message: wire.Message{Params: params}}
}

// FuzzWho: however a WHO is spelled, its token is one to three digits, and an
// answer has exactly the known fields, each once and in the order of the table.
func FuzzWho(f *testing.F) {
	for _, second := range []string{"%tcuihsnfdlaor,123", "o%n", "%", "%tt,", "%tn,1234", "nuhsrai%tn,+1", "%t,%", "x"} {
		f.Add("*", second)
	}
	h := emptyHouse(f)
	f.Fuzz(func(t *testing.T, mask, second string) {
		q := readWho(h.asks(mask, second))
		if len(q.token) < 1 || len(q.token) > 3 || strings.Trim(q.token, "0123456789") != "" {
			t.Errorf("%q: token %q", second, q.token)
		}
		if q.extended != strings.Contains(second, "%") || q.mask == "" {
			t.Errorf("%q: %+v", second, q)
		}
		var letters []byte
		for _, field := range whoxFields {
			letters = append(letters, field.letter)
		}
		if string(letters) != "tcuihsnfdlaor" {
			t.Errorf("the fields are %s", letters)
		}
	})
}

// FuzzList: what is asked for exactly is a name without wildcards, and the
// negation of a mask takes what the mask does not.
func FuzzList(f *testing.F) {
	for _, items := range []string{"#tea", "#t*,!*x,>1", "C<5,C>", "T", "!", "<99999999999999999999", ",,", "c>1,t<2"} {
		f.Add(items, ">0")
	}
	ch, h := &chat.Channel{Name: "#tea"}, emptyHouse(f)
	f.Fuzz(func(t *testing.T, first, second string) {
		q := readList(h.asks(first, second))
		if q.isExact() && slices.ContainsFunc(q.masks, func(mask string) bool { return strings.ContainsAny(mask, "*?") }) {
			t.Errorf("%q is no exact question", first)
		}
		now := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
		if len(q.masks) != 1 || len(q.others)+len(q.conditions) > 0 {
			q.takes("#tea", ch, now)
			return
		}
		not := listQuery{others: q.masks}
		if q.takes("#tea", ch, now) == not.takes("#tea", ch, now) {
			t.Errorf("%q and its negation agree", first)
		}
	})
}

// TestListConditions holds the direction of each condition (Modern IRC ELIST,
// whose warning is that many have it the wrong way round).
func TestListConditions(t *testing.T) {
	now := time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)
	ch := &chat.Channel{
		Created: now.Add(-10 * time.Minute), Members: make([]*chat.Member, 3),
		Topic: chat.Topic{Text: "x", At: now.Add(-5 * time.Minute)},
	}
	for item, want := range map[string]bool{
		"<3": false, "<4": true, ">2": true, ">3": false,
		"C<11": true, "C<10": false, "C>9": true, "C>10": false, "c>9": true,
		"T<6": true, "T<5": false, "T>4": true, "T>5": false, "t<6": true,
	} {
		condition, ok := parseCondition(item)
		if !ok || condition.holds(ch, now) != want {
			t.Errorf("%s: read %v, holds %v", item, ok, !want)
		}
	}
	for _, item := range []string{"C", "T", "<", ">x", "C<-1", "D<1", "CC<1", "3", "<1.5", "=1"} {
		if condition, ok := parseCondition(item); ok {
			t.Errorf("%s was read as %+v", item, condition)
		}
	}
}
