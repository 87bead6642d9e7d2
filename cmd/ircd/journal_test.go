package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestTheLogIsWrittenInOrder(t *testing.T) {
	var out bytes.Buffer
	j := newJournal(&out)
	var want strings.Builder
	for i := range 1000 {
		fmt.Fprintf(j, "line %d\n", i)
		fmt.Fprintf(&want, "line %d\n", i)
	}
	j.Close()
	if out.String() != want.String() {
		t.Errorf("%d bytes of %d", out.Len(), want.Len())
	}
	fmt.Fprintln(j, "from beyond") // must not be written to what somebody else may have now
	if out.String() != want.String() {
		t.Error("something was written after the end")
	}
}

// TestALogThatNobodyTakesStopsNobody: what does not find room is counted, and told once
// somebody takes the log again.
func TestALogThatNobodyTakesStopsNobody(t *testing.T) {
	taker, out := io.Pipe()
	j := newJournal(out)
	line := bytes.Repeat([]byte{'x'}, 1023)
	line = append(line, '\n')
	for range 3 * journalRoom / len(line) {
		if _, err := j.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	taken := make(chan string)
	go func() {
		all, _ := io.ReadAll(taker)
		taken <- string(all)
	}()
	j.Close()
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	all := <-taken
	kept, lost := strings.Count(all, "x\n"), 0
	for told := range strings.Lines(all) {
		var some int
		if _, err := fmt.Sscanf(told, "%d lines of the log are lost", &some); err == nil {
			lost += some
		}
	}
	if kept+lost != 3*journalRoom/len(line) || kept < journalRoom/len(line) || lost == 0 {
		t.Errorf("%d are kept and %d lost of %d", kept, lost, 3*journalRoom/len(line))
	}
}
