package irc

import (
	"fmt"
	"testing"
	"unsafe"
)

func TestTextsAreShared(t *testing.T) {
	srv, _ := newServer(t, func(*Config) {})
	h := srv.hub
	line := "USER bob 0 * :a client of the test"
	first := h.one(line[14:])
	if again := h.one(string([]byte(line[14:]))); unsafe.StringData(again) != unsafe.StringData(first) {
		t.Error("there are two copies")
	}
	if unsafe.StringData(first) == unsafe.StringData(line[14:]) {
		t.Error("the whole line hangs on it")
	}
	for i := range 3 * sharedSize {
		if text := fmt.Sprint("stranger ", i); h.one(text) != text {
			t.Fatalf("%q became %q", text, h.one(text))
		}
	}
	if len(h.shared) > sharedSize {
		t.Errorf("%d are remembered", len(h.shared))
	}
}
