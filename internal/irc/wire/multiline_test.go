package wire

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func several(shape Shape) (lines []string, nested bool) {
	line := &Line{
		At: time.Date(2026, 1, 2, 15, 4, 5, 0, time.UTC), ID: "id1", Account: "al", Bot: true,
		Tags:   []Tag{{"+a", "b"}},
		Source: "alice!a@h", Command: "NOTICE", Params: []string{"#tea"},
		Multiline: &Multiline{Parts: []Part{{Text: ""}, {Text: "one"}, {Text: " two", Concat: true}}},
	}
	forms, nested := line.Forms(shape)
	again, _ := line.Forms(shape)
	for i, f := range forms {
		lines = append(lines, string(f))
		if &f[0] != &again[i][0] {
			panic("rendered twice")
		}
	}
	return lines, nested
}

func TestMultilineForms(t *testing.T) {
	const body = ":alice!a@h NOTICE #tea :"
	flat := []string{body + "one", body + " two"}
	for _, tt := range []struct {
		shape Shape
		want  []string
	}{
		{0, flat},
		{ShapeEvents, flat},
		{ShapeAccount | ShapeTags, []string{"@msgid=id1;account=al;bot;+a=b " + flat[0], "@account=al;bot;+a=b " + flat[1]}},
		{ShapeTime, []string{"@time=2026-01-02T15:04:05.000Z " + flat[0], "@time=2026-01-02T15:04:05.000Z " + flat[1]}},
		{ShapeMultiline | ShapeTags | ShapeTime, []string{
			"@time=2026-01-02T15:04:05.000Z;msgid=id1;bot;+a=b :alice!a@h BATCH +id1 draft/multiline #tea",
			"@batch=id1 " + body, "@batch=id1 " + body + "one", "@batch=id1;draft/multiline-concat " + body + " two",
			":alice!a@h BATCH -id1",
		}},
	} {
		got, nested := several(tt.shape)
		if diff := cmp.Diff(strings.Join(tt.want, "\r\n")+"\r\n", strings.Join(got, "")); diff != "" {
			t.Errorf("shape %d: %s", tt.shape, diff)
		}
		if nested != (tt.shape&ShapeMultiline != 0) {
			t.Errorf("shape %d: nested %v", tt.shape, nested)
		}
	}
}

func TestCoolForgetsTheBytes(t *testing.T) {
	for _, line := range []*Line{
		{Command: "PING", Params: []string{"x"}},
		{Command: "PRIVMSG", Params: []string{"x"}, Multiline: &Multiline{Parts: []Part{{Text: "y"}}}},
	} {
		if !line.IsCool() {
			t.Error("nothing was rendered yet")
		}
		line.Forms(0)
		if line.IsCool() {
			t.Error("it has been rendered")
		}
		line.Cool()
		if !line.IsCool() {
			t.Error("it still has bytes")
		}
	}
}

// An event's id is for those who ask for events.
func TestTheIDOfAnEvent(t *testing.T) {
	line := &Line{ID: "id1", Event: true, Command: "PING", Params: []string{"x"}}
	for shape, want := range map[Shape]string{
		0: "PING x\r\n", ShapeTags: "PING x\r\n", ShapeEvents: "PING x\r\n", ShapeTags | ShapeEvents: "@msgid=id1 PING x\r\n",
	} {
		if got := string(line.Form(shape)); got != want {
			t.Errorf("shape %d: %q, expected %q", shape, got, want)
		}
	}
}
