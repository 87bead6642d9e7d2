package wire

import (
	"strings"
	"testing"
	"time"
)

func TestForms(t *testing.T) {
	line := &Line{
		At: time.Date(2026, 1, 2, 15, 4, 5, 60e6, time.UTC), ID: "id1", Account: "al", Bot: true,
		Tags:   []Tag{{"+a", "x; y"}, {"+b", ""}},
		Source: "alice!a@h", Command: "PRIVMSG", Params: []string{"#tea", "hi"}, Text: true,
	}
	const body = ":alice!a@h PRIVMSG #tea :hi\r\n"
	for shape, want := range map[Shape]string{
		0:                                    body,
		ShapeTime:                            "@time=2026-01-02T15:04:05.060Z " + body,
		ShapeTags:                            `@msgid=id1;bot;+a=x\:\sy;+b ` + body,
		ShapeAccount:                         "@account=al " + body,
		ShapeTime | ShapeTags | ShapeAccount: `@time=2026-01-02T15:04:05.060Z;msgid=id1;account=al;bot;+a=x\:\sy;+b ` + body,
	} {
		if got := string(line.Form(shape)); got != want {
			t.Errorf("shape %d: %q, want %q", shape, got, want)
		}
	}
	if &line.Form(ShapeTime)[0] != &line.Form(ShapeTime)[0] {
		t.Error("a form is rendered more than once")
	}
}

func TestColonOnlyWhereNeeded(t *testing.T) {
	for _, test := range []struct {
		text   bool
		params []string
		want   string
	}{
		{false, []string{"#tea"}, "JOIN #tea"},
		{true, []string{"#tea"}, "JOIN :#tea"},
		{false, []string{""}, "JOIN :"},
		{false, []string{":x"}, "JOIN ::x"},
		{false, []string{"a", "b c"}, "JOIN a :b c"},
		{true, nil, "JOIN"},
	} {
		if got := string(AppendBody(nil, "", "JOIN", test.text, test.params...)); got != test.want+"\r\n" {
			t.Errorf("%v %q: %q", test.text, test.params, got)
		}
	}
}

func TestLongBodiesAreCutOnARune(t *testing.T) {
	for pad := range 4 {
		text := strings.Repeat("x", pad) + strings.Repeat("€", 200)
		body := AppendBody(nil, "a", "PRIVMSG", true, "b", text)
		if len(body) > MaxLine || len(body) < MaxLine-3 {
			t.Errorf("%d bytes", len(body))
		}
		if !strings.HasSuffix(string(body), "€\r\n") {
			t.Errorf("a rune was split: %q", body[len(body)-6:])
		}
	}
}

func TestCut(t *testing.T) {
	for _, test := range []struct {
		text  string
		limit int
		want  string
	}{
		{"abc", 5, "abc"}, {"abc", 3, "abc"}, {"abc", 2, "ab"}, {"abc", 0, ""}, {"abc", -1, ""},
		{"a€", 3, "a"}, {"a€", 4, "a€"}, {"😀", 3, ""}, {"\xff\xff\xff\xff\xff\xff", 5, "\xff\xff\xff\xff\xff"},
	} {
		if got := Cut(test.text, test.limit); got != test.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", test.text, test.limit, got, test.want)
		}
	}
}

func TestWithTag(t *testing.T) {
	for form, want := range map[string]string{
		"PING x\r\n":         "@label=a\\s1 PING x\r\n",
		"@time=1 PING x\r\n": "@label=a\\s1;time=1 PING x\r\n",
	} {
		if got := string(WithTag([]byte(form), "label", "a 1")); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
