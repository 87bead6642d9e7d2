package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"linnet/internal/irc/account"
)

func TestHashPassword(t *testing.T) {
	var out bytes.Buffer
	if err := run(context.Background(), []string{"hash-password"}, strings.NewReader("open sesame\n"), &out, io.Discard, noEnv); err != nil {
		t.Fatal(err)
	}
	hash, err := account.ParsePasswordHash(strings.TrimSpace(out.String()))
	if err != nil {
		t.Fatalf("%q: %v", out.String(), err)
	}
	if !hash.Matches("open sesame") || hash.Matches("open sesame\n") {
		t.Errorf("%q is not of what was typed", out.String())
	}
}

func TestHashPasswordOfNothing(t *testing.T) {
	err := run(context.Background(), []string{"hash-password"}, strings.NewReader("\n"), io.Discard, io.Discard, noEnv)
	if err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("got %v", err)
	}
}
