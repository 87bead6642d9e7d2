package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The socket is its owner's alone, takes the place of one that was left by a server
// that was killed, and may lie deep.
func TestControlSocket(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), strings.Repeat("d", 120))} {
		if err := os.MkdirAll(filepath.Join(dir, hiddenName+"left"), 0o755); err != nil {
			t.Fatal(err)
		}
		if _, err := dialControl(dir); !errors.Is(err, errNoServer) {
			t.Errorf("without a server: %v", err)
		}
		for range 2 {
			l, err := listenForControl(dir)
			if err != nil {
				t.Fatal(err)
			}
			nc, err := dialControl(dir)
			if err != nil {
				t.Fatal(err)
			}
			nc.Close()
			info, err := os.Stat(filepath.Join(dir, controlName))
			if err != nil || info.Mode() != os.ModeSocket|0o600 {
				t.Errorf("it is %v, %v", info.Mode(), err)
			}
			l.Close() // and the socket stays, as a kill leaves it
			if _, err := dialControl(dir); !errors.Is(err, errNoServer) {
				t.Errorf("after a kill: %v", err)
			}
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
			t.Errorf("there lies %v, %v", left, err)
		}
	}
}
